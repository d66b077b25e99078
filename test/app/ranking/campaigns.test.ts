/** Stories over days, ranked and kept in memory as in the table. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryReports } from '../../../src/adapters/memory/reports.ts';
import { memorySink } from '../../../src/adapters/memory/sink.ts';
import { rankCluster } from '../../../src/app/ranking/rank.ts';
import { tell } from '../../../src/app/telling/tell.ts';
import { addDays, type Day, daysFrom } from '../../../src/core/count/day.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCluster } from '../../build.ts';
import { countDay, loggedDay, memoryWorld, rankSettings as settings, usersAtWork } from './logged-days.ts';

const first = '2026-10-01' as Day;
const attack = '2026-10-15' as Day;

let ports: ReturnType<typeof memoryWorld>;
beforeEach(() => {
  ports = memoryWorld();
});

const usual = usersAtWork(20);
const of = (user: string, verb: string, resource: string, over: Partial<Call> = {}): Partial<Call> => ({
  user,
  verb,
  resource,
  namespace: 'payments',
  requestURI: `/api/v1/namespaces/payments/${resource}`,
  ...over,
});
const everything = (user: string, over: Partial<Call> = {}) => [
  of(user, 'list', 'secrets', over),
  of(user, 'create', 'clusterrolebindings', { namespace: null, ...over }),
  of(user, 'get', 'pods', { subresource: 'exec', ...over }),
  of(user, 'delete', 'deployments', over),
  of(user, 'create', 'serviceaccounts', { subresource: 'token', ...over }),
];

/** A month of daily life, and what else was called on some days of it. */
async function month(odd: Readonly<Record<string, readonly Partial<Call>[]>>): Promise<void> {
  for (const day of daysFrom(first, '2026-10-30' as Day))
    await countDay(ports, loggedDay(day, [...usual, ...(odd[day] ?? [])]));
}

const on = (days: number): Day => addDays(attack, days);
const rank = async (day: Day) => {
  await rankCluster(ports, aCluster, day, settings);
  return await told(day);
};
const told = async (day: Day) =>
  (await ports.findings.ofDay(day)).filter(({ closed }) => !closed).map(({ finding }) => finding);
const storyOf = async (day: Day, user: string) =>
  (await told(day)).find((finding) => finding.user === user)?.campaign;

test('an attack spread over five days is one story, told once and updated', async () => {
  const acts = everything('mallory');
  await month(Object.fromEntries(acts.map((act, at) => [on(at), [act]])));
  for (const day of daysFrom(on(0), on(4))) await rank(day);
  const stories = await Promise.all([0, 1, 2, 3, 4].map((at) => storyOf(on(at), 'mallory')));
  expect(new Set(stories.map((story) => story?.id)).size).toBe(1);
  expect(stories.map((story) => [story?.firstDay, story?.lastDay, story?.toldDays])).toEqual(
    [0, 1, 2, 3, 4].map((at) => [on(0), on(at), at + 1]),
  );
  const last = stories[4];
  expect(last?.steps.map(({ day, phase, what }) => [day, phase, what])).toEqual([
    [on(0), 'Credential Access', 'list secrets in payments'],
    [on(1), 'Persistence', 'create clusterrolebindings'],
    [on(2), 'Execution', 'get pods/exec in payments'],
    [on(3), 'Impact', 'delete deployments in payments'],
    [on(4), 'Credential Access', 'create serviceaccounts/token in payments'],
  ]);
  expect(last?.phases).toEqual(['Credential Access', 'Persistence', 'Execution', 'Impact']);
  const [finding] = await told(on(4));
  expect(finding?.message).toMatch(
    /^Day 5 of what began on 2026-10-15; new today: create serviceaccounts\/token in payments\. mallory from /,
  );
  expect((await told(on(0)))[0]?.message).toMatch(/^mallory from /);
});

test('two callers are two stories', async () => {
  await month({
    [on(0)]: [...everything('mallory'), ...everything('trent')],
    [on(1)]: [
      ...everything('mallory', { namespace: 'billing' }),
      ...everything('trent', { namespace: 'web' }),
    ],
  });
  await rank(on(0));
  await rank(on(1));
  const [one, other] = [await storyOf(on(1), 'mallory'), await storyOf(on(1), 'trent')];
  expect(one?.toldDays).toBe(2);
  expect(other?.toldDays).toBe(2);
  expect(one?.id).not.toBe(other?.id);
  const ids = new Set((await told(on(1))).filter(({ user }) => user === 'trent').map(({ id }) => id));
  const others = one?.steps.filter(({ finding }) => ids.has(finding));
  expect(others).toEqual([]);
});

