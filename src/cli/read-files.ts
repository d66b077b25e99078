/** The whole hunt on local files: no Azure, no server. Reads, counts and ranks with the very code that runs there. */
import type { RareAnswer, SurpriseAnswer } from '../app/answer.ts';
import { addSkips, skipsSeen, startOf } from '../core/count/cursor.ts';
import { addDays, type Day, daysFrom } from '../core/count/day.ts';
import { type CountedRows, foldRows } from '../core/count/fold.ts';
import type { DayRow, Row } from '../core/count/row.ts';
import { type SegmentBuilder, segmentAfter } from '../core/count/segment.ts';
import { byStrength, findings as findingsOf } from '../core/find/finding.ts';
import { type HiddenCalls, hide, type Suppression, suppressedCalls } from '../core/find/suppression.ts';
import type { RankedCall } from '../core/judge/ranked.ts';
import type { ClientIpPolicy } from '../core/rank/client-ip.ts';
import { foldPatterns } from '../core/rank/pattern.ts';
import { rankRare } from '../core/rank/rare.ts';
import { mergeRankings, rankSurprise } from '../core/rank/surprise.ts';
import { noSkips } from '../core/read/call.ts';
import { documentReader } from '../core/read/file-reader.ts';
import type { ReadOptions } from '../core/read/options.ts';
import { type Cluster, clusterNamed, clusterOf } from '../core/read/path.ts';
import { type ReadWindow, readWindow } from '../core/read/survey.ts';
import { MissingError } from '../errors.ts';
import { bytesOf, type LogFile } from './files.ts';

/** What was read of all files: rows by cluster, and what became of every line. */
export interface Read {
  lines: number;
  events: number;
  requests: number;
  duplicates: number;
  salvaged: number;
  skipped: ReturnType<typeof noSkips>;
  readonly clusters: Map<string, { readonly cluster: Cluster; readonly parts: CountedRows[] }>;
}

export interface ReadFilesOptions {
  readonly read: ReadOptions;
  /** The cluster of plain events. */
  readonly cluster: string;
  readonly onBytes: (bytes: number) => void;
  readonly warn: (line: string) => void;
}

/** Bounds of nothing: on a laptop memory is the limit, and `rare` must be exact. */
const unlimited = {
  rows: Number.POSITIVE_INFINITY,
  chars: Number.POSITIVE_INFINITY,
  budget: { rows: Number.POSITIVE_INFINITY, foldUri: (uri: string) => uri },
};

const nothing = { end: 0, lines: 0, skipped: noSkips(), salvaged: 0 };

/** @throws MissingError for a file that the user named and that is no log */
export async function readFiles(files: readonly LogFile[], options: ReadFilesOptions): Promise<Read> {
  const read: Read = {
    lines: 0,
    events: 0,
    requests: 0,
    duplicates: 0,
    salvaged: 0,
    skipped: noSkips(),
    clusters: new Map(),
  };
  const window = readWindow(options.read.agents);
  for (const file of files) await readFile(file, read, options, window);
  return read;
}

async function readFile(
  file: LogFile,
  read: Read,
  options: ReadFilesOptions,
  window: ReadWindow,
): Promise<void> {
  const reader = documentReader(options.read, window);
  const tallies = new Map<string, { cluster: Cluster; segment: SegmentBuilder }>();
  let head = '';
  const take = (events: ReturnType<typeof reader.push>) => {
    for (const { event, offset } of events) {
      const cluster =
        (event.resourceId === null ? null : clusterOf(event.resourceId)) ?? clusterNamed(options.cluster);
      let tally = tallies.get(cluster.id);
      if (tally === undefined) {
        tally = {
          cluster,
          segment: segmentAfter(startOf('', 0), nothing, new Map<string, Row>(), unlimited),
        };
        tallies.set(cluster.id, tally);
      }
      tally.segment.add(event, offset);
    }
  };
  for await (const chunk of bytesOf(file.path, options.onBytes, window.bytes)) {
    if (head === '') head = Buffer.from(chunk.subarray(0, 65_536)).toString('latin1');
    take(reader.push(chunk));
  }
  take(reader.finish());

  if (tallies.size === 0 && head.trim() !== '' && !/"(category|auditID|requestURI)\\?"/.test(head)) {
    const problem = `${file.path === '-' ? 'standard input' : file.path}: is no Kubernetes audit log`;
    if (file.named) throw new MissingError(problem);
    options.warn(problem);
  }
  const { lines, salvaged, skipped } = reader.totals();
  read.lines += lines;
  read.salvaged += salvaged;
  read.skipped = addSkips(read.skipped, skipped);
  for (const [id, { cluster, segment }] of tallies) {
    const { cursor, rows } = segment.close(nothing, true);
    read.events += cursor.events;
    read.requests += cursor.requests;
    read.duplicates += cursor.duplicates;
    const known = read.clusters.get(id) ?? { cluster, parts: [] };
    known.parts.push({ source: file.path, rows });
    read.clusters.set(id, known);
  }
}

