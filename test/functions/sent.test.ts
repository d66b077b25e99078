/** How answers are sent: tags, 304, gzip. The bundle's hook is tried where the bundle is hosted. */
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sent } from '../../functions/answers/sent.ts';
import { json, jsonLines, page, problem } from '../../functions/http.ts';
import { request } from './invocation.ts';

const headersOf = (answer: { headers?: unknown }) => answer.headers as Record<string, string>;
const asking = (headers: Record<string, string> = {}, method = 'GET') =>
  request('calls', { headers, method });
const long = { text: 'x'.repeat(2_000) };

test('data has a tag, and whoever has it already is told so and given nothing', async () => {
  const first = await sent(asking(), json({ a: 1 }));
  const { etag = '' } = headersOf(first);
  expect(first).toMatchObject({ status: 200, body: '{"a":1}' });
  expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
  expect(headersOf(first)).toMatchObject({ vary: 'accept-encoding', 'content-type': 'application/json' });
  expect(headersOf(first)['rarecall-version']).toMatch(/^\d+\.\d+\.\d+/);
  for (const known of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
    const again = await sent(asking({ 'if-none-match': known }), json({ a: 1 }));
    expect(again).toMatchObject({ status: 304, headers: { etag, 'cache-control': 'private, no-cache' } });
    expect(again).not.toHaveProperty('body');
    expect(again.headers).not.toHaveProperty('content-type');
  }
  for (const other of ['"other"', `W/${etag}`, ''])
    expect(await sent(asking({ 'if-none-match': other }), json({ a: 1 }))).toMatchObject({ status: 200 });
  expect(await sent(asking({ 'if-none-match': etag }), json({ a: 2 }))).toMatchObject({ status: 200 });
});

test('a tag that an answer has by itself stays', async () => {
  const one = { ...json({ a: 1 }), headers: { ...json(1).headers, etag: '"v-1"' } };
  expect(headersOf(await sent(asking(), one)).etag).toBe('"v-1"');
  // It is the version of what can be changed: all else that is said of it may be other than before.
  expect(await sent(asking({ 'if-none-match': '"v-1"' }), one)).toMatchObject({
    status: 200,
    body: '{"a":1}',
  });
});

test('problems, pages and answers to changes have none, and are always given', async () => {
  const all = { 'if-none-match': '*' };
  for (const answer of [problem(404, 'Not found', 'x'), page('<p>')]) {
    const given = await sent(asking(all), answer);
    expect([given.status, given.body]).toEqual([answer.status, answer.body]);
    expect(headersOf(given)).toMatchObject({ 'cache-control': 'no-store' });
    expect(headersOf(given)).not.toHaveProperty('etag');
  }
  const changed = await sent(asking(all, 'PUT'), json({ a: 1 }));
  expect(changed).toMatchObject({ status: 200, body: '{"a":1}' });
  expect(headersOf(changed)).not.toHaveProperty('etag');
  expect(headersOf(changed)).toMatchObject({ 'cache-control': 'no-store' });
  expect(await sent(asking({}, 'DELETE'), { status: 204 })).not.toHaveProperty('body');
});

test.each([
  ['gzip, deflate, br', true],
  ['GZIP;q=0.5', true],
  ['*', true],
  ['br', false],
  ['gzip;q=0', false],
  ['gzip;q=0, *', false],
  ['', false],
])('whoever accepts "%s" is sent gzip: %s', async (accepted, isPacked) => {
  const answer = await sent(asking({ 'accept-encoding': accepted }), json(long));
  expect(headersOf(answer)['content-encoding']).toBe(isPacked ? 'gzip' : undefined);
  const body = isPacked ? gunzipSync(answer.body as Uint8Array).toString() : answer.body;
  expect(JSON.parse(String(body))).toEqual(long);
  expect(headersOf(answer).etag).toBe(headersOf(await sent(asking(), json(long))).etag);
});

test('what is said beside rows is part of what the tag is of', async () => {
  const [none, notRanked] = [jsonLines([]), jsonLines([], { note: 'Not ranked yet.' })];
  const { etag = '' } = headersOf(await sent(asking(), notRanked));
  expect(await sent(asking({ 'if-none-match': etag }), notRanked)).toMatchObject({ status: 304 });
  expect(await sent(asking({ 'if-none-match': etag }), none)).toMatchObject({ status: 200 });
});

test('what is short is not packed, and lines are as data', async () => {
  const short = await sent(asking({ 'accept-encoding': 'gzip' }), json({ a: 1 }));
  expect(headersOf(short)).not.toHaveProperty('content-encoding');
  const lines = await sent(asking(), jsonLines([1, 2]));
  expect([lines.body, headersOf(lines).etag]).toEqual(['1\n2\n', expect.any(String)]);
});
