import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { addressOf, retryAfterMs } from '../../../src/adapters/sinks/post.ts';
import { SinkError } from '../../../src/adapters/sinks/sink-error.ts';
import { webhookSink } from '../../../src/adapters/sinks/webhook.ts';
import { aFinding } from '../../core/show/samples.ts';
import { failureOf, type Received, type Receiver, type Respond, receiver } from './receiver.ts';

const secret = 'a-secret-of-the-test';
const now = new Date('2026-06-04T02:15:00.500Z');

/** A receiver as strict as our own documentation says: 400 names the first thing that is wrong. */
function fault({ method, headers, body }: Received): string | null {
  const timestamp = String(headers['x-rarecall-timestamp']);
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  const [scheme, hex = ''] = String(headers['x-rarecall-signature']).split('=');
  const given = Buffer.from(hex, 'hex');
  if (method !== 'POST') return 'method';
  if (headers['content-type'] !== 'application/json') return 'content-type';
  if (headers['content-length'] !== String(body.length)) return 'content-length';
  if (!/^\d{10}$/.test(timestamp) || Math.abs(Number(timestamp) - now.getTime() / 1000) > 300)
    return 'timestamp';
  if (scheme !== 'sha256' || given.length !== 32 || !timingSafeEqual(given, expected)) return 'signature';
  const parsed = JSON.parse(body.toString('utf8'));
  if (headers['idempotency-key'] !== parsed.idempotencyKey) return 'idempotency key';
  if (parsed.type !== 'finding') return 'type';
  return null;
}

const strict: Respond = (request, response) => {
  const wrong = fault(request);
  response.writeHead(wrong === null ? 204 : 400).end(wrong ?? undefined);
};

const answering =
  (status: number, headers: Record<string, string> = {}): Respond =>
  (_, response) =>
    response.writeHead(status, headers).end('do not repeat dana.ruiz@contoso.example');

