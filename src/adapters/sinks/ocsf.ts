/** Findings as OCSF events to any receiver, signed like those of the webhook. */
import type { FindingSink } from '../../app/ports/sink.ts';
import { ocsfFinding } from '../../core/show/sinks/ocsf.ts';
import type { OcsfVersion } from '../../core/show/sinks/ocsf-evidence.ts';
import { poster } from './post.ts';
import { postSigned, type WebhookSettings } from './webhook.ts';

/** The body is the event itself. @throws SinkError as the webhook does */
export function ocsfSink(settings: WebhookSettings & { readonly version?: OcsfVersion }): FindingSink {
  const name = 'ocsf';
  const post = poster(name, settings);
  const clock = settings.clock ?? (() => new Date());
  return {
    name,
    async deliver(finding, idempotencyKey, link = null) {
      const at = clock();
      const body = JSON.stringify(
        ocsfFinding(finding, { uid: idempotencyKey, at, link, version: settings.version ?? '1.8.0' }),
      );
      await postSigned(name, post, settings.secret, { idempotencyKey, at, body });
    },
  };
}
