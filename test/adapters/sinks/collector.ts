/**
 * A Splunk HTTP Event Collector for tests, stricter than Splunk on purpose: what Splunk would lose in silence is
 * refused. Keeps what it took.
 */
import type { ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { type Received, type Receiver, receiver } from './receiver.ts';

export interface Collector extends Receiver {
  /** Events taken, in order. */
  readonly taken: Record<string, unknown>[];
  /** Answers to give before anything is looked at, first come first served. */
  readonly next: ((response: ServerResponse, request: Received) => void)[];
}

const envelopeKeys = ['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields'];

interface Tokens {
  readonly [token: string]: { readonly enabled: boolean; readonly indexes: readonly string[] };
}

const say = (
  response: ServerResponse,
  status: number,
  text: string,
  code: number,
  badEvent?: number,
): void => {
  const body = { text, code, ...(badEvent === undefined ? {} : { 'invalid-event-number': badEvent }) };
  response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
};

/** JSON objects one after the other, `null` for what is none. An array at the top is none. */
function* objectsIn(text: string): Generator<Record<string, unknown> | null> {
  let depth = 0;
  let start = -1;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) yield JSON.parse(text.slice(start, at + 1));
    } else if (depth === 0 && !/\s/.test(character)) {
      yield null;
      return;
    }
  }
  if (depth !== 0) yield null;
}

/** The code of a fault in an object, `null` for none. */
function faultOf(object: Record<string, unknown> | null, indexes: readonly string[]): number | null {
  if (object === null || Object.keys(object).some((key) => !envelopeKeys.includes(key))) return 6;
  if (!('event' in object)) return 12;
  if (object.event === '' || object.event === null) return 13;
  if (typeof object.time !== 'number' || object.time < 1e9 || object.time > 1e11) return 6;
  for (const key of ['host', 'source', 'sourcetype'])
    if (typeof object[key] !== 'string' || object[key] === '') return 6;
  if ('index' in object && !indexes.includes(String(object.index))) return 7;
  if ('fields' in object) return 15;
  return null;
}

const textOf: Readonly<Record<number, string>> = {
  6: 'Invalid data format',
  7: 'Incorrect index',
  12: 'Event field is required',
  13: 'Event field cannot be blank',
  15: 'Error in handling indexed fields',
};

export async function collector(tokens: Tokens): Promise<Collector> {
  const taken: Record<string, unknown>[] = [];
  const next: Collector['next'] = [];
  const server = await receiver((request, response) => {
    const forced = next.shift();
    if (forced !== undefined) return forced(response, request);
    const { method, path, headers, body } = request;
    const events = ['/services/collector', '/services/collector/event', '/services/collector/event/1.0'];
    if (!events.includes(path))
      return say(response, 404, 'The requested URL was not found on this server.', 404);
    if (method !== 'POST') return say(response, 405, 'The requested URL was not found on this server.', 404);
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
    if (headers.authorization === undefined) return say(response, 401, 'Token is required', 2);
    if (scheme !== 'Splunk') return say(response, 401, 'Invalid authorization', 3);
    const known = tokens[token];
    if (known === undefined) return say(response, 403, 'Invalid token', 4);
    if (!known.enabled) return say(response, 403, 'Token disabled', 1);
    const coding = headers['content-encoding'];
    if (coding !== undefined && coding !== 'gzip') return void response.writeHead(415).end('<html>');
    if (headers['content-type'] !== 'application/json') return void response.writeHead(415).end('<html>');
    const text = (coding === 'gzip' ? gunzipSync(body) : body).toString('utf8');
    if (body.length > 900_000 || text.length > 900_000) return void response.writeHead(413).end('<html>');
    if (text.trim() === '') return say(response, 400, 'No data', 5);
    let number = 0;
    for (const object of objectsIn(text)) {
      const code = faultOf(object, known.indexes);
      if (code !== null)
        return say(response, 400, textOf[code] ?? '', code, code === 7 ? number + 1 : number);
      if (object !== null) taken.push(object);
      number += 1;
    }
    return say(response, 200, 'Success', 0);
  });
  return { ...server, taken, next };
}
