/** Suppressions as people use them: over HTTP on the deployed bundle, and by command line on the same account. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { findingTable } from '../../src/adapters/azure/findings.ts';
import { addDays, dayOf } from '../../src/core/count/day.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { aBlobName, aFinding, aLine } from '../build.ts';
import { run } from '../cli/command.ts';
import { aCall } from '../core/show/samples.ts';
import { append, ask, eventually, type Spawned, spawnHost } from '../host/spawned.ts';
import { faultsOf } from '../openapi.ts';

// The host has the real clock, and a trial looks at the last thirty days.
const day = addDays(dayOf(new Date()), -1);
const expires = addDays(day, 60);

let azurite: Azurite;
let host: Spawned;
let folder: string;

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'rarecall-suppress-'));
  host = await spawnHost(azurite.connection);
});
afterAll(async () => {
  await host.kill();
  await azurite.stop();
  await rm(folder, { recursive: true });
});

const check = (over: Record<string, unknown> = {}) => ({
  id: 'secrets-check',
  owner: 'platform@example.com',
  reason: 'We check the secrets.',
  expires,
  match: { resource: 'secrets', namespace: 'payments', cluster: 'AKS-1' },
  ...over,
});

const send = async (method: string, query: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${host.address}/api/suppressions${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type');
  const answer = text === '' ? null : JSON.parse(text);
  if (response.status !== 204)
    expect(faultsOf(method, '/suppressions', response.status, type ?? '', answer)).toEqual([]);
  return { status: response.status, type, etag: response.headers.get('etag') ?? '', body: answer };
};

const rarecall = (...args: string[]) => run(['suppress', ...args, '--connection', azurite.connection]);

const findings = async (): Promise<{ user: string }[]> =>
  (await ask(host, `findings?day=${day}`)).body.findings;

async function rank(count: number): Promise<void> {
  await fetch(`${host.address}/api/days/${day}/rank`, { method: 'POST' });
  await eventually(findings, (found) => found.length === count);
}

/** Those that people set; some ship with the product. */
const listed = async () =>
  (await send('GET', '')).body.suppressions.filter(({ shipped }: { shipped?: true }) => shipped !== true);

test('a suppression is tried, set, hides, is counted and taken away', async () => {
  const at = (on: string) => ({ requestReceivedTimestamp: `${on}T08:15:00.000000Z` });
  for (let ago = 9; ago > 0; ago--) {
    const on = addDays(day, -ago);
    await append(azurite.connection, aBlobName(`${on}T08`), `${aLine(at(on))}\n`);
  }
  const secrets = {
    ...at(day),
    requestURI: '/api/v1/namespaces/payments/secrets/db',
    objectRef: { resource: 'secrets', namespace: 'payments', name: 'db' },
    sourceIPs: ['198.51.100.66'],
  };
  await append(azurite.connection, aBlobName(`${day}T08`), `${aLine(secrets)}\n`);
  await eventually(
    async () => (await ask(host, 'clusters')).body.clusters[0]?.lines,
    (lines) => lines === 10,
  );
  await rank(1);

  const trial = await send('PUT', '?trial=true', check());
  expect(trial).toMatchObject({
    status: 200,
    body: {
      calls: 1,
      hidden: 1,
      vanished: 1,
      touched: [{ day, vanishes: true, hidden: [{ suppression: 'secrets-check' }] }],
    },
  });
  expect(await listed()).toEqual([]);

  expect(await send('PUT', '', check())).toMatchObject({
    status: 201,
    body: { id: 'secrets-check', trial: { hidden: 1, vanished: 1 } },
  });
  expect(await send('PUT', '', check())).toMatchObject({ status: 200 });
  expect(await findings()).toHaveLength(1);
  await rank(0);
  await rank(0);
  const { match, ...rest } = check();
  const status = { active: true, expiresSoon: false, hits: 1, hitsLast30Days: 1, lastHitDay: day };
  const stored = { ...rest, match: { ...match, cluster: 'aks-1' }, status };
  expect(await eventually(listed, ([one]) => one.status.hits > 0)).toEqual([stored]);
  expect((await ask(host, `findings?day=${day}`)).body.suppressed).toMatchObject([
    { suppression: { id: 'secrets-check' }, hits: 1 },
  ]);
  expect(await (await fetch(`${host.address}/api/report?day=${day}`)).text()).toContain(
    '1 call hidden by <strong>secrets-check</strong>',
  );
  expect((await ask(host, `calls?day=${day}`)).body.calls[0].resource).toBe('secrets');

  expect(await send('DELETE', '?id=secrets-check')).toMatchObject({ status: 204 });
  await rank(1);
  const suppressed = async () => (await ask(host, `findings?day=${day}`)).body.suppressed;
  await eventually(suppressed, (list) => list.length === 0);
});

test('two writers cannot lose one another’s text', async () => {
  await send('PUT', '', check());
  const first = await send('GET', '?id=secrets-check');
  expect(first.etag).toMatch(/^"[0-9a-f]{16}"$/);
  const mine = { ...first.body, reason: 'mine' };
  expect(await send('PUT', '', mine, { 'if-match': first.etag })).toMatchObject({
    status: 200,
    body: { reason: 'mine' },
  });
  const late = await send('PUT', '', { ...mine, reason: 'theirs' }, { 'if-match': first.etag });
  expect(late).toMatchObject({ status: 412, type: 'application/problem+json' });
  expect((await send('DELETE', '?id=secrets-check', undefined, { 'if-match': first.etag })).status).toBe(412);
  expect((await send('GET', '?id=secrets-check')).body.reason).toBe('mine');
  expect((await send('DELETE', '?id=secrets-check')).status).toBe(204);
});

