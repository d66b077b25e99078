import { describe, expect, it } from 'vitest';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { readRecord } from '../../../src/core/read/record.ts';
import {
  bytes,
  event,
  goJson,
  line2019,
  line2020,
  line2024,
  lineOf,
  resourceId,
  withFields,
} from './records.ts';

const read = (line: string, options = defaultReadOptions) => readRecord(bytes(line), options);
const eventOf = (line: string, options = defaultReadOptions) => {
  const reading = read(line, options);
  return reading.ok ? reading.event : reading.reason;
};
const callOf = (fields: { [key: string]: unknown }) => {
  const found = eventOf(lineOf(fields));
  return typeof found === 'string' ? found : found.call;
};

const expected = {
  call: {
    user: 'ada@example.com',
    impersonated: null,
    impersonatedGroups: [],
    groups: ['c0ffee00-1111-4222-8333-444455556666', 'system:authenticated'],
    sourceIPs: ['203.0.113.7', '172.31.9.4'],
    userAgent: 'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225',
    verb: 'list',
    resource: 'pods',
    subresource: null,
    namespace: 'payments',
    requestURI: '/api/v1/namespaces/payments/pods?limit=500',
    code: 200,
  },
  client: 'kubectl',
  resourceId,
  auditID: '5b0d4a52-8e55-4b0e-9c1f-6a3a1c6f0001',
  stage: 'ResponseComplete',
  received: '2026-10-01T08:00:00.123456Z',
  time: '2026-10-01T08:00:00.123456Z',
  isRequest: true,
  salvaged: false,
  said: {
    names: [],
    grants: ['RBAC: allowed by ClusterRoleBinding "readers" of Group "shop"'],
    objectId: '7d0e',
    dryRun: false,
    cut: false,
  },
  applied: null,
};

describe('a record', () => {
  const log = `${goJson(event)}\n`;

  it.each([
    ['2019', line2019(log)],
    ['2020 to 2022', line2020(log)],
    ['2024 and later', line2024(log)],
    ['today, its log without a newline', line2024(log.trim())],
    ['today, its log an object', line2024('{}').replace('"{}"', goJson(event))],
    ['today, with text after the event', line2024(`${log}and more {"userAgent":"curl"}`)],
  ])('of %s gives the call with all its fields', (_, line) => {
    expect(eventOf(line)).toEqual(expected);
  });

  it.each([
    ['not-json', 'kubectl "userAgent":"kubectl'],
    ['not-json', `${lineOf()},`],
    ['not-json', lineOf().replace('"category"', "'category'")],
    ['not-json', `[${lineOf()}]`],
    ['other-category', line2024(log, 'kube-audit-admin')],
    ['other-category', line2024(log, 'Kube-Audit')],
    ['other-category', goJson(event)],
    ['not-an-event', line2024('I0202 15:03:28 "userAgent":"kubectl/v1" and no object')],
    ['not-an-event', line2024(`[${goJson(event)}]`)],
    ['not-an-event', line2024('[]').replace('"[]"', `[${goJson(event)}]`)],
    ['not-kubectl', lineOf({ userAgent: 'Kustomize/v1 kubectl' })],
    ['not-kubectl', line2024('I0202 15:03:28 nothing of interest', 'kube-scheduler')],
    ['not-kubectl', '{}'],
    ['not-kubectl', lineOf({ userAgent: 7 })],
    ['not-kubectl', lineOf({ userAgent: null })],
    ['loopback', lineOf({ sourceIPs: ['127.0.0.1'] })],
    ['loopback', lineOf({ sourceIPs: ['::1', '127.0.0.1', 7] })],
  ])('is skipped as %s: %s', (reason, line) => {
    expect(eventOf(line)).toBe(reason);
  });

  it('that only mentions kubectl is not kubectl, wherever the mention is', () => {
    const mentions = {
      userAgent: 'kube-controller-manager/v1.30',
      requestURI: '/api/v1/pods?fieldManager=kubectl-client-side-apply',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"userAgent":"kubectl/v1"}' },
      requestObject: { userAgent: 'kubectl/v1.30' },
    };
    expect(eventOf(lineOf(mentions))).toBe('not-kubectl');
  });

  it.each([
    ['another agent', { userAgent: 'kubelet/v1.30.1' }, { userAgent: 'kubelet/v1.30.1' }],
    ['no agent', { userAgent: undefined }, { userAgent: '' }],
    ['the cluster itself', { sourceIPs: ['::1'] }, { sourceIPs: [] }],
  ])('of %s is read when all clients are', (_, fields, call) => {
    const found = eventOf(lineOf(fields), { ...defaultReadOptions, clients: 'all' });
    expect(found).toEqual({
      ...expected,
      client: 'other',
      call: { ...expected.call, ...call },
      logged: {
        event: JSON.parse(goJson(withFields(fields))),
        log: expect.any(String),
        pod: expect.any(String),
      },
    });
  });

  it('has what was logged of it only where all clients are read', () => {
    const line = lineOf();
    const found = eventOf(line, { ...defaultReadOptions, clients: 'all' });
    expect(typeof found === 'string' ? found : found.logged).toEqual({
      event,
      log: JSON.parse(line).properties.log,
      pod: 'kube-apiserver-6c9f7c5d4b-x2x7l',
    });
    expect(eventOf(line)).not.toHaveProperty('logged');
  });

  it('of another category is read when that category is asked for', () => {
    const line = line2024(log, 'kube-audit-admin');
    expect(eventOf(line, { ...defaultReadOptions, category: 'kube-audit-admin' })).toEqual(expected);
  });

  it('may be a plain event only on the command line', () => {
    const plain = { ...defaultReadOptions, plain: true };
    expect(eventOf(goJson(event), plain)).toEqual({ ...expected, resourceId: null });
    expect(eventOf(lineOf(), plain)).toEqual(expected);
    expect(eventOf(goJson(withFields({ kind: 'Pod' })), plain)).toBe('other-category');
  });
});