test('a day that is ranked twice, or again later, tells the same', async () => {
  const acts = everything('mallory');
  await month(Object.fromEntries(acts.map((act, at) => [on(at), [act]])));
  for (const day of daysFrom(on(0), on(4))) await rank(day);
  const before = await Promise.all(daysFrom(on(0), on(4)).map((day) => ports.findings.ofDay(day)));
  for (const day of [on(2), on(4), on(4), on(0), on(1)]) await rank(day);
  const after = await Promise.all(daysFrom(on(0), on(4)).map((day) => ports.findings.ofDay(day)));
  expect(after).toEqual(before);
});

test('whoever is not told for more than a week begins anew', async () => {
  await month({
    [on(0)]: everything('mallory'),
    [on(7)]: everything('mallory', { namespace: 'billing' }),
    [on(15)]: everything('mallory', { namespace: 'web' }),
  });
  for (const at of [0, 7, 15]) await rank(on(at));
  expect(await storyOf(on(7), 'mallory')).toMatchObject({ toldFrom: on(0), toldDays: 2 });
  expect(await storyOf(on(15), 'mallory')).toMatchObject({ toldFrom: on(15), toldDays: 1 });
});

test('names that a caller takes on are his own story, and never that of their owners', async () => {
  const taken = { impersonated: 'trent' };
  await month({
    [on(0)]: [...everything('trent'), ...everything('mallory')],
    [on(1)]: everything('mallory', taken),
    [on(2)]: [of('trent', 'list', 'configmaps'), ...everything('trent', { namespace: 'billing' })],
  });
  for (const at of [0, 1, 2]) await rank(on(at));
  const [mallory] = await told(on(0)).then((all) => all.filter(({ user }) => user === 'mallory'));
  const [asTrent] = await told(on(1));
  expect(asTrent?.user).toBe('trent');
  expect(asTrent?.campaign).toMatchObject({ id: mallory?.campaign?.id, toldDays: 2 });
  expect(asTrent?.campaign?.steps.at(-1)?.what).toMatch(/ as trent$/);
  expect((await storyOf(on(2), 'trent'))?.steps.map(({ day }) => day)).not.toContain(on(1));
});

test('whoever has no name is told apart by address', async () => {
  const nobody = (ip: string) => everything('system:anonymous', { sourceIPs: [ip] });
  await month({
    [on(0)]: nobody('198.51.100.1'),
    [on(1)]: [...nobody('198.51.100.1'), ...nobody('198.51.100.2')],
  });
  await rank(on(0));
  const stories = (await rank(on(1))).map(({ clientIp, campaign }) => [clientIp, campaign?.toldDays]);
  expect(stories.sort()).toEqual([
    ['198.51.100.1', 2],
    ['198.51.100.2', 1],
  ]);
});

test('what a caller does by the hundred leaves out steps of his own alone', async () => {
  const many = Array.from({ length: 200 }, (_, at) =>
    of('mallory', 'list', 'secrets', {
      namespace: `ns-${String.fromCharCode(97 + (at % 26))}${at}x`,
      requestURI: `/x/${at}`,
    }),
  );
  await month({
    [on(0)]: [...everything('trent'), ...many],
    [on(1)]: [...everything('trent', { namespace: 'web' }), ...many],
  });
  await rank(on(0));
  await rank(on(1));
  const [noisy, quiet] = [await storyOf(on(1), 'mallory'), await storyOf(on(1), 'trent')];
  expect(noisy?.steps.length).toBe(40);
  expect(noisy?.leftOut).toBeGreaterThan(0);
  expect(new Set(noisy?.steps.map(({ day }) => day)).size).toBe(2);
  expect(quiet?.leftOut).toBe(0);
  expect(quiet?.steps).toHaveLength(10);
});

test('a finding that is not told begins no story', async () => {
  await month({ [on(0)]: everything('mallory'), [on(1)]: everything('mallory', { namespace: 'web' }) });
  await rankCluster(ports, aCluster, on(0), { ...settings, findingsPerDay: 0 });
  await rank(on(1));
  expect(await storyOf(on(1), 'mallory')).toMatchObject({ toldFrom: on(1), toldDays: 1 });
  await rankCluster(ports, aCluster, on(1), { ...settings, learningDays: 30 });
  const [learning] = await told(on(1));
  expect([learning?.learning, learning?.campaign]).toEqual([true, undefined]);
});

test('days that are ranked in any order tell the same in the end: a later day is asked for again', async () => {
  const acts = everything('mallory');
  await month(Object.fromEntries(acts.map((act, at) => [on(at), [act]])));
  const days = daysFrom(on(0), on(4));
  for (const day of days) await rank(day);
  const expected = await Promise.all(days.map((day) => ports.findings.ofDay(day)));
  expect(ports.jobs.ranks).toEqual([]);
  ports = { ...ports, findings: memoryFindings() };
  for (const at of [3, 1, 4, 0, 2]) await rank(on(at));
  for (let next = ports.jobs.ranks.shift(); next !== undefined; next = ports.jobs.ranks.shift())
    await rank(next.day);
  expect(await Promise.all(days.map((day) => ports.findings.ofDay(day)))).toEqual(expected);
});

