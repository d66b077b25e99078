/** What all HTTP doors share: answers, CSV, and problems as RFC 9457 says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Expected } from '../src/core/find/version.ts';
import { besideRows } from '../src/core/show/csv.ts';
import {
  AppError,
  ConflictError,
  DamagedError,
  MissingError,
  TooMuchError,
  UnfinishedError,
} from '../src/errors.ts';

/**
 * The versions of which the caller takes one, where he says so: RFC 9110 (13.1.1). A weak tag is none of them, nor is what is no
 * tag; a single word without quotes is meant as one.
 */
export function expectedVersions(request: HttpRequest): Expected | undefined {
  const asked = request.headers.get('if-match')?.trim();
  if (asked === undefined || asked === '*') return asked;
  // A comma may stand in a tag.
  const members = asked.match(/(?:"[^"]*"|[^,])+/g) ?? [];
  return members
    .map((one) => one.trim())
    .flatMap((one) => (/^"[^"]*"$/.test(one) ? one.slice(1, -1) : /^[\w.-]+$/.test(one) ? one : []));
}

/** What is no JSON is nothing that can be meant, and is refused as such. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Problems and pages: of a page a browser would keep what a log says on its disk. */
const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
/** Whoever asked may keep what he read to ask whether it still holds; nobody in between may. */
const dataHeaders = { ...headers, 'cache-control': 'private, no-cache' };

export const json = (body: unknown, status = 200): HttpResponseInit => ({
  status,
  headers: dataHeaders,
  jsonBody: body,
});

type BesideRows = { readonly [name in (typeof besideRows)[number]]?: string | number };

/** A table stays a table: what JSON says beside the rows stands in headers, `rarecall-note` and so on. */
export const csv = (body: string, answer: BesideRows = {}): HttpResponseInit =>
  table('text/csv; charset=utf-8', body, answer);

/** Each row as JSON on a line of its own; the same stands in headers. */
export const jsonLines = (rows: readonly unknown[], answer: BesideRows = {}): HttpResponseInit =>
  table('application/jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''), answer);

const table = (type: string, body: string, answer: BesideRows): HttpResponseInit => {
  const said: Record<string, string> = {};
  for (const name of besideRows)
    if (answer[name] !== undefined) said[`rarecall-${name}`] = String(answer[name]);
  return {
    status: 200,
    headers: { ...dataHeaders, 'content-type': type, ...said },
    body,
  };
};

/** A page gets its own sheet and pictures, and nothing else. */
const loadsNothing = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

const pageWith = (body: string, policy: string): HttpResponseInit => ({
  status: 200,
  headers: {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${loadsNothing}; ${policy}`,
    'referrer-policy': 'no-referrer',
  },
  body,
});

/** A page that runs nothing and loads nothing, whatever a log says. */
export const page = (body: string): HttpResponseInit => pageWith(body, 'sandbox');

/**
 * The same with a form, which may be sent to where the page is from and nowhere else.
 * @param origins those by which people know it: in a sandbox WebKit takes 'self' for nobody
 */
export const formPage = (body: string, origins: readonly string[]): HttpResponseInit =>
  pageWith(body, `form-action ${["'self'", ...origins].join(' ')}; sandbox allow-forms`);

/** After something was changed: the page to read, at its own address, so that loading it again sends nothing again. */
export const seeOther = (location: string): HttpResponseInit => ({
  status: 303,
  headers: { ...headers, location, 'referrer-policy': 'no-referrer' },
});

/**
 * @param detail never audit data, and never what the caller sent
 * @param more members of its own that a problem of this kind has
 */
export const problem = (
  status: number,
  title: string,
  detail: string,
  more: object = {},
): HttpResponseInit => ({
  status,
  headers: { ...headers, 'content-type': 'application/problem+json' },
  body: JSON.stringify({ ...more, type: 'about:blank', title, status, detail }),
});

const retryAfterSeconds = 10;

/** Azure ends a question after 230 s. What asks a store looks at a deadline before that; a store that hangs does not. */
const answerWithinMs = 220_000;

/** What was done is kept: the next try gets further. */
function unfinished(): HttpResponseInit {
  const answer = problem(
    503,
    'Not ready yet',
    'There is more to read than fits one question; ask again, it goes on from here.',
  );
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
}

/** Runs a door; what is missing is a 404, what broke is logged here, once, and answered without its insides. */
export async function answered(
  context: InvocationContext,
  door: () => Promise<HttpResponseInit>,
  withinMs = answerWithinMs,
): Promise<HttpResponseInit> {
  const timeout = new AbortController();
  try {
    const late = sleep(withinMs, null, { signal: timeout.signal }).catch(() => null);
    return (await Promise.race([door(), late])) ?? unfinished();
  } catch (error) {
    if (error instanceof ConflictError)
      return problem(412, 'Changed meanwhile', 'Somebody else has changed it: read it again.');
    if (error instanceof TooMuchError) return problem(422, 'Too much at once', error.message);
    if (error instanceof MissingError) return problem(404, 'Not found', error.message);
    if (error instanceof DamagedError) return problem(503, 'Damaged', `${error.message}.`);
    if (error instanceof UnfinishedError) return unfinished();
    context.error(error instanceof AppError ? `${error.code}: ${error.message}` : error);
    return problem(
      500,
      'Internal error',
      'The question could not be answered; the log of this invocation says why.',
    );
  } finally {
    timeout.abort();
  }
}