describe('the agent', () => {
  it.each(['kubectl', 'KUBECTL/v1', 'kubectl.exe/v1.25.2', 'kubectl-recon/v1', 'KubeCtl'])(
    '%s is read',
    (userAgent) => {
      expect(callOf({ userAgent })).toMatchObject({ userAgent });
    },
  );

  it.each(['', ' kubectl', 'kubect', '\u212Aubectl/v1', 'oc/kubectl'])('%j is not', (userAgent) => {
    expect(callOf({ userAgent })).toBe('not-kubectl');
  });

  it('may be configured, in any letter case and with signs that JSON may escape', () => {
    const agents = ['OC/', 'kubectl'];
    expect(eventOf(lineOf({ userAgent: 'oc/openshift' }), { ...defaultReadOptions, agents })).toMatchObject({
      call: { userAgent: 'oc/openshift' },
    });
    expect(eventOf(lineOf({ userAgent: 'octant' }), { ...defaultReadOptions, agents })).toBe('not-kubectl');
  });

  it('is found though its letters, or those of its key, are escaped at either level', () => {
    const inner = lineOf().replace('kubectl', '\\\\u006bubect\\\\u006C');
    const outer = lineOf().replace('userAgent', '\\u0075serAgen\\u0074');
    const both = lineOf().replace('kubectl', '\\u005cu006b\\u0055bectl');
    expect(eventOf(inner)).toEqual(expected);
    expect(eventOf(outer)).toEqual(expected);
    expect(eventOf(both)).toMatchObject({
      call: { userAgent: 'kUbectl/v1.30.1 (linux/amd64) kubernetes/6911225' },
    });
  });

  it('is the last one where its key stands twice', () => {
    const twice = (first: string, second: string) =>
      line2024(`{"userAgent":"${first}","sourceIPs":["203.0.113.7"],"userAgent":"${second}"}`);
    expect(eventOf(twice('kubectl', 'curl'))).toBe('not-kubectl');
    expect(eventOf(twice('curl', 'kubectl'))).toMatchObject({ call: { userAgent: 'kubectl' } });
  });
});

