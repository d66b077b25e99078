/**
 * Audit records of an office suite as calls: the last few days judged in one against the thirty before, with records of
 * one user given to another. Few people and uneven days: a second opinion at most.
 */
import { addDays, type Day } from '../../../src/core/count/day.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { clusterNamed } from '../../../src/core/read/path.ts';
import { type Random, randomFrom } from '../../../src/simulate/random.ts';
import type { History } from '../history.ts';
import { type Intrusion, measured } from './intrusion.ts';
import { dayRows, intrudedDay, type TimedCall } from './labelled.ts';
import { namespaceOf, plainCall, resourceOf, type Seat } from './person.ts';

const columns = [
  'day', 'second', 'user', 'operation', 'kind', 'service', 'object', 'address', 'agent',
] as const; // biome-ignore format: a list of words
export type OfficeRecord = Readonly<Record<(typeof columns)[number], number>>;

/** @throws RangeError for another header, or a cell that is no number */
export function recordsOf(csv: string): OfficeRecord[] {
  const [head, ...lines] = csv.trim().split(/\r?\n/);
  if (head !== columns.join()) throw new RangeError(`records have the columns ${columns.join()}`);
  return lines.map((line) => {
    const cells = line.split(',').map(Number);
    if (cells.length !== columns.length || cells.some((cell) => !Number.isInteger(cell)))
      throw new RangeError('a record has a number in each column');
    return Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? 0])) as OfficeRecord;
  });
}

const start = '2026-09-01' as Day;
/** Records that a judged block has at least, and the days of history before it. */
const enough = 60;
const historyDays = 30;
/** Records of one user in a row that are given to another. */
const given = { least: 8, most: 20 };
/** So many rows of one user to another in each block. */
const draws = 3;

/** A block of days, last first: each has enough records and a history before it. */
export function blocksOf(records: readonly OfficeRecord[]): { readonly from: number; readonly to: number }[] {
  const counts = new Map<number, number>();
  for (const { day } of records) counts.set(day, (counts.get(day) ?? 0) + 1);
  const blocks: { from: number; to: number }[] = [];
  for (let to = Math.max(...counts.keys()); to >= historyDays; ) {
    let from = to;
    let sum = counts.get(from) ?? 0;
    while (sum < enough && from > historyDays) sum += counts.get(--from) ?? 0;
    if (sum >= enough) blocks.push({ from, to });
    to = from - 1;
  }
  return blocks;
}

const verbs = ['get', 'list', 'create', 'patch', 'delete', 'update'];
const systems = ['linux/amd64', 'darwin/arm64', 'windows/amd64'];

const ipOf = (address: number): string | null =>
  address === 0 ? null : `84.${20 + (address >> 7)}.${address & 127}.9`;
const agentOf = (agent: number): string =>
  agent === 0
    ? ''
    : `kubectl/v1.${20 + (agent % 15)}.1 (${systems[Math.floor(agent / 15) % systems.length]}) kubernetes/0a1b2c3`;

const seatOf = ({ user, address, agent }: Pick<OfficeRecord, 'user' | 'address' | 'agent'>): Seat => ({
  user: `user-${user}`,
  ip: ipOf(address),
  userAgent: agentOf(agent),
});

/** Operation and service are one of many resources, the object a namespace. */
const callOf = (record: OfficeRecord, isIntruders = false): TimedCall => ({
  call: plainCall(
    seatOf(record),
    verbs[record.kind] ?? 'get',
    `${resourceOf(record.operation)}${record.service === 0 ? '' : `-${resourceOf(record.service)}`}`,
    namespaceOf(record.object),
  ),
  second: record.second,
  isIntruders,
});

/** The place that a user called from most. */
function usualPlace(records: readonly OfficeRecord[], user: number): Pick<OfficeRecord, 'address' | 'agent'> {
  const places = Map.groupBy(
    records.filter((one) => one.user === user),
    ({ address, agent }) => `${address} ${agent}`,
  );
  const [most] = [...places.values()].sort((a, b) => b.length - a.length);
  const { address, agent } = most?.[0] ?? { address: 0, agent: 0 };
  return { address, agent };
}

/** Users with so many records, by number. */
const usersOf = (records: readonly OfficeRecord[], least: number): number[] =>
  [...Map.groupBy(records, ({ user }) => user)]
    .filter(([, own]) => own.length >= least)
    .map(([user]) => user)
    .sort((a, b) => a - b);

function historyBefore(records: readonly OfficeRecord[], from: number): History {
  const baseline = Array.from({ length: historyDays }, (_, at) => {
    const day = from - historyDays + at;
    const own = records.filter((record) => record.day === day).map((record) => callOf(record));
    return foldPatterns(dayRows(addDays(start, day), own), 'first');
  });
  const cluster = clusterNamed('office');
  return { cluster, day: addDays(start, from), baseline, unfoldedBaseline: () => baseline };
}

/** Records in a row of one user, of those judged. */
function inARow(own: readonly OfficeRecord[], random: Random): ReadonlySet<OfficeRecord> {
  const count = Math.min(own.length, given.least + random.int(given.most - given.least + 1));
  const at = random.int(own.length - count + 1);
  return new Set(own.slice(at, at + count));
}

/**
 * Every user with enough records robs every other one who is known: once from the robber's own place, once from the one
 * that the robbed one uses most.
 */
export function officeIntrusions(records: readonly OfficeRecord[], seed: number): Intrusion[] {
  const found: Intrusion[] = [];
  for (const { from, to } of blocksOf(records)) {
    const history = historyBefore(records, from);
    const before = records.filter(({ day }) => day < from && day >= from - historyDays);
    const judged = records.filter(({ day }) => day >= from && day <= to);
    for (const robber of usersOf(judged, given.least)) {
      const own = judged.filter(({ user }) => user === robber);
      for (const user of usersOf(before, given.least)) {
        if (user === robber) continue;
        for (let draw = 0; draw < draws; draw++) {
          const row = inARow(own, randomFrom(`office ${seed} ${to} ${robber} ${user} ${draw}`));
          for (const [place, at] of [
            ['own place', {}],
            ["the robbed one's place", usualPlace(before, user)],
          ] as const) {
            const calls = judged.map((record) =>
              row.has(record) ? callOf({ ...record, ...at, user }, true) : callOf(record),
            );
            const day = intrudedDay(history, calls);
            const about = { of: 'records', kind: place, pair: `${user} ${robber}` } as const;
            const one = measured(about, day, `user-${user}@northwind.example`);
            if (one !== null) found.push(one);
          }
        }
      }
    }
  }
  return found;
}
