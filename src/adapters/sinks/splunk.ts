/** Findings to Splunk over its HTTP Event Collector. Knows the collector's codes; refuses to know risk fields. */
import { gzipSync } from 'node:zlib';
import type { FindingSink } from '../../app/ports/sink.ts';
import { type SplunkEvent, splunkBody, splunkEvents } from '../../core/show/sinks/splunk.ts';
import { type Answer, addressOf, type HttpSinkSettings, isTaken, poster, refusal } from './post.ts';
import { SinkError } from './sink-error.ts';

export interface SplunkSettings extends HttpSinkSettings {
  readonly token: string;
  /** `''` or left out: the default of the token. */
  readonly index?: string;
  readonly sourcetype?: string;
}

const eventPath = '/services/collector/event';
const gzipFrom = 1_024;

// Faults of one object: those before it are taken, those after it are not looked at.
const objectFaults: readonly number[] = [6, 12, 13, 15];
const serverIsBusy = 9;
/** The token is good, and there was nothing to take. */
const noData = 5;

interface Said {
  readonly code: number | null;
  /** Counted from 0. */
  readonly badEvent: number | null;
}

/** What the collector says; a proxy before it may say anything, in HTML too. */
function saidIn(text: string): Said {
  try {
    const said: unknown = JSON.parse(text);
    const whole = (key: string): number | null => {
      const value = typeof said === 'object' && said !== null ? Reflect.get(said, key) : null;
      return Number.isInteger(value) ? Number(value) : null;
    };
    return { code: whole('code'), badEvent: whole('invalid-event-number') };
  } catch {
    return { code: null, badEvent: null };
  }
}

/** A token and an address that a header and a URL can hold. @throws SinkError */
function checked(name: string, settings: SplunkSettings): URL {
  const url = addressOf(name, settings.url);
  if (!/^[\x21-\x7e]+$/.test(settings.token))
    throw new SinkError(`${name}: the token is none`, { retryable: false });
  if (url.search !== '')
    throw new SinkError(`${name}: the address must not hold a query`, { retryable: false });
  if (url.pathname === '/') url.pathname = eventPath;
  return url;
}

/**
 * @param settings `url` is the collector's, e.g. `https://splunk.example:8088`; with a path of its own it is used as is
 * @throws SinkError at once for settings that cannot work; on delivery unless every event was taken
 */
export function splunkSink(settings: SplunkSettings): FindingSink {
  const name = 'splunk';
  const post = poster(name, { ...settings, url: checked(name, settings).href });
  const fields = { index: settings.index ?? '', sourcetype: settings.sourcetype ?? 'rarecall:finding' };

  const send = (events: readonly SplunkEvent[]): Promise<Answer> => {
    const body = Buffer.from(splunkBody(events));
    const authorization = { Authorization: `Splunk ${settings.token}` };
    return body.length < gzipFrom
      ? post(authorization, body)
      : post({ ...authorization, 'Content-Encoding': 'gzip' }, gzipSync(body));
  };

  return {
    name,
    async deliver(finding, idempotencyKey, link = null) {
      let events = splunkEvents(finding, idempotencyKey, { ...fields, link });
      let bad: SinkError | null = null;
      while (events.length > 0) {
        const answer = await send(events);
        if (isTaken(answer)) break;
        const { code, badEvent } = saidIn(answer.text);
        const error = refusal(name, answer, code === null ? '' : `code ${code}`);
        if (badEvent === null || badEvent < 0 || badEvent >= events.length) throw error;
        if (answer.status === 400 && code !== null && objectFaults.includes(code)) {
          bad = error;
          events = events.slice(badEvent + 1);
        } else if (code === serverIsBusy && badEvent > 0) {
          // The first ones are in: sending all again later would double them.
          events = events.slice(badEvent);
        } else throw error;
      }
      if (bad !== null) throw bad;
    },
    async dry() {
      const answer = await post({ Authorization: `Splunk ${settings.token}` }, '');
      const { code } = saidIn(answer.text);
      if (!isTaken(answer) && code !== noData)
        throw refusal(name, answer, code === null ? '' : `code ${code}`);
    },
  };
}
