import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { queriesFor } from '../../../../src/core/find/queries.ts';
import { splunkEvents } from '../../../../src/core/show/sinks/splunk.ts';
import { aCall, aFinding, aStory, everywhere, shopId } from '../samples.ts';

const fields = { index: 'risk', sourcetype: 'rarecall:risk' };

it('holds no token that Splunk would put a value in for', () => {
  for (const text of ['$env:user$', 'a $result.password$ b', '$a b$', '$$user$$', '$1$2']) {
    const events = splunkEvents(everywhere(aFinding(), text), 'k', fields);
    const queries = queriesFor({
      clusterId: shopId,
      clientIp: text,
      firstSeen: null,
      lastSeen: null,
      calls: [aCall({ user: text, userAgent: text, impersonatedBy: null, sourceIPs: [text] })],
    });
    for (const event of events) {
      const { drilldown_search: _, ...told } = event.event;
      expect(JSON.stringify({ ...event, event: told })).not.toContain('$');
    }
    expect(queries.splunk).not.toContain('$');
  }
});

it('leaves a dollar sign alone where it stands alone', () => {
  const [event] = splunkEvents(aFinding({ user: 'SHOP-01$', message: 'costs 5$' }), 'k', fields);
  expect(event?.event).toMatchObject({ user: 'SHOP-01$', risk_message: 'costs 5$' });
});

it('searches for a dollar sign as for any one character', () => {
  const { splunk } = queriesFor({
    clusterId: shopId,
    clientIp: null,
    firstSeen: null,
    lastSeen: null,
    calls: [aCall({ user: 'SHOP-01$' })],
  });
  expect(splunk).toContain(`like('user.username', "SHOP-01_")`);
});

it('tells both who calls and who is taken on, what allowed it and what would take that away', () => {
  const call = aCall({
    user: 'bob',
    impersonatedBy: 'eve@example.com',
    impersonatedGroups: ['system:masters'],
    grants: ['RBAC: allowed by ClusterRoleBinding "ops" of ClusterRole "edit" to User "bob"'],
  });
  const riskObjects = ['eve@example.com', 'bob'].map(
    (value) => ({ type: 'user', value, score: 62 }) as const,
  );
  const events = splunkEvents(aFinding({ user: 'bob', riskObjects, calls: [call] }), 'k', fields);
  expect(events.map(({ event }) => event.risk_object)).toEqual(['eve@example.com', 'bob']);
  expect(events[0]?.event).toMatchObject({
    user: 'bob',
    src_user: 'eve@example.com',
    calls: [
      {
        impersonated_by: 'eve@example.com',
        impersonated_groups: ['system:masters'],
        revoke: ['kubectl delete clusterrolebinding ops'],
      },
    ],
  });
});

it('sends every field that docs/splunk.md names, within what Splunk reads by itself', () => {
  const docs = readFileSync(new URL('../../../../docs/splunk.md', import.meta.url), 'utf8');
  const link = 'https://rarecall.example/api/shared';
  const [event] = splunkEvents(aFinding({ campaign: aStory() }), 'k', { ...fields, link });
  const sent = Object.keys(event?.event ?? {});
  const named = [...docs.matchAll(/^\|.*\|(.*)\|$/gm)].flatMap(([, fields = '']) =>
    [...fields.replaceAll(/\([^)]*\)/g, '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !sent.includes(name ?? ''))).toEqual([]);
  const searched = [...docs.matchAll(/\| table (.*)$/gm)].flatMap(([, columns = '']) => columns.split(' '));
  const made = ['_time', 'user_entity', 'system_entity'];
  expect(searched.filter((name) => !sent.includes(name) && !made.includes(name))).toEqual([]);
  // What stands after the calls may be beyond it.
  const early = sent.slice(0, sent.indexOf('calls'));
  for (const name of [
    'risk_object',
    'risk_score',
    'risk_message',
    'finding_title',
    'finding_link',
    'campaign_id',
  ])
    expect(early).toContain(name);
});
