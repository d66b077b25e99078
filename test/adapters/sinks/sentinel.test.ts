import { gunzipSync } from 'node:zlib';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { sentinelSink } from '../../../src/adapters/sinks/sentinel.ts';
import { SinkError } from '../../../src/adapters/sinks/sink-error.ts';
import { sentinelColumns, sentinelRow, sentinelStream } from '../../../src/core/show/sinks/sentinel.ts';
import { aCall, aFinding, everywhere } from '../../core/show/samples.ts';
import { failureOf, type Received, type Receiver, type Respond, receiver } from './receiver.ts';

const ruleId = 'dcr-0123456789abcdef0123456789abcdef';
const clock = () => new Date('2026-06-04T02:15:00Z');
const endpoint = 'https://rarecall-abcd.westeurope-1.ingest.monitor.azure.com';

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  datetime: (value) => value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value))),
  int: (value) => Number.isInteger(value),
  real: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  dynamic: (value) => typeof value === 'object',
};

/** Stricter than Azure: a key that is not declared is refused, not dropped. */
function statusOf({ method, path, headers, body }: Received): number {
  if (method !== 'POST') return 405;
  const { pathname, searchParams } = new URL(path, endpoint);
  if (pathname !== `/dataCollectionRules/${ruleId}/streams/${sentinelStream}`) return 404;
  if (searchParams.get('api-version') !== '2023-01-01') return 404;
  if (headers.authorization !== 'Bearer a-token') return 401;
  if (headers['content-type'] !== 'application/json' || headers['content-encoding'] !== 'gzip') return 415;
  const inflated = gunzipSync(body);
  if (inflated.length > 1_000_000) return 413;
  const rows: unknown = JSON.parse(inflated.toString('utf8'));
  if (!Array.isArray(rows)) return 400;
  for (const row of rows) {
    const columns = Object.entries(row as Record<string, unknown>);
    if (columns.length !== Object.keys(sentinelColumns).length) return 400;
    for (const [column, value] of columns) {
      const type = sentinelColumns[column as keyof typeof sentinelColumns];
      if (type === undefined || fits[type]?.(value) !== true) return 400;
      if (Buffer.byteLength(JSON.stringify(value)) > 64_000) return 400;
    }
  }
  return 204;
}

const azure: Respond = (request, response) => {
  const status = statusOf(request);
  response.writeHead(status);
  response.end(
    status === 204 ? undefined : JSON.stringify({ error: { code: 'Refused', message: 'dana.ruiz' } }),
  );
};

describe('sentinelSink', () => {
  let server: Receiver | undefined;
  const scopes: unknown[] = [];
  afterEach(() => server?.close());

  const sinkTo = async (respond: Respond, over: Partial<Parameters<typeof sentinelSink>[0]> = {}) => {
    const opened = await receiver(respond);
    server = opened;
    const inner = createDefaultHttpClient();
    // The library wants https for its token: only the last hop goes to our receiver.
    const httpClient: HttpClient = {
      sendRequest: (request) => {
        request.url = request.url.replace(/^https:\/\/[^/]+/, opened.url);
        request.allowInsecureConnection = true;
        return inner.sendRequest(request);
      },
    };
    const credential = {
      getToken: async (scope: unknown) => {
        scopes.push(scope);
        return { token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    return sentinelSink({ endpoint, ruleId, credential, clock, httpClient, ...over });
  };

  it('sends a row that the stream declares', async () => {
    await (await sinkTo(azure)).deliver(aFinding(), '7b1e-v1');
    const [row] = JSON.parse(gunzipSync(server?.received[0]?.body ?? '').toString('utf8'));
    expect(row).toMatchObject({
      TimeGenerated: '2026-06-04T02:15:00.000Z',
      FindingVersion: '7b1e-v1',
      Actor: 'dana.ruiz@contoso.example',
      ClientIp: '203.0.113.24',
      RiskScore: 62,
      Rarity: 99.2,
      Calls: [{ Call: 'get secrets in payments', AuditIds: ['3c9d2f5e-8b41-4a0e-9b0a-5f2f7d0c1e22', null] }],
    });
    expect(scopes.flat()).toContain('https://monitor.azure.com/.default');
  });

  it('asks for a token of the cloud its endpoint is in', async () => {
    const host = 'https://rarecall.chinanorth3-1.ingest.monitor.azure.cn';
    await (await sinkTo(azure, { endpoint: host })).deliver(aFinding(), 'k');
    expect([scopes.at(-1)].flat()).toEqual(['https://monitor.azure.cn/.default']);
  });

  it('sends a row that fits whatever a log says', async () => {
    const sink = await sinkTo(azure);
    for (const text of ['田'.repeat(20_000), '\u0000'.repeat(20_000), '']) {
      const calls = Array.from({ length: 60 }, () => everywhere(aCall(), text));
      const { day, firstSeen, lastSeen } = aFinding();
      await sink.deliver({ ...everywhere(aFinding(), text), calls, day, firstSeen, lastSeen }, 'k');
    }
    expect(server?.received).toHaveLength(3);
  });

  it.each([
    [400, false],
    [404, false],
    [413, false],
    [302, false],
    [401, true],
    [403, true],
    [429, true],
    [503, true],
  ])('asks once, and tells from %i whether a retry can help', async (status, retryable) => {
    const sink = await sinkTo((_, response) =>
      response.writeHead(status, { 'Retry-After': '7', Location: '/x' }).end('{}'),
    );
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({
      retryable,
      retryAfterMs: 7_000,
      message: `sentinel: answered ${status}`,
    });
    expect(server?.received).toHaveLength(1);
  });

  it('says nothing of finding or address when the connection, the answer or the token fails', async () => {
    const errors = [
      await failureOf((await sinkTo((_, response) => response.destroy())).deliver(aFinding(), 'k')),
      await failureOf((await sinkTo(() => {}, { timeoutMs: 50 })).deliver(aFinding(), 'k')),
      await failureOf(
        (
          await sinkTo(azure, {
            credential: { getToken: () => Promise.reject(new Error('no token for dana')) },
          })
        ).deliver(aFinding(), 'k'),
      ),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(SinkError);
      expect(error).toMatchObject({ retryable: true, message: 'sentinel: no answer' });
      expect((error as SinkError).cause).toBeUndefined();
    }
  });

  it('refuses at once a rule id that is none and an endpoint without https', async () => {
    const credential = { getToken: () => Promise.resolve(null) };
    expect(() => sentinelSink({ endpoint, ruleId: 'dcr-1', credential })).toThrow(SinkError);
    expect(() => sentinelSink({ endpoint: 'http://x.ingest.monitor.azure.com', ruleId, credential })).toThrow(
      SinkError,
    );
  });
});

describe('sentinelColumns', () => {
  // Names and types of columns: learn.microsoft.com, "Structure of a data collection rule".
  it('have names and types that a data collection rule takes, the time among them', () => {
    const types = ['string', 'datetime', 'int', 'long', 'real', 'boolean', 'dynamic'];
    for (const [name, type] of Object.entries(sentinelColumns)) {
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,44}$/);
      expect(types).toContain(type);
    }
    expect(sentinelColumns.TimeGenerated).toBe('datetime');
    expect(sentinelStream).toMatch(/^Custom-[A-Za-z0-9_]+$/);
  });
});

describe('sentinelRow', () => {
  it('has the columns and no other', () => {
    expect(Object.keys(sentinelRow(aFinding(), 'v', clock()))).toEqual(Object.keys(sentinelColumns));
  });
});
