/** Seven events, and what each search makes of them in both readings: worked out by hand. */
import { describe, expect, test } from 'vitest';
import { searchFinds, searchNames } from '../../../../src/core/find/searches/names.ts';
import { searches } from '../../../../src/core/find/searches/searches.ts';
import { aRecord, at, cellsOf, decision, eventsOf, reason, soundly, strictly } from './searching.ts';

const ana = { username: 'ana', groups: ['dev'] };
const worker = {
  username: 'system:serviceaccount:a:s',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:a'],
};
const by = (grant: string) => ({ annotations: { [decision]: 'allow', [reason]: grant } });

const events = eventsOf([
  aRecord(1, {
    user: ana,
    sourceIPs: ['10.0.0.1'],
    verb: 'get',
    objectRef: { resource: 'secrets', namespace: 'a', name: 'db' },
    requestURI: '/api/v1/namespaces/a/secrets/db',
    ...by('RBAC: X'),
  }),
  aRecord(2, {
    user: ana,
    sourceIPs: ['10.0.0.1'],
    verb: 'list',
    objectRef: { resource: 'configmaps', namespace: 'b' },
    requestURI: '/api/v1/namespaces/b/configmaps',
    ...by('RBAC: X'),
  }),
  aRecord(3, {
    user: worker,
    sourceIPs: ['10.1.0.5'],
    verb: 'get',
    objectRef: { resource: 'secrets', namespace: 'b', name: 'k' },
    requestURI: '/api/v1/namespaces/b/secrets/k',
    responseStatus: { code: 403, status: 'Failure', reason: 'Forbidden' },
    annotations: { [decision]: 'forbid', [reason]: '' },
  }),
  aRecord(4, {
    user: worker,
    sourceIPs: ['10.1.0.5'],
    verb: 'create',
    objectRef: { resource: 'pods', namespace: 'a' },
    requestURI: '/api/v1/namespaces/a/pods',
    responseStatus: { code: 409, status: 'Failure', reason: 'AlreadyExists' },
    ...by('RBAC: Y'),
  }),
  aRecord(5, {
    user: {},
    sourceIPs: ['203.0.113.9'],
    verb: 'get',
    objectRef: undefined,
    requestURI: '/api/v1/secrets',
    responseStatus: { code: 401, status: 'Failure', reason: 'Unauthorized' },
  }),
  aRecord(6, {
    user: { username: 'root', groups: ['system:masters'] },
    sourceIPs: ['10.0.0.2'],
    verb: 'list',
    objectRef: { resource: 'clusterroles' },
    requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    ...by(''),
  }),
  aRecord(7, {
    user: ana,
    sourceIPs: ['10.0.0.7'],
    verb: 'get',
    objectRef: { resource: 'clusterrolebindings', name: 'x' },
    requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/x',
    ...by('RBAC: Z'),
  }),
]);

const pod = 'kube-apiserver-6797f4455b-jdgtt';
const annotation = `annotations.${reason}`;

test('every event is read, whoever made it', () => {
  expect(events).toHaveLength(7);
});

describe('strictly, as Splunk would', () => {
  test('service-accounts: the failures alone have a status', () => {
    expect(strictly('service-accounts', events)).toEqual({
      columns: [
        ...['sourceIPs{}', 'user.username', 'verb', 'responseStatus.status', 'properties.pod'],
        ...['objectRef.namespace', 'count', 'percent'],
      ],
      rows: ['get b', 'create a'].map((call) => ({
        'sourceIPs{}': '10.1.0.5',
        'user.username': worker.username,
        verb: call.split(' ')[0],
        'responseStatus.status': 'Failure',
        'properties.pod': pod,
        'objectRef.namespace': call.split(' ')[1],
        count: 1,
        percent: 50,
      })),
      total: 2,
      notes: [],
    });
  });

  test('rbac-grants: every pair is as rare as the others', () => {
    const found = strictly('rbac-grants', events);
    expect(found.columns).toEqual(['user.username', annotation, 'count', 'percent']);
    expect(cellsOf(found, ...found.columns)).toEqual([
      [worker.username, 'RBAC: Y', 1, 33.333333],
      ['ana', 'RBAC: Z', 1, 33.333333],
      ['ana', 'RBAC: X', 1, 33.333333],
    ]);
  });

  test('sensitive-objects: the last access of each account and its groups', () => {
    const found = strictly('sensitive-objects', events);
    expect(cellsOf(found, ...found.columns)).toEqual([['ana', ['dev'], 'configmaps', 'b', null, 'RBAC: X']]);
  });

  test('sensitive-roles: the same, whatever was done with the role', () => {
    const found = strictly('sensitive-roles', events);
    const uri = '/apis/rbac.authorization.k8s.io/v1';
    expect(cellsOf(found, ...found.columns)).toEqual([
      [['10.0.0.7'], 'ana', ['dev'], null, `${uri}/clusterrolebindings/x`, 'RBAC: Z'],
      [['10.0.0.2'], 'root', ['system:masters'], null, `${uri}/clusterroles`, null],
    ]);
  });

  test('forbidden-service-accounts: each event', () => {
    const found = strictly('forbidden-service-accounts', events);
    expect(cellsOf(found, ...found.columns)).toEqual([
      [['10.1.0.5'], worker.username, 'thing/1', 'get', 'Forbidden', 'Failure', pod, 'b'],
    ]);
  });

  test('pod-scan and scan: each event, with and without the API server', () => {
    const one = [['203.0.113.9'], 'thing/1', 'get', '/api/v1/secrets', 'Unauthorized'];
    const [withPod, without] = [strictly('pod-scan', events), strictly('scan', events)];
    expect(cellsOf(withPod, ...withPod.columns)).toEqual([[...one, pod]]);
    expect(cellsOf(without, ...without.columns)).toEqual([one]);
  });
});