describe('fields', () => {
  it('of another type than theirs are missing, and such members of lists are left out', () => {
    const odd = {
      requestURI: 7,
      verb: ['get'],
      user: { username: true, groups: ['a', 1, null, ['b'], 'c'] },
      sourceIPs: '203.0.113.7',
      objectRef: ['pods'],
      responseStatus: { code: '200' },
      auditID: {},
      stage: 1,
      impersonatedUser: 'root',
    };
    expect(eventOf(lineOf(odd))).toMatchObject({
      call: {
        user: null,
        impersonated: null,
        groups: ['a', 'c'],
        sourceIPs: [],
        verb: null,
        resource: null,
        requestURI: null,
        code: null,
      },
      auditID: null,
      stage: null,
      isRequest: false,
    });
  });

  it('keep the empty text apart from the missing one', () => {
    expect(callOf({ verb: '', objectRef: { namespace: '' }, user: {} })).toMatchObject({
      verb: '',
      namespace: '',
      resource: null,
      user: null,
    });
  });

  it('are well-formed Unicode', () => {
    expect(callOf({ verb: 'a\ud800b' })).toMatchObject({ verb: 'a\ufffdb' });
    const broken = Buffer.from(lineOf({ verb: 'a?b' }));
    broken[broken.indexOf('a?b') + 1] = 0xff;
    expect(readRecord(broken, defaultReadOptions)).toMatchObject({ event: { call: { verb: 'a\ufffdb' } } });
  });

  it('lose loopback addresses; an empty list stays', () => {
    expect(callOf({ sourceIPs: ['127.0.0.1', '203.0.113.7', '::1', '203.0.113.7'] })).toMatchObject({
      sourceIPs: ['203.0.113.7', '203.0.113.7'],
    });
    expect(callOf({ sourceIPs: [] })).toMatchObject({ sourceIPs: [] });
    expect(callOf({ sourceIPs: [7] })).toMatchObject({ sourceIPs: [] });
  });

  it('tell who was impersonated, and the subresource', () => {
    const fields = {
      impersonatedUser: { username: 'root' },
      objectRef: { resource: 'pods', subresource: 'exec' },
    };
    expect(callOf(fields)).toMatchObject({ impersonated: 'root', resource: 'pods', subresource: 'exec' });
  });
});

describe('a request', () => {
  it.each([
    ['ResponseComplete', {}, true],
    ['Panic', {}, true],
    ['ResponseStarted', {}, false],
    ['RequestReceived', {}, false],
    ['ResponseStarted', { verb: 'watch' }, true],
    ['ResponseComplete', { verb: 'watch' }, false],
    ['ResponseStarted', { verb: 'proxy' }, true],
    ['ResponseStarted', { objectRef: { subresource: 'exec' } }, true],
    ['ResponseStarted', { objectRef: { subresource: 'attach' } }, true],
    ['ResponseStarted', { objectRef: { subresource: 'portforward' } }, true],
    ['ResponseStarted', { objectRef: { subresource: 'proxy' } }, true],
    ['ResponseStarted', { objectRef: { subresource: 'log' } }, true],
    ['ResponseComplete', { objectRef: { subresource: 'log' } }, false],
    ['ResponseStarted', { objectRef: { subresource: 'status' } }, false],
    ['ResponseStarted', { responseStatus: { code: 401 } }, true],
    ['ResponseComplete', { responseStatus: { code: 401 } }, true],
    ['RequestReceived', { verb: 'watch', responseStatus: { code: 401 } }, false],
  ])('at %s with %j: %s', (stage, fields, isRequest) => {
    expect(eventOf(lineOf({ stage, ...fields }))).toMatchObject({ isRequest });
  });
});

describe('the time', () => {
  it.each([
    [{ requestReceivedTimestamp: '2026-10-01T08:00:00Z' }, '2026-10-01T08:00:00.000000Z'],
    [{ requestReceivedTimestamp: '2026-02-30T08:00:00Z' }, '2026-10-01T08:00:00.130000Z'],
    [{ requestReceivedTimestamp: null, stageTimestamp: 7 }, '2026-10-01T08:00:01.154534Z'],
  ])('of %j is %s', (fields, time) => {
    expect(eventOf(lineOf(fields))).toMatchObject({ time });
  });
});
