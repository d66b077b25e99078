/** Findings to a Slack channel, through an incoming webhook (whose address is the secret). */
import type { FindingSink } from '../../app/ports/sink.ts';
import { slackMessage } from '../../core/show/sinks/slack.ts';
import { type Answer, type HttpSinkSettings, isTaken, poster, refusal } from './post.ts';

/** Slack's own words for blocks it will not show; the text alone it takes. */
const blocksRefused = /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long)\b/;

/** What it says of a message with nothing in it, where the address is good. */
const nothingToShow = 'no_text';

/** Slack answers with a word such as `channel_is_archived`; anything else is not repeated. */
const wordIn = (answer: Answer): string => /^[a-z_]{1,40}$/.exec(answer.text.trim())?.[0] ?? '';

/** Slack never drops repeats. @throws SinkError at once for a bad address, on delivery unless it was taken */
export function slackSink(settings: HttpSinkSettings): FindingSink {
  const name = 'slack';
  const post = poster(name, settings);
  return {
    name,
    async deliver(finding, _idempotencyKey, link = null, workLink = null) {
      const message = slackMessage(finding, link, workLink);
      let answer = await post({}, JSON.stringify(message));
      if (answer.status === 400 && blocksRefused.test(answer.text)) {
        answer = await post({}, JSON.stringify({ text: message.text }));
      }
      if (!isTaken(answer)) throw refusal(name, answer, wordIn(answer));
    },
    async dry() {
      const answer = await post({}, JSON.stringify({ text: '' }));
      if (wordIn(answer) !== nothingToShow) throw refusal(name, answer, wordIn(answer));
    },
  };
}