test('what is written wrong is refused whole, and not repeated', async () => {
  const wrong = check({ id: 'b', match: { namspace: 'payments' } });
  const refused = await send('PUT', '', { suppressions: [check(), wrong] });
  expect(refused).toMatchObject({ status: 400, type: 'application/problem+json', body: { status: 400 } });
  expect(refused.body.detail).toContain('b: match.namspace is not known');
  for (const [method, query, body, status] of [
    ['PUT', '', '{"id": "<script>', 400],
    ['PUT', '', '', 400],
    ['PUT', '', check({ owner: '<script>'.repeat(200), match: { user: '*' } }), 400],
    ['PUT', '', `[${' '.repeat(1_000_001)}]`, 413],
    ['PUT', '?trial=yes', check(), 400],
    ['PUT', '?trial=true', wrong, 400],
    ['GET', '?id=none', undefined, 404],
    ['GET', '?id=..%2Fx', undefined, 404],
    ['GET', '?odd=1', undefined, 400],
    ['DELETE', '', undefined, 400],
    ['DELETE', '?id=none', undefined, 404],
    ['DELETE', "?id=x'%20or%20''%20eq%20'", undefined, 404],
  ] as const) {
    const answer = await send(method, query, body);
    expect([method, query, answer]).toMatchObject([
      method,
      query,
      { status, type: 'application/problem+json' },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('script');
  }
  expect(await listed()).toEqual([]);
  const two = await send('PUT', '', { suppressions: [check(), check({ id: 'b' })] });
  expect(two).toMatchObject({ status: 201, body: { suppressions: [{ id: 'b' }, { id: 'secrets-check' }] } });
  for (const id of ['b', 'secrets-check']) await send('DELETE', `?id=${id}`);
});

test('the command line does the same', async () => {
  const file = join(folder, 'suppressions.json');
  await writeFile(
    file,
    JSON.stringify({ suppressions: [check(), check({ id: 'none', match: { user: 'nobody', verb: 'x' } })] }),
  );
  const trial = await rarecall('try', file);
  expect(trial).toMatchObject({ code: 0, err: '' });
  expect(trial.out).toContain('would have hidden 1 of 1 call in 1 finding');
  expect(trial.out).toContain('1 finding would have vanished\n1 by secrets-check\n0 by none\n');
  expect(JSON.parse((await rarecall('try', file, '--format', 'json')).out)).toMatchObject({ hidden: 1 });
  expect((await rarecall('list')).out).not.toContain('secrets-check');
  expect((await rarecall('add', file)).out).toBe(
    `secrets-check added, until ${expires}\nnone added, until ${expires}\n`,
  );
  expect((await rarecall('add', file)).out).toContain('secrets-check replaced');
  expect(await listed()).toHaveLength(2);
  expect((await rarecall('list')).out).toMatch(
    /^id .*\n─+\n(?:aks-.*\n +.*\n)*none +active .*\n +user=nobody, verb=x: We check the secrets\.\n/,
  );
  expect(JSON.parse((await rarecall('list', '--format', 'json')).out)).toEqual((await send('GET', '')).body);
  expect(await rarecall('remove', 'none')).toMatchObject({ code: 0, out: 'none removed\n' });
  expect(await rarecall('remove', 'none')).toMatchObject({ code: 1, out: '' });
  await writeFile(file, JSON.stringify(check({ owner: '' })));
  expect(await rarecall('add', file)).toMatchObject({
    code: 2,
    err: `rarecall: ${file}: owner must be a text that is not blank\n`,
  });
  await writeFile(file, 'no json');
  expect(await rarecall('try', file)).toMatchObject({ code: 2, err: `rarecall: ${file}: is no JSON\n` });
  expect(await rarecall('add', join(folder, 'nowhere'))).toMatchObject({ code: 1 });
});

test('what would hide a great part of the findings is set where somebody says so once more', async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  const findings = findingTable(() => store.table('findings'));
  const other = { id: 'other', name: 'other' };
  const many = Array.from({ length: 12 }, (_, at) => {
    const user = `robot-${at}`;
    const call = aCall({ user, cluster: 'other', clusterId: 'other', impersonatedBy: null });
    return aFinding({ id: user, day, user, clusterId: 'other', calls: [call] });
  });
  await findings.save(day, other, many);
  const wide = check({ id: 'robots', match: { user: 'robot-*' } });
  expect(await send('PUT', '', wide)).toMatchObject({
    status: 409,
    type: 'application/problem+json',
    body: { status: 409, detail: expect.stringContaining('more than a quarter'), trial: { hidden: 12 } },
  });
  expect((await send('GET', '?id=robots')).status).toBe(404);
  const file = join(folder, 'robots.json');
  await writeFile(file, JSON.stringify(wide));
  const doubted = await rarecall('add', file);
  expect(doubted).toMatchObject({ code: 1, out: '' });
  expect(doubted.err).toContain('would have hidden 12 of ');
  expect(doubted.err).toMatch(/\nrarecall: it would .* more than a quarter; nothing was set, --force .*\n$/);
  expect(await rarecall('add', file, '--force')).toMatchObject({
    code: 0,
    out: `robots added, until ${expires}\n`,
  });
  expect((await send('PUT', '?force=true', wide)).status).toBe(200);
  expect((await send('GET', '?force=true')).status).toBe(400);
  expect(
    (await send('PUT', '', check({ match: { verb: 'list', group: 'system:auth*' } }))).body.detail,
  ).toContain('as wide as everybody');
});
