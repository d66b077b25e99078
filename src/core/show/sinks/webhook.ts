/** What a webhook is sent, and how it is signed. Refuses to know how it gets there. */
import { createHmac } from 'node:crypto';
import type { Finding } from '../../find/finding.ts';

/** JSON of one finding. `sentAt` is ISO 8601, `link` opens its page for some days; left out where there is none. */
export const webhookBody = (
  finding: Finding,
  idempotencyKey: string,
  sentAt: string,
  link: string | null = null,
): string =>
  JSON.stringify({ type: 'finding', idempotencyKey, sentAt, ...(link === null ? {} : { link }), finding });

/**
 * The headers that prove who sent a body, and when: HMAC-SHA256 in hex over timestamp, a dot and the body.
 * A receiver compares in constant time, refuses timestamps (seconds since 1970) more than five minutes off, and
 * keeps the keys it has seen.
 */
export const webhookHeaders = (secret: string, idempotencyKey: string, timestamp: number, body: string) => ({
  'Idempotency-Key': idempotencyKey,
  'X-Rarecall-Timestamp': String(timestamp),
  'X-Rarecall-Signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
});
