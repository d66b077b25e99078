import { createHmac } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { ocsfSink } from '../../../src/adapters/sinks/ocsf.ts';
import { aFinding } from '../../core/show/samples.ts';
import { ownSchema } from '../../core/show/sinks/schemas.ts';
import { failureOf, type Receiver, receiver } from './receiver.ts';

const clock = () => new Date('2026-06-04T02:15:00Z');
const secret = 'a-secret-of-the-test';

describe('ocsfSink', () => {
  let server: Receiver | undefined;
  afterEach(() => server?.close());

  it('posts a signed event that a receiver of OCSF takes', async () => {
    const valid = new Ajv2020({ strict: true }).compile(ownSchema('ocsf-sent.schema.json'));
    server = await receiver(({ headers, body }, response) => {
      const hex = createHmac('sha256', secret).update('1780539300.').update(body).digest('hex');
      const signed =
        headers['x-rarecall-timestamp'] === '1780539300' &&
        headers['x-rarecall-signature'] === `sha256=${hex}`;
      response.writeHead(signed ? (valid(JSON.parse(body.toString('utf8'))) ? 202 : 422) : 401).end();
    });
    await ocsfSink({ url: server.url, secret, clock }).deliver(aFinding(), '7b1e-v1');
    expect(server.received[0]?.headers['idempotency-key']).toBe('7b1e-v1');
    expect(JSON.parse(String(server.received[0]?.body))).toMatchObject({
      class_uid: 2004,
      metadata: { uid: '7b1e-v1' },
    });
  });

  it('names itself in what it could not do', async () => {
    server = await receiver((_, response) => response.writeHead(503).end());
    expect(
      await failureOf(ocsfSink({ url: server.url, secret, clock }).deliver(aFinding(), 'k')),
    ).toMatchObject({
      message: 'ocsf: answered 503',
      retryable: true,
    });
  });
});
