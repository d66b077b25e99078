import { describe, expect, it } from 'vitest';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { readRecord } from '../../../src/core/read/record.ts';
import { salvage } from '../../../src/core/read/salvage.ts';
import { bytes, event, goJson, line2024, withFields } from './records.ts';

describe('the prefix reader', () => {
  it.each([
    ['{"a":"x","b":"y', { a: 'x' }],
    ['{"a":"x","b":"y"', { a: 'x', b: 'y' }],
    ['{"a":1', {}],
    ['{"a":1,', { a: 1 }],
    ['{"a":tru', {}],
    ['{"a":true ', { a: true }],
    ['{"a":{"b":"x","c":["y"', { a: { b: 'x' } }],
    ['{"a":["x","y"],"b":["z', { a: ['x', 'y'] }],
    ['{"a":[{"b":["x"]}],"c":[{"d":"x"}', { a: [{ b: ['x'] }] }],
    ['{"a":"x","a":"y', {}],
    ['{"a":["x"],"a":["y"', {}],
    ['{"a":"x","a', { a: 'x' }],
    ['{"a":"\\u00', {}],
    ['{"a":"x\\', {}],
    ['{"a":"x\\"', {}],
    ['{"a":"x\\\\"', { a: 'x\\' }],
    ['{"a":"x\ny","b":"z"}', {}],
    ['{"a":01}', {}],
    ["{'a':1}", {}],
    ['{"a":"x",}', { a: 'x' }],
    ['{"a":"x" "b":"y"}', { a: 'x' }],
    ['{,"a":1}', {}],
    ['{"a":[1,]}', {}],
    ['{"a":[,1]}', {}],
    ['{"a" 1}', {}],
    ['{"a":}', {}],
  ])('of %j saves %j', (text, value) => {
    const saved = salvage(text);
    expect(saved?.end).toBeNull();
    expect(JSON.parse(JSON.stringify(saved?.value))).toEqual(value);
  });

  it.each([
    ['{"b":{"x":["y","z', { b: { x: ['y'] } }],
    ['{"b":[{"image":"x","add":["y"', { b: [{ image: 'x', add: ['y'] }] }],
    ['{"a":["x","y', {}],
    ['{"b":{"x":["y"]},"a":["x"', { b: { x: ['y'] } }],
    ['{"a":{"b":["x"', { a: {} }],
  ])('of %j, where b holds a body, saves %j', (text, value) => {
    expect(JSON.parse(JSON.stringify(salvage(text, ['b'])?.value))).toEqual(value);
  });

  it('knows where a whole object ends', () => {
    expect(salvage(' {"a":[{},[]], "b" : {"c":-1.5e3}} and more')).toMatchObject({ end: 34 });
  });

  it.each(['', 'x', '[{}]', '"{}"', '\ufeff{}'])('has nothing to save from %j', (text) => {
    expect(salvage(text)).toBeNull();
  });

  it('takes __proto__ for a key', () => {
    const saved = salvage('{"__proto__":{"userAgent":"kubectl"},"a":');
    expect(saved?.value.userAgent).toBeUndefined();
  });

  it('gives up on nesting deeper than any event, without harm', () => {
    const saved = salvage(`{"a":"x","b":${'['.repeat(1_000_000)}`);
    expect({ ...saved?.value }).toEqual({ a: 'x' });
  });
});

describe('a cut record', () => {
  const { requestReceivedTimestamp, stageTimestamp, annotations, ...early } = event;
  const requestObject = { data: 'x'.repeat(20_000) };
  const whole = goJson({ ...early, requestObject, requestReceivedTimestamp, stageTimestamp, annotations });
  const read = (log: string) => {
    const reading = readRecord(bytes(line2024(log)), defaultReadOptions);
    return reading.ok ? reading.event : reading.reason;
  };
  const cutAt = (text: string) => whole.slice(0, whole.indexOf(text) + text.length);

  it('gives its call; its time is that of the envelope', () => {
    expect(read(whole.slice(0, 16_384))).toEqual({
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
      resourceId: expect.any(String),
      auditID: '5b0d4a52-8e55-4b0e-9c1f-6a3a1c6f0001',
      stage: 'ResponseComplete',
      received: null,
      time: '2026-10-01T08:00:01.154534Z',
      isRequest: true,
      salvaged: true,
      said: { names: [], grants: [], objectId: '7d0e', dryRun: false, cut: true },
      applied: null,
    });
  });

  it('says what of its body is complete: a container is not lost with those behind it', () => {
    const env = [{ name: 'A', value: 'x'.repeat(20_000) }];
    const containers = [
      { name: 'sh', image: 'alpine:3', securityContext: { privileged: true } },
      { image: 'xmrig:6', env },
    ];
    const pod = goJson({
      ...early,
      verb: 'create',
      requestObject: { kind: 'Pod', metadata: { name: 'sh' }, spec: { hostPID: true, containers } },
      annotations,
    });
    expect(read(pod.slice(0, 16_384))).toMatchObject({
      said: { grants: [], cut: true },
      applied: { kind: 'Pod', images: ['xmrig:6', 'alpine:3'], dangerous: ['hostPID', 'privileged'] },
    });
  });

  it('has what of a cut object is complete, and misses what is cut', () => {
    expect(read(cutAt('"objectRef":{"resource":"pods","namespace":"pay'))).toMatchObject({
      call: { resource: 'pods', namespace: null, code: null },
    });
  });

  it.each([
    ['in its agent', cutAt('"userAgent":"kubectl/v1.3')],
    [
      'in its second agent',
      `${cutAt('"userAgent":"kubectl/v1.30.1 (linux/amd64) kubernetes/6911225"')},"userAgent":"cu`,
    ],
  ])('that ends %s is cut', (_, log) => {
    expect(read(log)).toBe('cut');
  });

  it('long enough to have been cut ahead of its agent does not pass as another agent', () => {
    const long = goJson(withFields({ requestURI: `/x?${'y'.repeat(20_000)}` }));
    expect(read(long.slice(0, 16_384))).toBe('cut');
    expect(read(long.slice(0, long.indexOf('"userAgent":"kub') + 16))).toBe('cut');
    expect(read(long.slice(0, 10_000))).toBe('not-kubectl');
    expect(read(long.replace('kubectl', 'curl'))).toBe('not-kubectl');
    expect(read(long.replace('"userAgent":"kubectl', '"agent":"kubectl'))).toBe('not-kubectl');
  });

  it('too short for that and without kubectl in its bytes is not kubectl', () => {
    expect(read(cutAt('"userAgent":'))).toBe('not-kubectl');
  });

  it('of another agent is not kubectl', () => {
    expect(read(whole.replace('kubectl', 'helm').slice(0, 16_384))).toBe('not-kubectl');
  });

  it('never gives a wrong call, wherever it is cut', () => {
    const full = read(whole);
    if (typeof full === 'string') throw new Error(full);
    for (let end = 0; end < 1500; end += 1) {
      const found = read(whole.slice(0, end));
      if (typeof found === 'string') {
        expect(['cut', 'not-an-event', 'not-kubectl']).toContain(found);
        continue;
      }
      for (const [field, value] of Object.entries(found.call)) {
        const missing = value === null || (Array.isArray(value) && value.length === 0);
        if (!missing) expect([field, value]).toEqual([field, full.call[field as keyof typeof full.call]]);
      }
    }
  });
});