test('where a day is no longer told, the days that went on with it are asked for again, and no others', async () => {
  const acts = everything('mallory');
  await month({
    [on(0)]: acts.slice(0, 1),
    [on(2)]: [...acts.slice(1, 2), ...everything('trent')],
    [on(4)]: everything('trent', { namespace: 'web' }),
  });
  for (const at of [0, 2, 4]) await rank(on(at));
  await rankCluster(ports, aCluster, on(0), { ...settings, findingsPerDay: 0 });
  expect(ports.jobs.ranks).toEqual([{ cluster: aCluster, day: on(2) }]);
  await rank(on(2));
  expect(await storyOf(on(2), 'mallory')).toMatchObject({ toldFrom: on(2), toldDays: 1 });
  expect(ports.jobs.ranks).toHaveLength(1);
});

test('a story is told once, and each later day of it as one update', async () => {
  const acts = everything('mallory');
  await month({ [on(0)]: acts.slice(0, 2), [on(1)]: acts.slice(2, 3), [on(4)]: acts.slice(3) });
  const sink = memorySink('webhook');
  const telling = {
    ...ports,
    sinks: [sink],
    reports: memoryReports(),
    log: { info: () => undefined, warn: () => undefined, error: (text: string) => expect.fail(text) },
  };
  const deadline = new Date('2026-11-12T05:00:00Z');
  for (const day of [on(0), on(1), on(0), on(4), on(1), on(4)]) {
    await rank(day);
    await tell(telling, { ...settings, deadline }, [day]);
  }
  const delivered = sink.taken.map(({ finding }) => finding);
  expect(delivered.map(({ day, campaign }) => [day, campaign?.toldDays])).toEqual([
    [on(0), 1],
    [on(1), 2],
    [on(4), 3],
  ]);
  expect(new Set(delivered.map(({ campaign }) => campaign?.id)).size).toBe(1);
  expect(delivered.map(({ message }) => /^Day \d/.exec(message)?.[0])).toEqual([undefined, 'Day 2', 'Day 3']);
});

test('only ranked days are asked for, a quiet day asks for its own alone, and so does one that is as it was for later ones', async () => {
  await month({ [on(0)]: everything('mallory') });
  const asked: Day[] = [];
  const { findings } = ports;
  const watched = {
    ...ports,
    findings: {
      ...findings,
      campaigns: async (...[cluster, days]: Parameters<typeof findings.campaigns>) => {
        asked.push(...days);
        return await findings.campaigns(cluster, days);
      },
    },
  };
  const askedFor = async (day: Day) => {
    asked.length = 0;
    await rankCluster(watched, aCluster, day, settings);
    return [...asked].sort();
  };
  expect(await askedFor(on(-1))).toEqual([on(-1)]);
  expect(await askedFor(on(0))).toEqual(daysFrom(on(-1), on(7)));
  expect(await askedFor(on(0))).toEqual(daysFrom(on(-1), on(0)));
});

test('a day that was ranked and told nothing is believed, however far back; one that never was is told anew', async () => {
  const acts = everything('mallory');
  await month({ [on(0)]: acts.slice(0, 1), [on(6)]: acts.slice(1, 2), [on(12)]: acts.slice(2) });
  await rankCluster(ports, aCluster, on(0), { ...settings, findingsPerDay: 0 });
  await rank(on(12));
  expect(await storyOf(on(12), 'mallory')).toMatchObject({ toldFrom: on(6), toldDays: 2 });
  expect(await ports.findings.ofDay(on(6))).toEqual([]);
  ports = { ...ports, findings: memoryFindings(), days: memoryDays() };
  await rank(on(12));
  expect(await storyOf(on(12), 'mallory')).toMatchObject({ toldFrom: on(0), toldDays: 3 });
});

test('days before take half of the time at most: a story then begins later', async () => {
  const acts = everything('mallory');
  await month({ [on(0)]: acts.slice(0, 2), [on(1)]: acts.slice(2) });
  const began = new Date('2026-11-12T04:00:00Z').getTime();
  const after = (minutes: number) => {
    let looked = 0;
    // The first look is when the work begins.
    const clock = () => new Date(began + (looked++ === 0 ? 0 : minutes * 60_000));
    return rankCluster({ ...ports, clock }, aCluster, on(1), {
      ...settings,
      deadline: new Date(began + 600_000),
    });
  };
  await after(6);
  expect(await storyOf(on(1), 'mallory')).toMatchObject({ toldFrom: on(1), toldDays: 1 });
  await after(4);
  expect(await storyOf(on(1), 'mallory')).toMatchObject({ toldFrom: on(0), toldDays: 2 });
});
