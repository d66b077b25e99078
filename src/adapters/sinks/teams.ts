/** Findings to a Teams channel, through a workflow's webhook (whose address is the secret). */
import type { FindingSink } from '../../app/ports/sink.ts';
import { teamsMessage } from '../../core/show/sinks/teams.ts';
import { type HttpSinkSettings, isTaken, poster, refusal } from './post.ts';

/**
 * A workflow answers 202 before Teams has seen the card: one that Teams refuses shows in the flow's run history only.
 * Teams never drops repeats. @throws SinkError at once for a bad address, on delivery unless it was taken
 */
export function teamsSink(settings: HttpSinkSettings): FindingSink {
  const name = 'teams';
  const post = poster(name, settings);
  return {
    name,
    async deliver(finding, _idempotencyKey, link = null, workLink = null) {
      const answer = await post({}, teamsMessage(finding, link, workLink));
      if (!isTaken(answer)) throw refusal(name, answer);
    },
  };
}