describe('webhookSink', () => {
  let server: Receiver | undefined;
  afterEach(() => server?.close());

  const sinkTo = async (respond: Respond, over: Partial<Parameters<typeof webhookSink>[0]> = {}) => {
    server = await receiver(respond);
    return webhookSink({ url: `${server.url}/hook/T0K3N?key=s3cret`, secret, clock: () => now, ...over });
  };

  it('sends a finding as signed JSON that a strict receiver takes', async () => {
    const sink = await sinkTo(strict);
    await sink.deliver(aFinding(), '7b1e-v1');
    expect(server?.received).toHaveLength(1);
    expect(JSON.parse(server?.received[0]?.body.toString('utf8') ?? '')).toEqual({
      type: 'finding',
      idempotencyKey: '7b1e-v1',
      sentAt: '2026-06-04T02:15:00.500Z',
      finding: JSON.parse(JSON.stringify(aFinding())),
    });
    expect(server?.received[0]?.path).toBe('/hook/T0K3N?key=s3cret');
    expect(server?.received[0]?.headers['x-rarecall-timestamp']).toBe('1780539300');
  });

  it('signs the bytes it sends, whatever script they are in', async () => {
    const sink = await sinkTo(strict);
    await sink.deliver(aFinding({ user: 'Jörg 田中 🙂 \u2028', message: 'x'.repeat(200_000) }), '7b1e-v1');
    expect(server?.received).toHaveLength(1);
  });

  it('is refused by the strict receiver when its secret is another', async () => {
    const sink = await sinkTo(strict, { secret: 'another' });
    const error = await failureOf(sink.deliver(aFinding(), '7b1e-v1'));
    expect(error).toMatchObject({
      name: 'SinkError',
      code: 'sink',
      retryable: false,
      message: 'webhook: answered 400',
    });
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('says that %i is worth a retry', async (status) => {
    const sink = await sinkTo(answering(status));
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({
      retryable: true,
      retryAfterMs: null,
    });
  });

  it.each([400, 401, 403, 404, 410, 413, 422, 304])('says that %i is not', async (status) => {
    const sink = await sinkTo(answering(status));
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({ retryable: false });
  });

  it('passes on how long the receiver wants to be left alone', async () => {
    const sink = await sinkTo(answering(429, { 'Retry-After': '17' }));
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({
      retryable: true,
      retryAfterMs: 17_000,
    });
  });

  it.each([301, 302, 307, 308])(
    'does not follow a redirect (%i): the finding stays where it was sent',
    async (status) => {
      const other = await receiver(strict);
      const sink = await sinkTo(answering(status, { Location: other.url }));
      expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({ retryable: false });
      expect(other.received).toEqual([]);
      await other.close();
    },
  );

  it('gives up on a receiver that is silent', async () => {
    const sink = await sinkTo(() => {}, { timeoutMs: 50 });
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
  });

  it('gives up on a receiver that never ends its answer', async () => {
    const sink = await sinkTo((_, response: ServerResponse) => void response.writeHead(200).write('a'), {
      timeoutMs: 50,
    });
    expect(await failureOf(sink.deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
  });

  it('takes no more of an answer than it needs', async () => {
    const sink = await sinkTo((_, response) => {
      response.writeHead(200);
      const pour = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    await sink.deliver(aFinding(), 'k');
  });

  it('says that a lost or refused connection is worth a retry', async () => {
    const cut = await sinkTo((_, response) => response.destroy());
    expect(await failureOf(cut.deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
    await server?.close();
    expect(await failureOf(cut.deliver(aFinding(), 'k'))).toMatchObject({ retryable: true });
  });

  it('says nothing of the finding, the secret, the path or the query in an error', async () => {
    const errors = [
      await failureOf((await sinkTo(answering(503))).deliver(aFinding(), 'k')),
      await failureOf(
        webhookSink({
          url: 'https://hooks.example/T0K3N?key=s3cret',
          secret,
          fetch: (url) => Promise.reject(new TypeError(`cannot reach ${url}`, { cause: { code: `${url}` } })),
        }).deliver(aFinding(), 'k'),
      ),
      await failureOf((await sinkTo((_, response) => response.destroy())).deliver(aFinding(), 'k')),
      await failureOf((await sinkTo(() => {}, { timeoutMs: 20 })).deliver(aFinding(), 'k')),
      await failureOf(
        (async () =>
          webhookSink({ url: 'http://hooks.example/T0K3N?key=s3cret', secret }).deliver(aFinding(), 'k'))(),
      ),
      await failureOf(
        (async () =>
          webhookSink({ url: 'https://u:T0K3N@hooks.example/', secret }).deliver(aFinding(), 'k'))(),
      ),
      await failureOf((async () => webhookSink({ url: 'T0K3N', secret }).deliver(aFinding(), 'k'))()),
    ];
    for (const error of errors) {
      expect(error).toBeInstanceOf(SinkError);
      const { stack, ...rest } = error as SinkError;
      expect(
        `${(error as SinkError).message} ${stack} ${JSON.stringify(rest)} ${(error as SinkError).cause}`,
      ).not.toMatch(/T0K3N|s3cret|a-secret|dana|203\.0\.113|stripe/);
    }
  });
});

describe('addressOf', () => {
  it('takes https anywhere and http on this machine only', () => {
    for (const url of [
      'https://hooks.example/x',
      'http://localhost:1/x',
      'http://127.0.0.1/x',
      'http://[::1]:9/x',
    ]) {
      expect(addressOf('webhook', url).href).toBe(url);
    }
    for (const url of [
      'http://hooks.example/x',
      'http://localhost.hooks.example/',
      'http://127.0.0.1.hooks.example/',
      'ftp://127.0.0.1/',
      'file:///etc/passwd',
      'https://user@hooks.example/',
      '',
    ]) {
      expect(() => addressOf('webhook', url)).toThrow(SinkError);
    }
  });
});

describe('retryAfterMs', () => {
  const at = Date.parse('2026-06-04T02:15:00Z');

  it('reads seconds and dates, and nothing else', () => {
    expect(retryAfterMs('120', at)).toBe(120_000);
    expect(retryAfterMs('Thu, 04 Jun 2026 02:16:00 GMT', at)).toBe(60_000);
    expect(retryAfterMs('Thu, 04 Jun 2026 02:00:00 GMT', at)).toBe(0);
    expect(retryAfterMs('soon', at)).toBeNull();
    expect(retryAfterMs(null, at)).toBeNull();
  });

  it('lets no receiver silence us for more than a day', () => {
    expect(retryAfterMs('99999999999', at)).toBe(86_400_000);
  });
});