describe('soundly', () => {
  test('service-accounts: theirs alone, with what came of it', () => {
    const found = soundly('service-accounts', events);
    expect(
      cellsOf(found, 'count', 'percent', 'clientIp', 'user', 'verb', 'namespace', 'outcome', 'codes'),
    ).toEqual([
      [1, 50, '10.1.0.5', worker.username, 'get', 'b', 'refused', ['403']],
      [1, 50, '10.1.0.5', worker.username, 'create', 'a', 'failed', ['409']],
    ]);
  });

  test('rbac-grants: the pair that was used least comes first, and empty reasons are told', () => {
    const found = soundly('rbac-grants', events);
    expect(cellsOf(found, 'user', 'grant', 'count', 'percent', 'firstSeen', 'lastSeen')).toEqual([
      [worker.username, 'RBAC: Y', 1, 25, at(4), at(4)],
      ['ana', 'RBAC: Z', 1, 25, at(7), at(7)],
      ['ana', 'RBAC: X', 2, 50, at(1), at(2)],
    ]);
    expect(found.notes).toEqual([expect.stringMatching(/^1 requests .* empty reason/)]);
  });

  test('sensitive-objects: the newest of each account, and how many', () => {
    const found = soundly('sensitive-objects', events);
    expect(cellsOf(found, 'user', 'verb', 'resource', 'namespace', 'objects', 'count', 'lastSeen')).toEqual([
      ['ana', 'list', 'configmaps', 'b', 2, 2, at(2)],
    ]);
  });

  test('sensitive-roles: the newest of each account and verb', () => {
    const found = soundly('sensitive-roles', events);
    expect(cellsOf(found, 'user', 'verb', 'resource', 'name', 'objects', 'lastSeen')).toEqual([
      ['ana', 'get', 'clusterrolebindings', 'x', 1, at(7)],
      ['root', 'list', 'clusterroles', null, 1, at(6)],
    ]);
  });

  test('forbidden-service-accounts: what was refused to whom, and how much of it', () => {
    const found = soundly('forbidden-service-accounts', events);
    expect(cellsOf(found, 'user', 'verb', 'resource', 'namespace', 'count', 'resourcesRefused')).toEqual([
      [worker.username, 'get', 'secrets', 'b', 1, 1],
    ]);
  });

  test.each(['pod-scan', 'scan'] as const)('%s: who asked, and whether that succeeded later', (name) => {
    const found = soundly(name, events);
    expect(cellsOf(found, 'clientIp', 'uris', 'count', 'requestURIs', 'laterSuccess', 'successBy')).toEqual([
      ['203.0.113.9', 1, 1, ['/api/v1/secrets'], false, null],
    ]);
  });
});

test.each(searchNames)('%s is one of Splunk’s, says what it finds, and where it differs', (name) => {
  const { splunk, differences, notInLedger, ...search } = searches[name];
  expect(search.name).toBe(name);
  expect(splunk.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(splunk.name).toMatch(/^Kubernetes Azure /);
  expect(searchFinds[name]).not.toBe('');
  for (const texts of [differences, notInLedger]) {
    expect(texts.length).toBeGreaterThan(0);
    expect(texts).not.toContain('');
    // Notes stand in headers, too.
    if (texts === notInLedger) expect(texts.join()).toMatch(/^[\x20-\x7e]*$/);
  }
  for (const found of [strictly(name, events), soundly(name, events)]) {
    expect(found.rows.length).toBeGreaterThan(0);
    for (const row of found.rows) expect(Object.keys(row).sort()).toEqual(found.columns.toSorted());
  }
  expect(soundly(name, [])).toMatchObject({ rows: [], total: 0, notes: [] });
});
