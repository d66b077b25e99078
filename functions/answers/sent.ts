/**
 * How an answer is sent, whatever it says: with a tag by which whoever has it already is told so, small where he can read
 * that, and with the version that made it. Knows headers; refuses to know what was asked.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import manifest from '../../package.json' with { type: 'json' };

/** Shorter ones gain nothing. */
const shortest = 1_000;

const packed = promisify(gzip);

/** What `private, no-cache` answers alone have: the reader may keep them, a cache in between may not, and each use asks first. */
const isKept = (answer: HttpResponseInit): boolean =>
  headerOf(answer, 'cache-control')?.includes('no-store') === false;

const headerOf = ({ headers }: HttpResponseInit, name: string): string | undefined =>
  (headers as Readonly<Record<string, string>> | undefined)?.[name];

export async function sent(request: HttpRequest, answer: HttpResponseInit): Promise<HttpResponseInit> {
  const { jsonBody, ...rest } = answer;
  const isJson = jsonBody !== undefined;
  const body = isJson ? JSON.stringify(jsonBody) : (answer.body ?? '');
  const headers: Record<string, string> = {
    ...(isJson ? { 'content-type': 'application/json' } : {}),
    ...(answer.headers as Record<string, string> | undefined),
    'rarecall-version': manifest.version,
  };
  const made: HttpResponseInit = { ...rest, headers };
  if (request.method !== 'GET') headers['cache-control'] = 'no-store';
  if (request.method !== 'GET' || typeof body !== 'string') return body === '' ? made : { ...made, body };
  headers.vary = 'accept-encoding';
  // A tag that an answer has by itself is for If-Match: a version of what can be changed, and other things are said beside it.
  if ((answer.status ?? 200) === 200 && isKept(answer) && headers.etag === undefined) {
    headers.etag = tagOf(body, answer);
    if (isKnown(request.headers.get('if-none-match'), headers.etag)) {
      const { 'content-type': _, ...known } = headers;
      return { status: 304, headers: known };
    }
  }
  if (body.length < shortest || !readsGzip(request.headers.get('accept-encoding')))
    return body === '' ? made : { ...made, body };
  return { ...made, headers: { ...headers, 'content-encoding': 'gzip' }, body: await packed(body) };
}

/** Of all that is said: what stands beside rows says whether they were looked for. */
function tagOf(body: string, { headers }: HttpResponseInit): string {
  const beside = Object.entries((headers ?? {}) as Readonly<Record<string, string>>)
    .filter(([name]) => name.startsWith('rarecall-'))
    .map(([name, value]) => `${name}: ${value}\n`);
  const digest = createHash('sha256')
    .update(`${beside.join('')}\n${body}`)
    .digest('base64url');
  return `W/"${digest.slice(0, 27)}"`;
}

/** Weak comparison, as RFC 9110 (13.1.2) says. */
function isKnown(asked: string | null, tag: string): boolean {
  const plain = (one: string): string => one.trim().replace(/^W\//, '');
  return asked !== null && (asked.trim() === '*' || asked.split(',').map(plain).includes(plain(tag)));
}

/** RFC 9110 (12.5.3): a weight of 0 refuses it; what is named outweighs `*`. */
function readsGzip(accepted: string | null): boolean {
  const weights = new Map(
    (accepted ?? '').split(',').map((one) => {
      const [name = '', ...parameters] = one.toLowerCase().split(';');
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return [name.trim(), Number(weight ?? 1)] as const;
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
