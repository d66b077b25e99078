/**
 * How long it takes, and how much memory, to rank a day of many patterns against thirty days of as many, as the product
 * does: rows come one after the other, and of the days before only habits are kept. Making the rows is in the time. It fails where the one strange call is not found first.
 *
 *   npm run bench -- rank [--patterns 100000] [--actors 2000] [--days 30]
 */

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { addDays, type Day } from '../../src/core/count/day.ts';
import { judged } from '../../src/core/judge/ranked-call.ts';
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { surpriseRanking } from '../../src/core/rank/surprise.ts';
import { clusterNamed } from '../../src/core/read/path.ts';
import { nothingSaid } from '../../src/core/read/said.ts';
import { type Random, randomFrom } from '../../src/simulate/random.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'rank'),
  options: {
    patterns: { type: 'string', default: '100000' },
    actors: { type: 'string', default: '2000' },
    days: { type: 'string', default: '30' },
  },
});
const [patterns, actors, days] = [Number(values.patterns), Number(values.actors), Number(values.days)];
const today = '2026-10-01' as Day;
const verbs = ['get', 'list', 'watch', 'patch', 'create', 'delete', 'exec'];
const resources = 'pods secrets configmaps deployments services jobs events nodes ingresses'.split(' ');

/** A call of somebody's habit: each actor has some namespaces, verbs and resources of his own. */
function habitual(random: Random, day: Day, at: number): PatternRow {
  const actor = random.int(actors);
  const user = `user-${actor}@example.com`;
  const namespace = `team-${(actor + random.int(3)) % 200}`;
  const resource = resources[(actor + random.int(3)) % resources.length] ?? 'pods';
  return patternRow(day, at, {
    user,
    namespace,
    resource,
    verb: verbs[(actor + random.int(3)) % verbs.length] ?? 'get',
    clientIp: `10.0.${actor % 250}.${random.int(2)}`,
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
  const requestURI = `/api/v1/namespaces/${namespace}/${resource}/web-${at}`;
  return {
    key: `${day} ${at}`,
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
    evidence: [{ auditID: `${day}-${at}`, time, source: `y=${day}/PT1H.json`, offset: at }],
    said: nothingSaid,
    members: [],
    folded: 0,
    applied: null,
  };
}

function* rowsOf(day: Day): Generator<PatternRow> {
  const random = randomFrom(`rank ${day}`);
  for (let at = 0; at < patterns; at += 1) yield habitual(random, day, at);
}

const cpu = cpus()[0]?.model ?? 'unknown';
console.log(`${cpu}, ${cpus().length} cores, Node ${process.version}`);
const baseline = Array.from({ length: days }, (_, at) => addDays(today, at - days));
const ranking = surpriseRanking({ day: today, days: baseline });
const spent = { seconds: 0, cpuSeconds: 0 };

function timed<T>(act: () => T): T {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const result = act();
  const { user, system } = process.cpuUsage(before);
  spent.seconds += (performance.now() - began) / 1000;
  spent.cpuSeconds += (user + system) / 1e6;
  return result;
}

for (const day of baseline) {
  timed(() => ranking.learn(day, rowsOf(day)));
  process.stderr.write(`\r${day}`);
}
process.stderr.write('\n');
const strange = patternRow(today, patterns, {
  user: 'user-7@example.com',
  namespace: 'kube-system',
  resource: 'clusterrolebindings',
  verb: 'create',
  clientIp: '203.0.113.99',
  second: 43_200,
});
const rows = [...rowsOf(today), strange];
const { calls } = timed(() => judged(ranking.rank(rows), clusterNamed('large')));
if (calls[0]?.resource !== 'clusterrolebindings') throw new Error('the strange call is not the first');
console.log(
  `${patterns + 1} patterns against ${days} days of ${patterns}, ${actors} actors: ${spent.seconds.toFixed(1)} s, ${spent.cpuSeconds.toFixed(1)} s of processor time, ` +
    `at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB resident`,
);
