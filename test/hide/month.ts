/**
 * The sample month of one cluster as an adversary finds it: days of other people, an attack on the last one, and lines of
 * his own that he adds. What is told of the attack must not depend on them.
 */
import { expect } from 'vitest';
import { startOf } from '../../src/core/count/cursor.ts';
import { addDays, type Day, daysFrom } from '../../src/core/count/day.ts';
import { folding } from '../../src/core/count/fold.ts';
import type { Row } from '../../src/core/count/row.ts';
import { segmentAfter } from '../../src/core/count/segment.ts';
import type { Finding } from '../../src/core/find/finding.ts';
import { type RankedDay, rankDay, type Told, tellDay } from '../../src/core/find/hunt.ts';
import { severities } from '../../src/core/judge/severity.ts';
import { callPatterns } from '../../src/core/rank/fold-patterns.ts';
import { patternText } from '../../src/core/rank/pattern.ts';
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { uriTemplate } from '../../src/core/rank/uri.ts';
import { noSkips } from '../../src/core/read/call.ts';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { clusterOf } from '../../src/core/read/path.ts';
import { sampleMonth, sampleOptions } from '../../src/simulate/sample.ts';
import { aLine } from '../build.ts';

export const day = '2026-10-31' as Day;
export const dayBefore = (days: number): Day => addDays(day, -days);

/** Who attacks, beside the adversary who hides it: they may be one and the same in the end, not in the log. */
export const attacker = 'mallory@example.com';
export const adversary = 'eve@example.com';

/** As the app reads unless it is told otherwise. */
const read = { ...defaultReadOptions, clients: 'interactive' } as const;

const settings = { baselineDays: 30, learningDays: 7, findingsPerDay: 20, reveal: true };

const nothing = {
  end: 0,
  lines: 0,
  skipped: noSkips(),
  salvaged: 0,
  original: { lines: 0, skipped: noSkips() },
};

/** Lines counted as one blob. */
function rowsOf(lines: readonly string[], rowBudget = Number.POSITIVE_INFINITY): Row[] {
  const reader = logReader(read);
  const budget = { rows: rowBudget, foldUri: uriTemplate, patternOf: patternText };
  const limits = { rows: Number.POSITIVE_INFINITY, chars: Number.POSITIVE_INFINITY, budget };
  const segment = segmentAfter(startOf('', 0), nothing, new Map(), limits);
  for (const line of lines) for (const found of reader.push(Buffer.from(`${line}\n`))) segment.take(found);
  return [...segment.close(reader.totals(), false).rows];
}

/** Lines that give no call, by reason. */
export function skippedOf(lines: readonly string[]) {
  const reader = logReader(read);
  for (const text of lines) Array.from(reader.push(Buffer.from(`${text}\n`)));
  return reader.totals().skipped;
}

const ofCluster = 'AKS-SHOP-PROD';
const month: string[] = [];
for (const { path, lines } of sampleMonth({ ...sampleOptions, attacks: [] }))
  if (path.includes(ofCluster)) month.push(...lines.map((line) => line.replace(/\r?\n$/, '')));

export const resourceId = `${JSON.parse(month[0] ?? '{}').resourceId}`;
const cluster = clusterOf(resourceId) ?? { id: '', name: '' };

const byDay = Map.groupBy(rowsOf(month), (row) => row.day);
const usual = new Map<Day, readonly PatternRow[]>();

function patternsOf(one: Day, added: readonly Row[]): readonly PatternRow[] {
  const known = usual.get(one);
  if (known !== undefined && added.length === 0) return known;
  const all = folding();
  all.add({ source: 'month', rows: byDay.get(one) ?? [] });
  all.add({ source: 'added', rows: added });
  const patterns = callPatterns(all.rows(), 'first');
  if (added.length === 0) usual.set(one, patterns);
  return patterns;
}

interface When {
  /** The last one where it is not said. */
  readonly day?: Day;
  readonly second: number;
}

const timeOf = ({ day: one = day, second }: When): string =>
  new Date(Date.parse(`${one}T00:00:00Z`) + second * 1_000).toISOString().replace('Z', '000Z');

/** A line of the cluster at some time of a day. */
export function line(at: When, event: Record<string, unknown>): string {
  const time = timeOf(at);
  return aLine({ requestReceivedTimestamp: time, stageTimestamp: time, ...event }, { resourceId, time });
}

/** AKS cuts what it logs of an event here. */
const longestLog = 16_384;

/** The same as AKS would have cut it. */
export function cutLine(at: When, event: Record<string, unknown>): string {
  const record = JSON.parse(line(at, event));
  record.properties.log = record.properties.log.slice(0, longestLog);
  return JSON.stringify(record);
}

/** What a call is made of, as its event has it. */
export interface Asked {
  readonly user: string;
  readonly as?: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly ip?: string;
  readonly agent?: string;
  readonly code?: number;
  readonly query?: string;
}

export function event(asked: Asked): Record<string, unknown> {
  const { user, as, verb, resource, subresource, namespace, name, ip, agent, code = 200, query = '' } = asked;
  const path = [
    '/api/v1',
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    resource,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ].join('/');
  return {
    user: { username: user, groups: ['system:authenticated'] },
    ...(as === undefined ? {} : { impersonatedUser: { username: as, groups: ['system:authenticated'] } }),
    verb,
    requestURI: `${path}${query}`,
    objectRef: { resource, subresource, namespace, name, apiVersion: 'v1' },
    sourceIPs: [ip ?? '203.0.113.77'],
    ...(agent === undefined ? {} : { userAgent: agent }),
    responseStatus: { code },
  };
}

