import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { splunkSink } from '../../../src/adapters/sinks/splunk.ts';
import { aCall, aFinding, everywhere } from '../../core/show/samples.ts';
import { type Collector, collector } from './collector.ts';
import { failureOf } from './receiver.ts';

const token = '11111111-2222-4333-8444-555555555555';

describe('splunkSink', () => {
  let splunk: Collector;
  beforeEach(async () => {
    splunk = await collector({
      [token]: { enabled: true, indexes: ['risk'] },
      disabled: { enabled: false, indexes: [] },
    });
  });
  afterEach(() => splunk.close());

  const sink = (over: Partial<Parameters<typeof splunkSink>[0]> = {}) =>
    splunkSink({ url: splunk.url, token, index: 'risk', ...over });

  const busy = (taken: number) => (response: import('node:http').ServerResponse) =>
    void response.writeHead(503).end(
      JSON.stringify({
        text: 'Server is busy',
        code: 9,
        ...(taken < 0 ? {} : { 'invalid-event-number': taken }),
      }),
    );

  it('sends one risk event for each risk object', async () => {
    await sink().deliver(aFinding(), '7b1e-v1');
    expect(splunk.received).toHaveLength(1);
    expect(splunk.taken).toHaveLength(2);
    expect(splunk.taken[0]).toMatchObject({
      time: 1780523560.007,
      host: 'aks-shop-prod',
      source: 'Kubernetes Azure detect suspicious kubectl calls',
      sourcetype: 'rarecall:finding',
      index: 'risk',
      event: {
        event_id: '7b1e-v1-0',
        finding_id: '7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
        risk_object: 'dana.ruiz@contoso.example',
        risk_object_type: 'user',
        risk_score: 62,
        threat_object: ['203.0.113.24', 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46'],
        threat_object_type: ['ip_address', 'http_user_agent'],
        annotations: { mitre_attack: ['T1552.007', 'T1059.013'] },
      },
    });
    expect(splunk.taken[1]).toMatchObject({
      event: { event_id: '7b1e-v1-1', risk_object: 'aks-shop-prod', risk_object_type: 'system' },
    });
  });

  it('names no index where none is set, and takes an address with the path in it', async () => {
    await sink({ index: '', url: `${splunk.url}/services/collector` }).deliver(aFinding(), 'k');
    expect(splunk.taken[0]).not.toHaveProperty('index');
  });

  it('puts the risk fields within the characters that Splunk extracts, and cuts what is long', async () => {
    const calls = Array.from({ length: 50 }, () => everywhere(aCall(), '田\u{1f642}"\\'.repeat(4_000)));
    await sink().deliver(
      {
        ...everywhere(aFinding(), '田\u{1f642}"\\'.repeat(4_000)),
        lastSeen: null,
        day: aFinding().day,
        calls,
      },
      'k',
    );
    const [first] = splunk.taken;
    expect(JSON.stringify(first).length).toBeLessThan(60_000);
    expect(JSON.stringify(first?.event).indexOf('risk_message')).toBeLessThan(5_000);
    expect(first?.time).toBe(1780531199);
  });

  it.each([
    ['no token of theirs', { token: 'wrong' }, 'splunk: answered 403, code 4'],
    ['a disabled token', { token: 'disabled' }, 'splunk: answered 403, code 1'],
    ['an index that is not allowed', { index: 'main' }, 'splunk: answered 400, code 7'],
    ['another path', { url: '/elsewhere' }, 'splunk: answered 404, code 404'],
  ])('is not worth a retry with %s', async (_, over, message) => {
    const settings = 'url' in over ? { ...over, url: splunk.url + over.url } : over;
    expect(await failureOf(sink(settings).deliver(aFinding(), 'k'))).toMatchObject({
      retryable: false,
      message,
    });
  });

  it.each([
    [500, '{"text":"Internal server error","code":8}'],
    [503, '{"text":"Server is busy","code":9}'],
    [503, '{"text":"Server is shutting down","code":23}'],
    [429, '{"text":"HEC queue is at capacity and cannot process any more requests","code":26}'],
    [502, '<html>Bad Gateway</html>'],
    [504, ''],
  ])('is worth a retry after %i %s', async (status, body) => {
    splunk.next.push((response) => void response.writeHead(status).end(body));
    expect(await failureOf(sink().deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
    expect(splunk.taken).toHaveLength(0);
  });

  it('honours Retry-After of a proxy', async () => {
    splunk.next.push((response) => void response.writeHead(503, { 'Retry-After': '30' }).end('<html>'));
    expect(await failureOf(sink().deliver(aFinding(), 'k'))).toMatchObject({
      retryable: true,
      retryAfterMs: 30_000,
    });
  });

  it('counts a full queue that still took the events as delivered', async () => {
    splunk.next.push(
      (response) => void response.writeHead(200).end('{"text":"HEC queue is approaching","code":24}'),
    );
    await sink().deliver(aFinding(), 'k');
    expect(splunk.received).toHaveLength(1);
  });

  it('sends only the rest when a busy server took the first events', async () => {
    splunk.next.push(busy(1));
    await sink().deliver(aFinding(), 'k');
    expect(splunk.taken.map(({ event }) => Reflect.get(Object(event), 'event_id'))).toEqual(['k-1']);
  });

  it('gives up for now when a busy server took nothing', async () => {
    splunk.next.push(busy(0));
    expect(await failureOf(sink().deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
    splunk.next.push(busy(7));
    expect(await failureOf(sink().deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
    expect(splunk.received).toHaveLength(2);
  });

  it('leaves out an event Splunk cannot take, sends those after it, and says so', async () => {
    splunk.next.push(
      (response) =>
        void response.writeHead(400).end('{"text":"Invalid data format","code":6,"invalid-event-number":0}'),
    );
    expect(await failureOf(sink().deliver(aFinding(), 'k'))).toMatchObject({
      retryable: false,
      message: 'splunk: answered 400, code 6',
    });
    expect(splunk.taken.map(({ event }) => Reflect.get(Object(event), 'event_id'))).toEqual(['k-1']);
  });

  it('does not loop on a server that always takes nothing new', async () => {
    for (let count = 0; count < 10; count += 1) splunk.next.push(busy(1));
    expect(await failureOf(sink().deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
    expect(splunk.received).toHaveLength(2);
  });

  it('refuses at once a token no header can hold and an address with a query, without repeating them', async () => {
    for (const over of [{ token: 'a\r\nb' }, { token: '' }, { url: `${splunk.url}/?token=s3cret` }]) {
      expect(String(await failureOf((async () => sink(over))()))).not.toMatch(/s3cret|a\r\nb/);
    }
  });
});
