/** Findings to any receiver: signed JSON over HTTPS. */
import type { FindingSink } from '../../app/ports/sink.ts';
import { webhookBody, webhookHeaders } from '../../core/show/sinks/webhook.ts';
import { type HttpSinkSettings, isTaken, type Post, poster, refusal } from './post.ts';

export interface WebhookSettings extends HttpSinkSettings {
  /** Key of the HMAC-SHA256 signature. */
  readonly secret: string;
  readonly clock?: () => Date;
}

/** Posts one signed body. @throws SinkError unless it was taken */
export async function postSigned(
  sink: string,
  post: Post,
  secret: string,
  message: { readonly idempotencyKey: string; readonly at: Date; readonly body: string },
): Promise<void> {
  const timestamp = Math.floor(message.at.getTime() / 1_000);
  const answer = await post(
    webhookHeaders(secret, message.idempotencyKey, timestamp, message.body),
    message.body,
  );
  if (!isTaken(answer)) throw refusal(sink, answer);
}

/** @throws SinkError at once for an address that is not `https:` (or this machine), on delivery unless it was taken */
export function webhookSink(settings: WebhookSettings): FindingSink {
  const name = 'webhook';
  const post = poster(name, settings);
  const clock = settings.clock ?? (() => new Date());
  return {
    name,
    async deliver(finding, idempotencyKey, link = null) {
      const at = clock();
      const body = webhookBody(finding, idempotencyKey, at.toISOString(), link);
      await postSigned(name, post, settings.secret, { idempotencyKey, at, body });
    },
  };
}