/** A small attack at night: a look around, secrets, a shell, and a right to come back. */
const steps = [
  { verb: 'list', resource: 'namespaces' },
  { verb: 'list', resource: 'secrets', namespace: 'kube-system' },
  { verb: 'get', resource: 'secrets', namespace: 'kube-system', name: 'bootstrap' },
  { verb: 'list', resource: 'serviceaccounts', namespace: 'payments' },
  {
    verb: 'create',
    resource: 'serviceaccounts',
    subresource: 'token',
    namespace: 'payments',
    name: 'deployer',
  },
  {
    verb: 'get',
    resource: 'pods',
    subresource: 'exec',
    namespace: 'kube-system',
    name: 'coredns-1',
    query: '?command=sh',
  },
  { verb: 'create', resource: 'clusterrolebindings', name: 'helper' },
  { verb: 'delete', resource: 'events', namespace: 'kube-system', name: 'e' },
] as const satisfies readonly Omit<Asked, 'user'>[];

/** @param over what the attacker's records have that others lack */
export const attackWith = (over: Record<string, unknown>, write = line): string[] =>
  steps.map((asked, at) =>
    write({ second: 3 * 3_600 + 40 * at }, { ...event({ ...asked, user: attacker }), ...over }),
  );

export const attack: readonly string[] = attackWith({});

/** Letters for a number: no pattern folds them. */
export const letters = (at: number): string =>
  [...String(at)].map((digit) => 'qrstuvwxyz'[Number(digit)]).join('');

/** Distinct calls of one caller, which he may make or not. */
export const junk = (count: number, over: Partial<Asked> = {}, when: Partial<When> = {}): string[] =>
  Array.from({ length: count }, (_, at) => {
    const name = letters(at);
    const asked = { user: adversary, verb: 'get', resource: `zz${name}`, namespace: name, name, code: 403 };
    return line({ second: 36_000 + 0.3 * at, ...when }, event({ ...asked, ...over }));
  });

/** Grave calls of one caller in many names, from as many addresses. */
export const decoys = (count: number, when: Partial<When> = {}, word = ''): string[] =>
  Array.from({ length: count * 12 }, (_, at) => {
    const who = Math.floor(at / 12);
    const [verb = 'get', resource = 'pods'] = grave[at % 12]?.split(' ') ?? [];
    return line(
      { second: 36_000 + 2 * at, ...when },
      event({
        user: adversary,
        as: `decoy-${word}${letters(who)}`,
        verb,
        resource,
        namespace: `${word}${letters(at)}`,
        name: 'x',
        ip: `8.8.${who % 250}.99`,
        agent: `kubectl-kali/v1.${at % 12} (kali/amd64)`,
      }),
    );
  });

const grave = [
  'get secrets',
  'delete clusterrolebindings',
  'create clusterrolebindings',
  'delete deployments',
  'create certificatesigningrequests',
  'create daemonsets',
  'patch mutatingwebhookconfigurations',
  'create serviceaccounts',
  'list secrets',
  'deletecollection secrets',
  'create pods',
  'delete events',
];

/** The same on each of the days before. */
export const everyDay = (days: number, make: (day: Day, at: number) => readonly string[]): string[] =>
  Array.from({ length: days }, (_, at) => make(dayBefore(at + 1), at)).flat();

export interface Hunted extends Told {
  readonly ranked: RankedDay;
}

/** The hunt on the last day of the month, with lines that were added anywhere in it. */
export async function hunted(
  added: readonly string[],
  { rowBudget = Number.POSITIVE_INFINITY }: { readonly rowBudget?: number } = {},
): Promise<Hunted> {
  const own = Map.groupBy(rowsOf(added, rowBudget), (row) => row.day);
  const history = {
    days: daysFrom(dayBefore(30), day),
    patterns: (one: Day) => patternsOf(one, own.get(one) ?? []),
  };
  const ranked = await rankDay(history, cluster, day, settings);
  return { ranked, ...tellDay(ranked, day, [], settings) };
}

export const findingOf = ({ findings }: Told, user = attacker): Finding | undefined =>
  findings.find((finding) => finding.user === user);

/** How it stands with the attack: it is told, as one of the first, and no less grave than without anybody who hides it. */
export function expectTold(told: Told, before: Told): void {
  const [finding, plain] = [findingOf(told), findingOf(before)];
  expect(plain).toBeDefined();
  expect(finding).toBeDefined();
  expect(finding?.calls.length).toBeGreaterThanOrEqual((plain?.calls.length ?? 0) / 2);
  expect(severities.indexOf(finding?.risk.severity ?? 'informational')).toBeGreaterThanOrEqual(
    severities.indexOf(plain?.risk.severity ?? 'critical') - 1,
  );
  const own = told.findings.filter(({ calls }) => calls.every((call) => !isOfAdversary(call)));
  expect(own.indexOf(finding as Finding)).toBeLessThan(3);
}

const isOfAdversary = ({ user, impersonatedBy }: Finding['calls'][number]): boolean =>
  (impersonatedBy ?? user).startsWith('eve');
