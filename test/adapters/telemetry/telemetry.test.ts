/** Telemetry over a real connection: what arrives, and that nothing that can go wrong there is felt by whoever measures. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { movedTo } from '../../../src/adapters/telemetry/ingestion.ts';
import { type TelemetryOptions, telemetryTo } from '../../../src/adapters/telemetry/telemetry.ts';
import { insightsIn } from '../../../src/insights.ts';
import {
  certificateFile,
  type IngestionEndpoint,
  ingestionEndpoint,
  sumOf,
  trustEndpoint,
} from './endpoint.ts';

let endpoint: IngestionEndpoint;
let said: string[];

beforeAll(trustEndpoint);
beforeEach(async () => {
  endpoint = await ingestionEndpoint();
  said = [];
});
afterEach(async () => {
  await endpoint.close();
  expect(endpoint.faults).toEqual([]);
});

const telling = (options: TelemetryOptions = {}, connectionString = endpoint.connectionString) =>
  telemetryTo(
    insightsIn({
      APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
      WEBSITE_SITE_NAME: 'func-rarecall',
    }),
    { sendAfterMs: 20, timeoutMs: 300, pauseMs: 50, say: (problem) => said.push(problem), ...options },
  );

const arrived = (metric: string, value: number) =>
  vi.waitFor(() => expect(sumOf(endpoint.received, metric)).toBe(value), { timeout: 5_000 });

test('measurements of a name and cluster add up to one envelope, and events are one each', async () => {
  const telemetry = telling();
  telemetry.measure('lines', 3, 'aks-1');
  telemetry.measure('lines', 7, 'aks-1');
  telemetry.measure('lines', 5, 'aks-2');
  telemetry.measure('undelivered', 0);
  telemetry.happened('findingTold', { sink: 'splunk', score: 61 });
  telemetry.happened('findingTold', { sink: 'splunk', score: 62 });
  await arrived('lines', 15);
  expect(endpoint.requests).toHaveLength(1);
  const metrics = endpoint.received.flatMap(({ data: { baseData } }) =>
    (baseData.metrics ?? []).map((metric) => ({ ...metric, ...baseData.properties })),
  );
  expect(metrics).toEqual([
    { name: 'rarecall.lines', value: 10, count: 2, min: 3, max: 7, cluster: 'aks-1' },
    { name: 'rarecall.lines', value: 5, count: 1, min: 5, max: 5, cluster: 'aks-2' },
    { name: 'rarecall.undelivered', value: 0, count: 1, min: 0, max: 0 },
  ]);
  const events = endpoint.received.filter(({ data }) => data.baseType === 'EventData');
  expect(events.map(({ data }) => data.baseData)).toMatchObject([
    { name: 'rarecall.findingTold', properties: { sink: 'splunk' }, measurements: { score: 61 } },
    { name: 'rarecall.findingTold', properties: { sink: 'splunk' }, measurements: { score: 62 } },
  ]);
  expect(endpoint.received[0]?.tags).toMatchObject({ 'ai.cloud.role': 'func-rarecall' });
  expect(endpoint.requests[0]?.authorization).toBeUndefined();
});

test('where local authentication is off the identity of the app sends its token', async () => {
  const asked: unknown[] = [];
  const credential = {
    getToken: async (scope: unknown) => {
      asked.push(scope);
      return { token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
  const telemetry = telling(
    { credential },
    `${endpoint.connectionString};AADAudience=https://monitor.example`,
  );
  telemetry.measure('lines', 1);
  await arrived('lines', 1);
  expect(endpoint.requests[0]?.authorization).toBe('Bearer a-token');
  expect(asked).toEqual(['https://monitor.example/.default']);
});

test('without the right to send, it is tried again, and what was measured meanwhile is there', async () => {
  endpoint.answer(() => ({ status: 403 }));
  const telemetry = telling();
  telemetry.measure('lines', 1);
  await vi.waitFor(() => expect(said).toEqual(['telemetry is not taken: answered 403']));
  telemetry.measure('lines', 10);
  endpoint.answer();
  await vi.waitFor(() => expect(sumOf(endpoint.requests.at(-1)?.envelopes ?? [], 'lines')).toBe(11));
});

test('an endpoint that is down costs nothing but what it would have been told, once it is back', async () => {
  const { port, connectionString } = endpoint;
  await endpoint.close();
  const telemetry = telling({}, connectionString);
  telemetry.measure('lines', 4);
  await vi.waitFor(() => expect(said).toEqual(['telemetry is not taken: ECONNREFUSED']));
  endpoint = await ingestionEndpoint(port);
  await arrived('lines', 4);
});

test('an endpoint that never answers is left after its time, and asked one thing at a time', async () => {
  endpoint.answer(() => null);
  const telemetry = telling({ timeoutMs: 150 });
  const begun = performance.now();
  for (let i = 0; i < 1_000; i++) telemetry.measure('lines', 1);
  expect(performance.now() - begun).toBeLessThan(100);
  await vi.waitFor(() => expect(said).toEqual(['telemetry is not taken: no answer in time']));
  expect(endpoint.requests).toHaveLength(1);
  endpoint.answer();
  await vi.waitFor(() => expect(sumOf(endpoint.requests.at(-1)?.envelopes ?? [], 'lines')).toBe(1_000));
});

test('429: nothing is sent before the time it says, and then all of it', async () => {
  endpoint.answer(() => ({ status: 429, headers: { 'retry-after': '1' } }));
  const telemetry = telling();
  telemetry.measure('lines', 1);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(1));
  endpoint.answer();
  const begun = performance.now();
  telemetry.measure('lines', 2);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(2), { timeout: 5_000 });
  expect(performance.now() - begun).toBeGreaterThan(900);
  expect(sumOf(endpoint.requests[1]?.envelopes ?? [], 'lines')).toBe(3);
});

test.each([402, 439])(
  '%s: the quota is used up: it is dropped, and nothing is sent for an hour',
  async (status) => {
    let now = Date.parse('2026-10-02T12:00:00Z');
    endpoint.answer(() => ({ status }));
    const telemetry = telling({ clock: () => new Date(now) });
    telemetry.measure('lines', 1);
    await vi.waitFor(() => expect(said).toEqual([`telemetry is not taken: answered ${status}`]));
    endpoint.answer();
    telemetry.measure('lines', 2);
    now += 59 * 60_000;
    await telemetry.end(1_000);
    expect(endpoint.requests).toHaveLength(1);
    now += 2 * 60_000;
    await telemetry.end(1_000);
    expect(sumOf(endpoint.requests[1]?.envelopes ?? [], 'lines')).toBe(2);
  },
);

test('of what was taken in part only what may be taken later is sent again', async () => {
  endpoint.answer(([, , third]) =>
    third === undefined
      ? { status: 200 }
      : {
          status: 206,
          body: JSON.stringify({
            itemsReceived: 3,
            itemsAccepted: 1,
            errors: [
              { index: 0, statusCode: 400, message: 'no' },
              { index: 2, statusCode: 500, message: 'later' },
              { index: 9, statusCode: 500, message: 'nothing of ours' },
            ],
          }),
        },
  );
  const telemetry = telling();
  for (const cluster of ['a', 'b', 'c']) telemetry.measure('lines', 1, cluster);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(2));
  expect(endpoint.requests[1]?.envelopes.map(({ data }) => data.baseData.properties)).toEqual([
    { cluster: 'c' },
  ]);
});

test('what is refused as such is not sent again', async () => {
  endpoint.answer(() => ({ status: 400 }));
  const telemetry = telling();
  telemetry.measure('lines', 1);
  await vi.waitFor(() => expect(said).toEqual(['telemetry is not taken: answered 400']));
  endpoint.answer();
  telemetry.measure('lines', 2);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(2));
  expect(sumOf(endpoint.requests[1]?.envelopes ?? [], 'lines')).toBe(2);
});

test('sent on by its endpoint it goes there once, with the token', async () => {
  const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 1e6 }) };
  const location = `${endpoint.url}/v2.1/track`;
  endpoint.answer(() =>
    endpoint.requests.length === 1 ? { status: 308, headers: { location } } : { status: 200 },
  );
  telling({ credential }).measure('lines', 1);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(2));
  expect(endpoint.requests.map(({ authorization }) => authorization)).toEqual([
    'Bearer a-token',
    'Bearer a-token',
  ]);
  expect(said).toEqual([]);
});

test.each([
  [308, 'https://westeurope-1.in.applicationinsights.azure.com/v2.1/track', true],
  [307, 'https://westeurope-1.in.applicationinsights.azure.com/v2.1/track', true],
  [302, 'https://westeurope-1.in.applicationinsights.azure.com/v2.1/track', false],
  [308, 'http://westeurope-1.in.applicationinsights.azure.com/v2.1/track', false],
  [308, 'https://westeurope-1.in.applicationinsights.azure.com.evil.example/v2.1/track', false],
  [308, 'https://evil.azure.com/v2.1/track', false],
  [308, '/v2.1/track', false],
])('a token follows %s to %s: %s', (status, location, isFollowed) => {
  const from = 'https://westeurope-5.in.applicationinsights.azure.com/v2.1/track';
  expect(movedTo(from, status, location)).toBe(isFollowed ? location : null);
});

test('what would wait without end is bounded, and the process goes on', async () => {
  endpoint.answer(() => ({ status: 503 }));
  const telemetry = telling({ sendAfterMs: 5 });
  for (let i = 0; i < 20_000; i++) telemetry.happened('findingTold', { score: i });
  for (let i = 0; i < 20_000; i++) telemetry.measure('lines', 1, `cluster-${i}`);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(1));
  expect(endpoint.received).toHaveLength(6_000);
  await vi.waitFor(() => expect(endpoint.requests).toHaveLength(2));
  expect(endpoint.requests[1]?.envelopes).toHaveLength(2_000);
});

test('what is no number, and a text without end, harm nothing', async () => {
  const telemetry = telling();
  telemetry.measure('lag', Number.NaN);
  telemetry.measure('lag', Number.POSITIVE_INFINITY);
  telemetry.happened('logReplaced', { cluster: 'x'.repeat(100_000) });
  telemetry.measure('lines', 1);
  await arrived('lines', 1);
  expect(endpoint.received).toHaveLength(2);
});

test('at the end what waits is sent, if that takes no longer than it may', async () => {
  const telemetry = telling({ sendAfterMs: 60_000 });
  telemetry.measure('lines', 1);
  await telemetry.end(2_000);
  expect(sumOf(endpoint.received, 'lines')).toBe(1);
  endpoint.answer(() => null);
  telemetry.measure('lines', 1);
  const begun = performance.now();
  await telemetry.end(100);
  expect(performance.now() - begun).toBeLessThan(290);
});

test('a process that has nothing else to do is not kept alive by it', async () => {
  endpoint.answer(() => null);
  const root = join(import.meta.dirname, '../../..');
  const script = `
    const { telemetryTo } = await import(${JSON.stringify(join(root, 'src/adapters/telemetry/telemetry.ts'))});
    const { insightsIn } = await import(${JSON.stringify(join(root, 'src/insights.ts'))});
    const telemetry = telemetryTo(insightsIn(process.env), { sendAfterMs: 60000 });
    telemetry.measure('lines', 1);
    process.stdout.write('measured');`;
  const env = {
    ...process.env,
    APPLICATIONINSIGHTS_CONNECTION_STRING: endpoint.connectionString,
    NODE_EXTRA_CA_CERTS: certificateFile,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env,
    timeout: 20_000,
  });
  expect(stdout).toBe('measured');
});

test('where no telemetry is wanted nothing is sent, and nothing fails', async () => {
  const telemetry = telemetryTo(null);
  telemetry.measure('lines', 1);
  telemetry.happened('logReplaced', {});
  await telemetry.end(10);
});
