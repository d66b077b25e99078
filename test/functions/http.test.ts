import { expect, test } from 'vitest';
import { answered, csv, expectedVersions, json, jsonLines, page, problem } from '../../functions/http.ts';
import { ConfigError, ConflictError, MissingError } from '../../src/errors.ts';
import { invocation, request } from './invocation.ts';

const nobody = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const always = { ...nobody, 'cache-control': 'private, no-cache' };

test('an answer is JSON, CSV or a page that runs nothing; data may be kept by its reader, a page by nobody', () => {
  expect(json({ a: 1 })).toEqual({ status: 200, headers: always, jsonBody: { a: 1 } });
  expect(json([], 202)).toEqual({ status: 202, headers: always, jsonBody: [] });
  expect(csv('a,b')).toEqual({
    status: 200,
    headers: { ...always, 'content-type': 'text/csv; charset=utf-8' },
    body: 'a,b',
  });
  const beside = { note: 'This day is not ranked yet.', damaged: 2, held: 3, next: 'NQ', day: '2026-10-01' };
  expect(csv('a,b', beside).headers).toEqual({
    ...always,
    'content-type': 'text/csv; charset=utf-8',
    'rarecall-note': 'This day is not ranked yet.',
    'rarecall-damaged': '2',
    'rarecall-held': '3',
    'rarecall-next': 'NQ',
  });
  expect(jsonLines([{ a: 1 }, { b: '\n' }], { next: 'NQ' })).toEqual({
    status: 200,
    headers: { ...always, 'content-type': 'application/jsonl', 'rarecall-next': 'NQ' },
    body: '{"a":1}\n{"b":"\\n"}\n',
  });
  expect(page('<p>')).toEqual({
    status: 200,
    headers: {
      ...nobody,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox",
      'referrer-policy': 'no-referrer',
    },
    body: '<p>',
  });
});

test('a problem is told as RFC 9457 says', () => {
  const { body, ...rest } = problem(418, 'Teapot', 'Short and stout.');
  expect(rest).toEqual({ status: 418, headers: { ...nobody, 'content-type': 'application/problem+json' } });
  expect(JSON.parse(String(body))).toEqual({
    type: 'about:blank',
    title: 'Teapot',
    status: 418,
    detail: 'Short and stout.',
  });
});

test.each([
  [new ConflictError('the row has moved'), 412, 'Somebody else has changed it: read it again.', []],
  [new MissingError('no logs have been counted yet'), 404, 'no logs have been counted yet', []],
])('%s is the answer to a question, and no fault of ours', async (error, status, detail, logged) => {
  const { context, errors } = invocation();
  const answer = await answered(context, () => Promise.reject(error));
  expect(answer.status).toBe(status);
  expect(JSON.parse(String(answer.body))).toMatchObject({ status, detail });
  expect(errors).toEqual(logged);
});

test('what broke is logged once, and answered without its insides', async () => {
  const broken = new TypeError('anna@example.com is not a function');
  for (const [error, logged] of [
    [broken, broken],
    [new ConfigError('RARECALL_X is missing'), 'config: RARECALL_X is missing'],
  ] as const) {
    const { context, errors } = invocation();
    const answer = await answered(context, () => Promise.reject(error));
    expect(answer.status).toBe(500);
    expect(String(answer.body)).toContain('the log of this invocation says why');
    expect(String(answer.body)).not.toMatch(/anna|RARECALL_X/);
    expect(errors).toEqual([logged]);
  }
});

test.each([
  ['"3"', ['3']],
  ['3', ['3']],
  ['*', '*'],
  ['"3", "4" ,"5"', ['3', '4', '5']],
  [',"3",, "4",', ['3', '4']],
  ['"a,b", "c"', ['a,b', 'c']],
  // A weak tag is never the same as another.
  ['W/"3"', []],
  ['W/"3", "4"', ['4']],
  // Any, beside others, is no tag; in quotes it is a version of that name, and there is none.
  ['*, "3"', ['3']],
  ['"*"', ['*']],
  ['"3" "4"', []],
  ['"3', []],
  ['', []],
])('If-Match: %s expects %j', (header, versions) => {
  expect(expectedVersions(request('x', { headers: { 'if-match': header } }))).toEqual(versions);
});
