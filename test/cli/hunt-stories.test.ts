/** Files of several days tell the stories that the app tells, which keeps what was told. */
import { expect, test } from 'vitest';
import { answerCalls } from '../../src/app/answer.ts';
import type { CallQuestion } from '../../src/app/question.ts';
import { rankCluster } from '../../src/app/ranking/rank.ts';
import type { ReadPart } from '../../src/cli/files/read.ts';
import { readFiles } from '../../src/cli/files/read-files.ts';
import { huntSurprise } from '../../src/cli/hunting/rank-files.ts';
import { addDays, type Day, daysFrom } from '../../src/core/count/day.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import type { Call } from '../../src/core/read/call.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import {
  countDay,
  loggedDay,
  memoryWorld,
  rankSettings as settings,
  usersAtWork,
} from '../app/ranking/logged-days.ts';
import { aCluster } from '../build.ts';

const from = '2026-10-01' as Day;
const attack = '2026-10-15' as Day;
const on = (days: number): Day => addDays(attack, days);
const usual = usersAtWork(20);
const by = (user: string, verb: string, resource: string, over: Partial<Call> = {}): Partial<Call> => ({
  user,
  verb,
  resource,
  requestURI: `/api/v1/namespaces/payments/${resource}`,
  ...over,
});
/** Mallory slowly, with a pause and under another name; user-3 once, and trent on two days that are too far apart. */
const odd: Readonly<Record<string, readonly Partial<Call>[]>> = {
  [on(0)]: [by('mallory', 'list', 'secrets'), by('trent', 'list', 'secrets')],
  [on(1)]: [by('mallory', 'create', 'clusterrolebindings', { namespace: null })],
  [on(6)]: [by('mallory', 'get', 'pods', { subresource: 'exec', impersonated: 'user-4' })],
  [on(9)]: [
    by('mallory', 'create', 'serviceaccounts', { subresource: 'token' }),
    by('user-3', 'get', 'secrets', { namespace: 'kube-system' }),
    by('trent', 'create', 'pods', { subresource: 'exec' }),
  ],
};

const logged = daysFrom(from, on(10)).map((day) => loggedDay(day, [...usual, ...(odd[day] ?? [])]));

async function app() {
  const ports = memoryWorld();
  for (const one of logged) await countDay(ports, one);
  return ports;
}

const read = await readFiles([], {
  read: defaultReadOptions,
  cluster: 'unknown',
  onBytes: () => undefined,
  warn: () => undefined,
});
const hunt = (day: Day, logs: ReadPart[] = logged) => {
  const clusters = new Map([[aCluster.id, { cluster: aCluster, parts: logs }]]);
  return huntSurprise({ ...read, clusters }, { ...settings, day, limit: 0 });
};
const stories = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ user, campaign }) => [user, [campaign?.toldFrom, campaign?.toldDays]]));

const callsOf = async (ports: Awaited<ReturnType<typeof app>>, day: Day) => {
  const filter = { cluster: null, user: null, verb: null, resource: null, namespace: null, clientIp: null };
  const days = { from: day, to: day };
  const question = { ranking: 'surprise', days, filter, limit: 0, offset: 0 } as unknown as CallQuestion;
  const answer = await answerCalls(question, ports, settings);
  return answer.ranking === 'surprise' ? answer.findings : [];
};

test('the app tells the same where the days before were never ranked, or some of them were', async () => {
  const hunted = (await hunt(on(9))).findings;
  expect(await callsOf(await app(), on(9))).toEqual(hunted);
  for (const ranked of [[], [on(1)], [on(6)], [on(0), on(1)]]) {
    const ports = await app();
    for (const day of [...ranked, on(9)]) await rankCluster(ports, aCluster, day, settings);
    const kept = (await ports.findings.ofDay(on(9))).filter(({ closed }) => !closed);
    expect(kept.map(({ finding }) => finding)).toEqual(hunted);
    expect(await callsOf(ports, on(9))).toEqual(hunted);
  }
});

test('a hunt in files tells what the app tells, and so does the app when it is asked for calls', async () => {
  const ports = await app();
  for (const day of daysFrom(on(0), on(10))) await rankCluster(ports, aCluster, day, settings);
  for (const day of [on(1), on(6), on(9), on(10)]) {
    const hunted = (await hunt(day)).findings;
    const kept = (await ports.findings.ofDay(day)).filter(({ closed }) => !closed);
    expect(kept.map(({ finding }) => finding)).toEqual(hunted);
    expect(await callsOf(ports, day)).toEqual(hunted);
  }
  expect(stories((await hunt(on(9))).findings)).toEqual({
    mallory: [on(0), 4],
    'user-3': [on(9), 1],
    trent: [on(9), 1],
  });
});
