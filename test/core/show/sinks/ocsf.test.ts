import { describe, expect, it } from 'vitest';
import { ocsfFinding } from '../../../../src/core/show/sinks/ocsf.ts';
import { isAddress } from '../../../../src/core/show/sinks/ocsf-evidence.ts';
import { aCall, aFinding, everywhere } from '../samples.ts';
import { describeOcsf } from './ocsf.contract.ts';
import { ownSchema, withActorsOf19 } from './schemas.ts';

const context = { uid: '7b1e-v1', at: new Date('2026-06-04T02:15:00Z') };

describeOcsf('the schema of what we send', () => ownSchema('ocsf-sent.schema.json'));
describeOcsf(
  'the same with what 1.9 added',
  () => withActorsOf19(ownSchema('ocsf-sent.schema.json')),
  '1.9.0',
);

describe('ocsfFinding', () => {
  it.each(['constructor', '__proto__'])(
    'knows no HTTP method for a verb that a caller made up: %s',
    (verb) => {
      const { evidences } = ocsfFinding(aFinding({ calls: [aCall({ verb })] }), context);
      expect(Reflect.get(Object(evidences), 0).http_request).not.toHaveProperty('http_method');
    },
  );

  it('is of version 1.9 where that is asked for, with the program of the actor', () => {
    const of19 = (userAgent: string) =>
      ocsfFinding(aFinding({ calls: [aCall({ userAgent })] }), { ...context, version: '1.9.0' });
    const programs = (userAgent: string) =>
      Reflect.get(Object(of19(userAgent).evidences), 0).actor.application;
    expect(of19('')).toMatchObject({ metadata: { version: '1.9.0' } });
    expect(programs('kubectl/v1.30.1 (linux/amd64) kubernetes/6911225')).toEqual({
      name: 'kubectl',
      version: '1.30',
    });
    expect(programs('curl')).toEqual({ name: 'curl' });
    expect(programs('')).toBeUndefined();
    expect(JSON.stringify(ocsfFinding(aFinding(), context))).not.toContain('"application"');
  });

  it('tells who did what from where, how rare and how risky it is', () => {
    expect(ocsfFinding(aFinding(), context)).toMatchObject({
      class_uid: 2004,
      type_uid: 200401,
      time: 1780539300000,
      time_dt: '2026-06-04T02:15:00.000Z',
      start_time: 1780523232481,
      severity_id: 4,
      severity: 'High',
      risk_level_id: 3,
      risk_level: 'High',
      risk_score: 62,
      confidence_id: 2,
      is_alert: true,
      metadata: { version: '1.8.0', uid: '7b1e-v1', profiles: ['cloud', 'datetime'] },
      cloud: { provider: 'Azure', account: { uid: '00000000-0000-4000-8000-000000000001', type_id: 13 } },
      finding_info: {
        uid: '7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
        related_events_count: 2,
        kill_chain: [{ phase: 'Exploitation', phase_id: 4 }],
        attacks: [
          {
            version: '19.2',
            tactic: { uid: 'TA0006', name: 'Credential Access' },
            technique: { uid: 'T1552', name: 'Unsecured Credentials' },
            sub_technique: { uid: 'T1552.007', name: 'Container API' },
          },
          { tactic: { uid: 'TA0002' }, sub_technique: { uid: 'T1059.013', name: 'Container CLI/API' } },
        ],
      },
      evidences: [
        {
          name: 'get secrets in payments',
          actor: {
            user: { name: 'dana.ruiz@contoso.example', type_id: 1, groups: [{ name: 'aks-developers' }, {}] },
          },
          api: {
            operation: 'get',
            request: { uid: '3c9d2f5e-8b41-4a0e-9b0a-5f2f7d0c1e22' },
            response: { code: 200 },
          },
          src_endpoint: { ip: '203.0.113.24' },
          http_request: {
            http_method: 'GET',
            url: { path: '/api/v1/namespaces/payments/secrets/stripe-api-key' },
          },
        },
      ],
      observables: [
        { name: 'evidences[0].src_endpoint.ip', type_id: 2, value: '203.0.113.24' },
        { name: 'evidences[0].actor.user.name', type_id: 4, value: 'dana.ruiz@contoso.example' },
        { name: 'evidences[0].http_request.user_agent', type_id: 16 },
      ],
    });
  });

  it('names who really calls as the actor, and whom he takes on beside', () => {
    const taken = { user: 'bob', impersonatedBy: 'eve@example.com', impersonatedGroups: ['system:masters'] };
    const { evidences, observables } = ocsfFinding(aFinding({ calls: [aCall(taken)] }), context);
    expect(Reflect.get(Object(evidences), 0)).toMatchObject({
      actor: { user: { name: 'eve@example.com', type: 'User' } },
      data: { acting_as: { user: 'bob', groups: ['system:masters'] } },
    });
    expect(observables).toContainEqual(
      expect.objectContaining({ name: 'evidences[0].actor.user.name', value: 'eve@example.com' }),
    );
  });

  it('knows service accounts and the system from people', () => {
    const typeOf = (user: string) =>
      Reflect.get(Object(ocsfFinding(aFinding({ calls: [aCall({ user })] }), context).evidences), 0).actor
        .user.type;
    expect(typeOf('system:serviceaccount:ci:deployer')).toBe('Service');
    expect(typeOf('system:admin')).toBe('System');
    expect(typeOf('dana.ruiz@contoso.example')).toBe('User');
    expect(typeOf('')).toBe('Unknown');
  });

  it('stays small for a finding of very many long calls', () => {
    const calls = Array.from({ length: 2_000 }, () => everywhere(aCall(), 'x'.repeat(16_000)));
    expect(JSON.stringify(ocsfFinding(aFinding({ calls }), context)).length).toBeLessThan(1_000_000);
  });
});

describe('isAddress', () => {
  it('takes what is an address, not what OCSF takes for one', () => {
    for (const ip of [
      '203.0.113.24',
      '0.0.0.0',
      '255.255.255.255',
      '2001:db8::1',
      '::1',
      '::ffff:203.0.113.24',
    ]) {
      expect(isAddress(ip), ip).toBe(true);
    }
    for (const text of [
      '203.0.113',
      '203.0.113.256',
      '203a0b113c24',
      '1.2.3.4 ',
      'fe80::1%eth0',
      ':',
      '::1]/x',
      'localhost',
      '',
    ]) {
      expect(isAddress(text), text).toBe(false);
    }
  });
});
