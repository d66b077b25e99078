/** Findings as people work them: over HTTP on the deployed bundle, and by command line on the same account. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { findingTable } from '../../src/adapters/azure/findings.ts';
import { addDays, dayOf } from '../../src/core/count/day.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { aCluster, aFinding } from '../build.ts';
import { run } from '../cli/command.ts';
import { aCall } from '../core/show/samples.ts';
import { ask, type Spawned, spawnHost } from '../host/spawned.ts';

const day = addDays(dayOf(new Date()), -1);
const by = 'anna@example.com';
const ids = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(32));
const [a = '', b = '', c = '', d = ''] = ids;

let azurite: Azurite;
let host: Spawned;
let folder: string;

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'rarecall-work-'));
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  const findings = findingTable(() => store.table('findings'));
  const found = ids.map((id) =>
    aFinding({ id, day, calls: [aCall({ namespace: `team-${id.slice(0, 1)}` })] }),
  );
  await findings.save(day, aCluster, found);
  host = await spawnHost(azurite.connection);
});
afterAll(async () => {
  await host.kill();
  await azurite.stop();
  await rm(folder, { recursive: true });
});

const patch = async (id: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${host.address}/api/findings/${id}/work`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { status } = response;
  return { status, etag: response.headers.get('etag') ?? '', body: JSON.parse(await response.text()) };
};

const rarecall = (...args: string[]) => run([...args, '--connection', azurite.connection]);

const list = async (query = '') =>
  (await ask(host, `findings?day=${day}${query}`)).body.findings as {
    id: string;
    work: { status: string };
  }[];

test('a finding is taken, noted on and closed, and the list and the page say so', async () => {
  expect((await list()).map(({ id, work }) => [id, work.status])).toEqual(ids.map((id) => [id, 'new']));
  const taken = await patch(a, { status: 'acknowledged', owner: by, by }, { 'if-match': '"0"' });
  expect(taken).toMatchObject({
    status: 200,
    etag: '"1"',
    body: { finding: a, status: 'acknowledged', owner: by },
  });
  const noted = await patch(a, { note: '<script>alert(1)</script>', by: '<b>anna</b>' });
  expect(noted).toMatchObject({ status: 200, etag: '"2"', body: { notes: 1 } });
  const late = await patch(a, { owner: 'eve', by: 'eve' }, { 'if-match': taken.etag });
  expect(late).toMatchObject({ status: 412, body: { title: 'Changed meanwhile' } });
  const closed = await patch(a, { verdict: 'attack', by }, { 'if-match': noted.etag });
  expect(closed).toMatchObject({ status: 200, body: { status: 'closed', verdict: 'attack' } });

  const shown = await fetch(`${host.address}/api/findings/${a}/work`);
  expect([shown.status, shown.headers.get('etag')]).toEqual([200, '"3"']);
  const { history } = (await shown.json()) as { history: object[] };
  expect(history).toMatchObject([
    { owner: by },
    { note: '<script>alert(1)</script>' },
    { verdict: 'attack' },
  ]);
  expect((await ask(host, `findings/${a}`)).body).toMatchObject({ id: a, closed: false, work: { history } });
  expect((await list('&status=closed')).map(({ id }) => id)).toEqual([a]);
  expect((await list('&status=acknowledged')).map(({ id }) => id)).toEqual([]);
  const page = await (await fetch(`${host.address}/api/report?day=${day}`)).text();
  expect(page).toContain('4 findings: 3 open, 1 closed');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toContain('<script>');
  const csv = await (await fetch(`${host.address}/api/findings?day=${day}&format=csv`)).text();
  expect(csv).toContain(`,closed,attack,${by},1,<script>`);
});

test('two analysts at once lose nothing, and one of them is told', async () => {
  const both = await Promise.all(
    ['mine', 'theirs'].map((owner) => patch(b, { owner, by: owner }, { 'if-match': '"0"' })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  const notes = Array.from({ length: 20 }, (_, at) => `note ${at}`);
  const answers = await Promise.all(notes.map((note) => patch(b, { note, by })));
  expect(answers.map(({ status }) => status)).toEqual(notes.map(() => 200));
  const { history } = (await ask(host, `findings/${b}/work`)).body as { history: { note?: string }[] };
  expect(history.flatMap(({ note }) => note ?? []).sort()).toEqual(notes.toSorted());
});

test('If-Match holds where one of its tags is that which stands there, and a weak one never is', async () => {
  const take = (status: 'new' | 'acknowledged', tags: string) =>
    patch(b, { status, by }, { 'if-match': tags });
  const standing = async () => Number((await ask(host, `findings/${b}/work`)).body.etag);
  const is = await standing();
  expect(await take('acknowledged', `"0", "${is}"`)).toMatchObject({ status: 200, etag: `"${is + 1}"` });
  expect(await take('new', `"${is + 1}","7000"`)).toMatchObject({ status: 200, etag: `"${is + 2}"` });
  expect(await take('acknowledged', '*')).toMatchObject({ status: 200, etag: `"${is + 3}"` });
  expect(await take('new', `"${is + 3}"`)).toMatchObject({ status: 200, etag: `"${is + 4}"` });
  const now = is + 4;
  for (const tags of [`"${is}", "7000"`, `W/"${now}"`, `"${is}", W/"${now}"`, `"${now}`, '"*"'])
    expect([tags, (await take('acknowledged', tags)).status]).toEqual([tags, 412]);
  expect(await standing()).toBe(now);
});

test('what is not there or not said is refused, and nothing changes', async () => {
  const unknown = 'e'.repeat(32);
  expect(await patch(unknown, { note: 'x', by })).toMatchObject({ status: 404 });
  expect((await ask(host, `findings/${unknown}/work`)).status).toBe(404);
  expect(await patch(`${encodeURIComponent("' or 1 eq 1")}`, { note: 'x', by })).toMatchObject({
    status: 404,
  });
  expect(await patch(c, { status: 'acknowledged', by })).toMatchObject({ status: 428 });
  expect(await patch(c, { status: 'acknowledged' }, { 'if-match': '*' })).toMatchObject({ status: 400 });
  expect((await ask(host, `findings/${c}/work`)).body).toMatchObject({
    status: 'new',
    etag: '0',
    history: [],
  });
});

test('what was expected offers the suppression that hides it, which the admin’s door takes as it is', async () => {
  const { body } = await patch(c, { verdict: 'expected', note: 'Ours.', by }, { 'if-match': '"0"' });
  expect(body.offer).toMatchObject({
    hidden: { hidden: 1, calls: 1, vanishes: true },
    trial: { findings: 4, hidden: 1, touched: [{ id: c }] },
    doubt: null,
  });
  const before = (await ask(host, 'suppressions')).body.suppressions as { shipped?: true }[];
  expect(before.filter(({ shipped }) => shipped !== true)).toEqual([]);
  const sent = await fetch(`${host.address}/api/suppressions`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body.offer.body),
  });
  expect([sent.status, await sent.json()]).toMatchObject([
    201,
    { suppressions: [{ id: `expected-${c}`, owner: by }], trial: { hidden: 1, vanished: 1 } },
  ]);
});

test('the command does the same on the account, and says what it changed', async () => {
  const listed = await rarecall('work', '--day', day);
  expect(listed).toMatchObject({ code: 0, out: expect.stringContaining(d) });
  expect(listed.out).toContain('4 findings: 2 open, 2 closed');
  expect(
    await rarecall('work', d, '--status', 'acknowledged', '--owner', 'bob', '--by', 'bob'),
  ).toMatchObject({
    code: 0,
    out: 'new -> acknowledged, of bob\n',
  });
  const hostile = 'a \u001b[2J note';
  expect(await rarecall('work', d, '--note', hostile)).toMatchObject({
    code: 0,
    out: 'acknowledged, of bob, noted\n',
  });
  const shown = await rarecall('work', d);
  expect(shown.out).toContain('  a \\u{1b}[2J note');
  expect(shown.out).not.toContain('\u001b');
  const json = JSON.parse((await rarecall('work', d, '--format', 'json')).out);
  expect(json).toMatchObject({ finding: d, etag: '2', history: [{ by: 'bob' }, { note: hostile }] });
  expect(json.history[1].by).not.toBe('');

  const expected = await rarecall('work', d, '--verdict', 'expected', '--by', 'bob');
  expect(expected.out).toContain('acknowledged, of bob -> closed: expected, of bob');
  const file = join(folder, 'expected.json');
  await writeFile(file, expected.out.trimEnd().split('\n').at(-1) ?? '');
  expect(await rarecall('suppress', 'add', file)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`expected-${d} added`),
  });
  expect((await rarecall('work', d, '--owner', '')).out).toBe(
    'closed: expected, of bob -> closed: expected\n',
  );
});

test.each([
  [['work', 'f'.repeat(32)], 1, 'no finding of this id'],
  [['work', 'f'.repeat(32), '--note', 'x'], 1, 'no finding of this id'],
  [['work', d, '--status', 'closed'], 2, 'closing needs a verdict'],
  [['work', d, '--status', 'new', '--verdict', 'attack'], 2, 'a verdict closes'],
  [['work', d, '--note', ' '], 2, 'note must be'],
  [['work', d, '--verdict', 'maybe'], 2, 'Allowed choices'],
  [['work', '--note', 'x'], 2, 'which finding'],
  [['work', d, '--day', '2026-10-01'], 2, '--day is for the list'],
])('%j ends with %i', async (args, code, said) => {
  expect(await rarecall(...args)).toMatchObject({ code, out: '', err: expect.stringContaining(said) });
});