export interface RareHunt {
  /** `null`: all events are one window. */
  readonly day: Day | null;
  readonly limit: number;
  readonly missing: 'drop' | 'placeholder';
  readonly count: 'events' | 'requests';
}

/** @throws MissingError when no event is of that day */
export function huntRare(read: Read, options: RareHunt): RareAnswer {
  const rows: DayRow[] = [];
  for (const { parts } of read.clusters.values()) for (const row of foldRows(parts)) rows.push(row);
  const asked = options.day === null ? rows : rows.filter(({ day }) => day === options.day);
  if (options.day !== null && asked.length === 0) throw noSuchDay(options.day, rows);
  const { combinations, tuples, rows: ranked } = rankRare(asked, options);
  const { lines, events, requests, skipped } = read;
  return {
    ranking: 'rare',
    lines,
    events,
    requests,
    combinations,
    tuples,
    skipped: skipsSeen(skipped),
    rows: ranked,
  };
}

export interface SurpriseHunt {
  /** `null`: the last day in the data. */
  readonly day: Day | null;
  /** 0 = all. */
  readonly limit: number;
  readonly baselineDays: number;
  readonly learningDays: number;
  readonly clientIp: ClientIpPolicy;
  readonly findingsPerDay: number;
  /** Those that hide now. */
  readonly suppress?: { readonly suppressions: readonly Suppression[]; readonly now: Date };
}

/** @throws MissingError when no event is of that day */
export function huntSurprise(read: Read, options: SurpriseHunt): SurpriseAnswer {
  const clusters = [...read.clusters.values()].map(({ cluster, parts }) => ({
    cluster,
    rows: foldRows(parts),
  }));
  const all = clusters.flatMap(({ rows }) => rows);
  const day = options.day ?? lastDayOf(all);
  if (day !== null && !all.some((row) => row.day === day)) throw noSuchDay(day, all);

  const calls: RankedCall[] = [];
  const findings: SurpriseAnswer['findings'][number][] = [];
  const hidden: HiddenCalls[] = [];
  let baselineDays = day === null ? 0 : options.baselineDays;
  let learning = false;
  let held = 0;
  for (const { cluster, rows } of clusters) {
    const byDay = Map.groupBy(rows, (row) => row.day);
    const first = [...byDay.keys()].filter((one) => one !== null).sort()[0];
    if (day === null || first === undefined || !byDay.has(day)) continue;
    const patternsOf = (one: Day) => foldPatterns(byDay.get(one) ?? [], options.clientIp);
    const from = [first, addDays(day, -options.baselineDays)].sort()[1] ?? first;
    const baseline = daysFrom(from, addDays(day, -1)).map((one) => ({ day: one, patterns: patternsOf(one) }));
    const ranked = rankSurprise({
      day,
      cluster,
      today: patternsOf(day),
      baseline,
      options: { baselineDays: options.baselineDays, learningDays: options.learningDays },
    });
    baselineDays = Math.min(baselineDays, ranked.baselineDays);
    learning ||= ranked.state === 'learning';
    for (const call of ranked.calls) calls.push(call);
    const context = { day, learning: ranked.state === 'learning', budget: options.findingsPerDay };
    const parted = hide(ranked.calls, options.suppress?.suppressions ?? []);
    hidden.push(...parted.hidden);
    const told = findingsOf(parted.shown, context);
    findings.push(...told.findings);
    held += told.held.length;
  }
  findings.sort(byStrength);
  const ordered = mergeRankings([calls]);
  return {
    ranking: 'surprise',
    day,
    baselineDays,
    learning,
    lines: read.lines,
    skipped: skipsSeen(read.skipped),
    calls: options.limit === 0 ? ordered : ordered.slice(0, options.limit),
    findings,
    ...(held > 0 ? { held } : {}),
    ...(options.suppress === undefined ? {} : { suppressed: suppressedCalls(hidden, options.suppress.now) }),
  };
}

const daysOf = (rows: readonly DayRow[]): Day[] =>
  [...new Set(rows.map(({ day }) => day))].filter((day) => day !== null).sort();

const lastDayOf = (rows: readonly DayRow[]): Day | null => daysOf(rows).at(-1) ?? null;

function noSuchDay(day: Day, rows: readonly DayRow[]): MissingError {
  const days = daysOf(rows);
  if (days.length === 0)
    return new MissingError('there is no kubectl call in these logs, so there is nothing to rank');
  const span = days.length === 1 ? days[0] : `${days[0]} to ${days.at(-1)}`;
  return new MissingError(`no kubectl call on ${day}; these logs hold ${span}`);
}
