/**
 * One task of `npm run bench -- rank`, in a process of its own and bundled as the app is, so that memory and time are its alone:
 * `rank`, or `rows`, which makes the same rows and does nothing with them. Prints what came out as JSON.
 */
import { createHash } from 'node:crypto';
import { boundHeap } from '../../src/adapters/heap.ts';
import { addDays, type Day } from '../../src/core/count/day.ts';
import { judged } from '../../src/core/judge/ranked-call.ts';
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { surpriseRanking } from '../../src/core/rank/surprise.ts';
import { clusterNamed } from '../../src/core/read/path.ts';
import { nothingSaid } from '../../src/core/read/said.ts';
import { type Random, randomFrom } from '../../src/simulate/random.ts';

export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident at most, the runtime and the bundle included. */
  readonly maxMb: number;
  /** Of all that came out: the same for the same calls, scores and words. */
  readonly digest: string;
}

// As the app does before it begins.
boundHeap();
const [, , task, ...sizes] = process.argv;
const [patterns = 0, actors = 0, days = 0] = sizes.map(Number);
const today = '2026-10-01' as Day;
const verbs = ['get', 'list', 'watch', 'patch', 'create', 'delete', 'exec'];
const resources = 'pods secrets configmaps deployments services jobs events nodes ingresses'.split(' ');

/** A call of somebody's habit: each actor has some namespaces, verbs and resources of his own. */
function habitual(random: Random, day: Day, at: number): PatternRow {
  const actor = random.int(actors);
  const user = `user-${digits(actor)}@example.com`;
  const namespace = `team-${digits((actor + random.int(3)) % 200)}`;
  const resource = resources[(actor + random.int(3)) % resources.length] ?? 'pods';
  return patternRow(day, at, {
    user,
    namespace,
    resource,
    verb: verbs[(actor + random.int(3)) % verbs.length] ?? 'get',
    clientIp: `10.0.${digits(actor % 250)}.${digits(random.int(2))}`,
    second: random.int(86_400),
  });
}

interface Habitual {
  readonly user: string;
  readonly namespace: string;
  readonly resource: string;
  readonly verb: string;
  readonly clientIp: string;
  readonly second: number;
}

function patternRow(day: Day, at: number, call: Habitual): PatternRow {
  const { user, namespace, resource, verb, clientIp } = call;
  const time = new Date(Date.parse(`${day}T00:00:00Z`) + call.second * 1000)
    .toISOString()
    .replace('Z', '000Z');
  const uri = `/api/v1/namespaces/{ns}/${resource}/{name}`;
  const groups = ['team', 'developers'];
  const userAgent = 'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225';
  const requestURI = `/api/v1/namespaces/${namespace}/${resource}/web-${digits(at)}`;
  return {
    key: `${day} ${digits(at)}`,
    user,
    impersonatedBy: null,
    groups,
    clientIp,
    spoofable: false,
    verb,
    resource,
    subresource: null,
    namespace,
    uri,
    command: null,
    deeds: [],
    agent: 'kubectl/1.30 linux/amd64',
    impersonatedGroups: [],
    outcome: 'allowed',
    client: 'kubectl',
    events: 1,
    requests: 1,
    codes: [200],
    firstSeen: time,
    lastSeen: time,
    example: {
      user,
      impersonated: null,
      impersonatedGroups: [],
      groups,
      sourceIPs: [clientIp],
      userAgent,
      verb,
      resource,
      subresource: null,
      namespace,
      requestURI,
      code: 200,
    },
    evidence: [{ auditID: `${day}-${digits(at)}`, time, source: `y=${day}/PT1H.json`, offset: at }],
    said: nothingSaid,
    members: [],
    folded: 0,
    applied: null,
  };
}

/** As text. V8 keeps the last 16,384 that it made of numbers, by which rows that come as text would not grow its memory. */
const digits = (number: number): string => texts[number] ?? String(number);
const texts = Array.from({ length: patterns + 1 }, (_, at) => String(at));

function* rowsOf(day: Day): Generator<PatternRow> {
  const random = randomFrom(`rank ${day}`);
  for (let at = 0; at < patterns; at += 1) yield habitual(random, day, at);
}

const baseline = Array.from({ length: days }, (_, at) => addDays(today, at - days));
const strange = patternRow(today, patterns, {
  user: 'user-7@example.com',
  namespace: 'kube-system',
  resource: 'clusterrolebindings',
  verb: 'create',
  clientIp: '203.0.113.99',
  second: 43_200,
});
/** May be gone over again, as a day in storage. */
const rows: Iterable<PatternRow> = {
  *[Symbol.iterator]() {
    yield* rowsOf(today);
    yield strange;
  },
};

function ranked() {
  const ranking = surpriseRanking({ day: today, days: baseline });
  for (const day of baseline) ranking.learn(day, rowsOf(day));
  return judged(ranking.rank(rows), clusterNamed('large'));
}

/** Of the ranked day the rows are made twice, since a large one is read twice. */
function counted(): number {
  let events = 0;
  for (const day of [...baseline, today, today]) for (const row of rowsOf(day)) events += row.events;
  return events;
}

const [began, before] = [performance.now(), process.cpuUsage()];
const result = task === 'rank' ? ranked() : counted();
const { user, system } = process.cpuUsage(before);
const measured: Measured = {
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: (user + system) / 1e6,
  maxMb: process.resourceUsage().maxRSS / 1024,
  digest: digestOf(result),
};
if (typeof result !== 'number' && result.calls[0]?.resource !== 'clusterrolebindings')
  throw new Error('the strange call is not the first');
console.log(JSON.stringify(measured));

function digestOf(value: ReturnType<typeof ranked> | number): string {
  const hash = createHash('sha256');
  if (typeof value === 'number') hash.update(String(value));
  else {
    for (const call of value.calls) hash.update(JSON.stringify(call));
    hash.update(JSON.stringify([value.crowded, value.grown]));
  }
  return hash.digest('hex').slice(0, 16);
}
