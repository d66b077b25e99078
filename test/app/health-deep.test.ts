/** What is tried out where somebody looks for what is wrong: each thing by itself, and never by the health that is asked again and again. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memorySink } from '../../src/adapters/memory/sink.ts';
import type { HealthPorts, HealthSettings } from '../../src/app/health/check.ts';
import { commandFor } from '../../src/app/health/commands.ts';
import { deepChecks, examined, health, healthOfSettings } from '../../src/app/health/health.ts';
import { healthSettings, healthWorld } from './health-world.ts';

const now = new Date('2026-10-02T12:20:00Z');

const deep = async (over: Partial<HealthPorts> = {}, settings: Partial<HealthSettings> = {}) =>
  (await health({ ...(await healthWorld(now)), ...over }, { ...healthSettings, ...settings }, deepChecks))
    .said;

const places = async (over: Partial<HealthPorts['places']>) => ({
  places: { ...(await healthWorld(now)).places, ...over },
});
const refused = (status: number, code: string) =>
  Object.assign(new Error('<secret>'), { statusCode: status, code });

test('where all is well each question is answered, and nothing is said', async () => {
  const answers = await examined(await healthWorld(now), healthSettings);
  expect(answers.flatMap(({ said }) => said)).toEqual([]);
  expect(answers.map(({ asks }) => asks)).toEqual(deepChecks.map(({ asks }) => asks));
  for (const { asks } of answers) expect(asks).toMatch(/^(whether|which) /);
});

test('health that is asked again and again tries nothing out', async () => {
  const world = await healthWorld(now);
  const tried: string[] = [];
  const watching = {
    ...world,
    places: {
      ...world.places,
      identity: async () => tried.push('identity') > 0,
      write: async () => void tried.push('write'),
      time: async () => {
        tried.push('time');
        return null;
      },
    },
    sinks: [{ name: 'hook', deliver: async () => undefined, dry: async () => void tried.push('sink') }],
  };
  expect((await health(watching, healthSettings)).said).toEqual([]);
  expect(tried).toEqual([]);
  await health(watching, healthSettings, deepChecks);
  expect(new Set(tried)).toEqual(new Set(['identity', 'write', 'time', 'sink']));
});

test('an account for which there is no token is named', async () => {
  const failing = async (place: string) => {
    if (place === 'archive')
      throw Object.assign(new Error('id-of-ours'), { name: 'CredentialUnavailableError' });
    return true;
  };
  const [one, ...more] = await deep(await places({ identity: failing }));
  expect(more).toEqual([]);
  expect(one).toMatchObject({ id: 'identity', level: 'problem' });
  expect(one?.what).toBe('no token for the account of the logs (RARECALL_LOGS): CredentialUnavailableError');
});

test.each([
  ['blobs', 'Storage Blob Data Owner'],
  ['queues', 'Storage Queue Data Contributor'],
  ['tables', 'Storage Table Data Contributor'],
])('a right to write %s that is not there is told by its role', async (kind, role) => {
  const write = async (asked: string) => {
    if (asked === kind) throw refused(403, 'AuthorizationPermissionMismatch');
  };
  const [one, ...more] = await deep(await places({ write }));
  expect(more).toEqual([]);
  expect(one).toMatchObject({ id: 'rights', todo: expect.stringContaining(role) });
  expect(one?.what).toContain('403 AuthorizationPermissionMismatch');
});

test.each([
  [119_000, []],
  [-119_000, []],
  [130_000, ['clock']],
  [-130_000, ['clock']],
])('a clock that is %i ms off: %j', async (skewMs, ids) => {
  const time = async () => new Date(now.getTime() + skewMs);
  expect((await deep(await places({ time }))).map(({ id }) => id)).toEqual(ids);
});

test('an account that does not tell the time is no fault of the clock', async () => {
  expect(await deep(await places({ time: async () => null }))).toEqual([]);
});

test('work that waits is to be known, and no problem', async () => {
  const waiting = async () => ({ 'rarecall-grown': 1_001, 'rarecall-rank': 1_000 });
  const said = await deep(await places({ waiting }));
  expect(said.map(({ id, level, what }) => [id, level, what])).toEqual([
    ['backlog', 'information', 'about 1001 messages wait in rarecall-grown'],
  ]);
});

test('a sink that would take no finding is told in its own words', async () => {
  const sinks = [
    { name: 'hook', deliver: async () => undefined },
    {
      name: 'splunk',
      deliver: async () => undefined,
      dry: () => Promise.reject(new Error('splunk: answered 403, code 4')),
    },
  ];
  const [one, ...more] = await deep({ sinks });
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    id: 'sink',
    what: 'a sink would take no finding: splunk: answered 403, code 4',
  });
});

describe('settings that are at fault', () => {
  test('and end nothing are told beside all else', async () => {
    const [one] = await deep(
      {},
      { doubts: ['APPLICATIONINSIGHTS_CONNECTION_STRING must hold an InstrumentationKey'] },
    );
    expect(one).toMatchObject({ id: 'settings', command: expect.stringContaining('azd env set') });
  });

  test('and end everything are the answer, a reference that was not resolved by its name', () => {
    const { status, said, clusters } = healthOfSettings([
      'RARECALL_ROW_BUDGET must be a whole number from 100 to 1000000',
      'RARECALL_SLACK_URL must be a Key Vault reference that was resolved: the secret must be there',
    ]);
    expect([status, clusters]).toEqual(['degraded', null]);
    expect(said.map(({ id, what }) => [id, what])).toEqual([
      ['settings', 'RARECALL_ROW_BUDGET must be a whole number from 100 to 1000000'],
      ['secret-unresolved', 'RARECALL_SLACK_URL is a reference to Key Vault that was not resolved'],
    ]);
    expect(said[1]?.command).toContain('az keyvault secret set');
  });
});

test('every problem has a command, whose names are outputs of the deployment', () => {
  const root = join(import.meta.dirname, '../..');
  const folder = join(root, 'src/app/health');
  const ids = readdirSync(folder).flatMap((file) =>
    [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        /problem\(\s*'([a-z-]+)'|\bid = .*\? '([a-z-]+)' : '([a-z-]+)'/g,
      ),
    ].flatMap((match) => match.slice(1).filter((id) => id !== undefined)),
  );
  expect(ids.length).toBeGreaterThan(15);
  expect(ids.filter((id) => commandFor(id) === '')).toEqual([]);
  const outputs = [...readFileSync(join(root, 'infra/main.bicep'), 'utf8').matchAll(/^output (\w+) /gm)].map(
    ([, name]) => name,
  );
  for (const id of ids)
    for (const [, name] of commandFor(id).matchAll(/\$(\w+)/g)) expect(outputs).toContain(name);
});

test('chats without links are to be known, and nothing is wrong with them', async () => {
  const saidOf = async (names: readonly string[], publicUrl?: string) => {
    const sinks = names.map((name) => memorySink(name));
    const over = publicUrl === undefined ? {} : { publicUrl };
    const answer = await health({ ...(await healthWorld(now)), sinks }, { ...healthSettings, ...over });
    return [answer.status, answer.said.map(({ id, todo }) => `${id}: ${todo}`)];
  };
  const set = 'links: set RARECALL_PUBLIC_URL to the address of this app';
  expect(await saidOf(['splunk', 'teams'], '')).toEqual(['ok', [set]]);
  expect(await saidOf(['slack'], 'https://rarecall.example')).toEqual(['ok', []]);
  expect(await saidOf(['splunk'], '')).toEqual(['ok', []]);
});
