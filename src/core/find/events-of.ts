/**
 * The records behind a finding: which lines of the logs are its events, and which are of the same actor around them.
 * Knows what a finding says of its events; refuses to know where logs lie.
 */
import { cut } from '../rank/cut.ts';
import { maskText } from '../rank/mask/shapes.ts';
import type { CallEvidence } from '../rank/pattern-row.ts';
import type { CallEvent, Text } from '../read/call.ts';
import { jsonLine, type RawRecord } from '../read/raw/raw-records.ts';
import type { Finding } from './finding.ts';
import { callCount } from './left-out.ts';

export interface EventsAsked {
  /** What the actor did within so many milliseconds of the first and last event, too; `null`: the events alone. */
  readonly contextMs: number | null;
  /** Events that belong to the finding though no evidence names them, and when they were; none unless given. */
  readonly own?: { readonly during: Window; is(event: CallEvent, clusterId: string): boolean };
}

/** What is asked of a finding. */
export type Behind = Pick<Finding, 'clusterId' | 'user' | 'firstSeen' | 'lastSeen' | 'calls' | 'leftOut'>;

/** A time, both ends included. */
export interface Window {
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** A record that was wanted. */
export interface FoundLine {
  readonly time: string | null;
  readonly source: string;
  readonly offset: number;
  /** JSON, with its newline. */
  readonly line: Buffer;
  readonly isOfFinding: boolean;
  readonly isAsLogged: boolean;
}

export interface EventsOf {
  /** Where the events lie that the finding names: offsets by source, ascending. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** When what else is wanted was done, of which no place is known; `null` where nothing else is. */
  readonly window: Window | null;
  /**
   * Keeps the record where it is wanted.
   * @param clusterId of the log that the record is in
   * @returns whether there was room: half a GiB of records can be put in order
   */
  take(record: RawRecord, source: string, clusterId: string): boolean;
  /** In order of time. */
  lines(): readonly FoundLine[];
  /** How many of the named events were not found where they were counted. */
  missing(): number;
}

/** Bytes of records that are held, to be put in order. */
const mostBytes = 512 * 1024 * 1024;

export function eventsOf(finding: Behind, { contextMs, own }: EventsAsked): EventsOf {
  const named = new Map<string, Map<number, Named[]>>();
  for (const call of finding.calls)
    for (const evidence of call.evidence) {
      const places = named.get(evidence.source) ?? new Map<number, Named[]>();
      named.set(evidence.source, places);
      const at = places.get(evidence.offset) ?? [];
      places.set(evidence.offset, [...at, { evidence, user: call.user, by: call.impersonatedBy }]);
    }
  const around = contextMs === null ? null : windowOf(finding, contextMs);
  const isActor = actorOf(finding);
  const found = new Map<string, FoundLine>();
  let bytes = 0;

  return {
    places: new Map([...named].map(([source, at]) => [source, [...at.keys()].sort((a, b) => a - b)])),
    window: around ?? own?.during ?? null,
    take(record, source, clusterId) {
      const { event, offset } = record;
      const isNamed =
        named
          .get(source)
          ?.get(offset)
          ?.some((one) => isSame(event, one)) ?? false;
      const isOfFinding = isNamed || (own?.is(event, clusterId) ?? false);
      if (
        !isOfFinding &&
        !(around !== null && clusterId === finding.clusterId && isIn(event, around) && isActor(event))
      )
        return true;
      const key = JSON.stringify([source, offset]);
      if (found.has(key)) return true;
      const { line, isAsLogged } = jsonLine(record);
      bytes += line.length;
      if (bytes > mostBytes) return false;
      found.set(key, { time: event.time, source, offset, line, isOfFinding, isAsLogged });
      return true;
    },
    lines: () => [...found.values()].sort(byTime),
    missing: () =>
      [...named].reduce(
        (sum, [source, at]) =>
          sum + [...at.keys()].filter((offset) => !found.has(JSON.stringify([source, offset]))).length,
        0,
      ),
  };
}

/** An event that a finding names, and of whose call. */
interface Named {
  readonly evidence: CallEvidence;
  readonly user: string;
  readonly by: Text;
}

/** Whether the record is the one that was counted: another log may stand there by now. */
const isSame = ({ auditID, time, call }: CallEvent, { evidence, user, by }: Named): boolean =>
  time === evidence.time &&
  isShown(auditID, evidence.auditID) &&
  isShown(call.impersonated ?? call.user ?? '', user) &&
  isShown(call.impersonated === null ? null : (call.user ?? ''), by);

/** Whether a text is shown so: as it is, or masked. */
function isShown(logged: Text, shown: Text): boolean {
  if (logged === null || shown === null) return logged === shown;
  const kept = cut(logged, 256);
  return kept === shown || maskText(kept) === shown;
}

/** Who really calls, in whatever name; of whom an access proxy lets in, the user. */
function actorOf({ user, calls: [top] }: Behind): (event: CallEvent) => boolean {
  const by = top?.impersonatedBy ?? null;
  if (by === null || top?.proxied === true)
    return ({ call }) => isShown((top?.proxied === true ? call.impersonated : null) ?? call.user ?? '', user);
  return ({ call }) => isShown(call.user ?? '', by);
}

const isIn = ({ time }: CallEvent, { from, to }: Window): boolean =>
  time !== null && time >= from && time <= to;

/** In whole microseconds, as events have them. @returns `null` where the finding has no time */
function windowOf({ firstSeen, lastSeen }: Behind, contextMs: number): Window | null {
  const [first, last] = [Date.parse(firstSeen ?? ''), Date.parse(lastSeen ?? firstSeen ?? '')];
  if (Number.isNaN(first) || Number.isNaN(last)) return null;
  const at = (ms: number, micros: string): string => new Date(ms).toISOString().replace(/Z$/, `${micros}Z`);
  return { from: at(first - contextMs, '000'), to: at(last + contextMs, '999') };
}

const byTime = (a: FoundLine, b: FoundLine): number =>
  compare(a.time ?? '', b.time ?? '') || compare(a.source, b.source) || a.offset - b.offset;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * How many requests the finding is of, and how many of them it names: of each call it holds the first, of many calls not all.
 * @returns `all: null` where it does not hold all of its calls
 */
export function requestCounts(finding: Behind): { readonly all: number | null; readonly named: number } {
  const isWhole = callCount(finding) === finding.calls.length;
  const all = finding.calls.reduce((sum, { count }) => sum + count, 0);
  const named = finding.calls.map(({ count, evidence }) =>
    // Of one request several events may be held, which have one id.
    Math.min(count, new Set(evidence.map(({ auditID, offset }) => auditID ?? offset)).size),
  );
  return { all: isWhole ? all : null, named: named.reduce((sum, count) => sum + count, 0) };
}
