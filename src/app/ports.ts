/** What the app needs of the world, in the words of the work. No store is named here. */
import type { Cursor } from '../core/count/cursor.ts';
import type { Day } from '../core/count/day.ts';
import type { Row } from '../core/count/row.ts';
import type { Segment } from '../core/count/segment.ts';
import type { Finding } from '../core/find/finding.ts';
import type { HiddenCalls, Suppression } from '../core/find/suppression.ts';
import type { PatternRow } from '../core/rank/pattern-row.ts';
import type { Cluster, Hour, LogPath } from '../core/read/path.ts';

/** A log blob as it was when we looked. */
export interface LogBlob {
  readonly name: string;
  readonly path: LogPath;
  readonly length: number;
  /** Creation time, ISO 8601: another one means another blob under the same name. `''` where the store does not say. */
  readonly created: string;
  readonly modified: Date;
}

export interface AuditLogs {
  /** The blob as it is now, `null` when it is gone or is no AKS hour blob. */
  find(name: string): Promise<LogBlob | null>;
  /** Its bytes `[from, to)`. @throws ConflictError when the blob was replaced since `find`. */
  bytes(blob: LogBlob, from: number, to: number): AsyncIterable<Uint8Array>;
  /** Where clusters put their logs: each prefix, to be given to `list`. */
  homes(): AsyncIterable<string>;
  /** The hour blobs of one home whose path lies in the months of `[from, to]`, in path order. */
  list(home: string, from: Day, to: Day): AsyncIterable<LogBlob>;
}

/** A blob's counts as they were read; what is committed next is judged against exactly this state. */
export interface OpenBlob {
  readonly blob: LogBlob;
  readonly cursor: Cursor;
  readonly rows: ReadonlyMap<string, Row>;
  /** The blob was counted before under this name, and was replaced since. */
  readonly replaced: boolean;
}

export interface CountedBlob {
  readonly name: string;
  readonly hour: Hour;
  readonly cursor: Cursor;
}

export interface Ledger {
  /** Rows one commit can touch. */
  readonly rowsPerSegment: number;
  /** Characters of rows one commit can carry. */
  readonly charsPerSegment: number;
  open(blob: LogBlob): Promise<OpenBlob>;
  /** Moves the cursor and sets the rows, all or nothing. @throws ConflictError when the blob moved since `open`. */
  commit(open: OpenBlob, segment: Segment): Promise<OpenBlob>;
  /** The newest generation of each blob of a cluster whose hour lies in `[from, to)`, in hour order. */
  blobs(cluster: Cluster, from: Hour, to: Hour): AsyncIterable<CountedBlob>;
  /** The same, with their rows. */
  counted(
    cluster: Cluster,
    from: Hour,
    to: Hour,
  ): AsyncIterable<CountedBlob & { readonly rows: readonly Row[] }>;
  clusters(): Promise<Cluster[]>;
  /** Forgets the blobs of a cluster whose hour lies before. Stops at the deadline; the rest goes next time. @returns how many went */
  forget(cluster: Cluster, before: Hour, deadline: Date): Promise<number>;
}

/** Work for another invocation, perhaps on another instance. May be delivered more than once, in any order. */
export interface Jobs {
  /** @param afterMs how long the message stays unseen */
  count(blobName: string, afterMs?: number): Promise<void>;
  rank(cluster: Cluster, day: Day): Promise<void>;
  /** Messages that failed too often, by queue. */
  poisoned(): Promise<Readonly<Record<string, number>>>;
}

/** How often a sink refused a version of a finding. */
export interface Refusals {
  readonly version: string;
  readonly times: number;
  /** Of the last one, ISO 8601. */
  readonly at: string;
  /** When it is tried again, ISO 8601; `null`: never, it is given up. */
  readonly nextAt: string | null;
}

/** The right to tell a sink: nobody else has it before it ends. */
export interface Turn {
  readonly sink: string;
  /** When somebody first told this sink anything, ISO 8601. */
  readonly since: string;
  readonly until: Date;
  /** Which of all turns it is: another one means somebody else has taken over. */
  readonly stamp: string;
}

export type TurnAnswer =
  | { readonly state: 'yours'; readonly turn: Turn }
  | { readonly state: 'taken' }
  /** The sink asked to be left alone. */
  | { readonly state: 'quiet'; readonly until: Date };

/** A finding as it is kept: what it says, and what each sink has been told of it. */
export interface KeptFinding {
  readonly finding: Finding;
  /** Digest of what it says: another one means it has changed. */
  readonly version: string;
  /** Sink -> version delivered. */
  readonly told: Readonly<Record<string, string>>;
  /** Sink -> what became of a version that it refused. */
  readonly refused: Readonly<Record<string, Refusals>>;
  /** Not to be told: no longer found when the day was ranked again, or held back. */
  readonly closed: boolean;
  /** Found, and beyond the budget of its day. */
  readonly held: boolean;
}

export interface Findings {
  /**
   * Makes `findings` those of the cluster and day: new and changed ones are written, others of it are closed.
   * @param held found, but not to be told
   */
  save(day: Day, cluster: Cluster, findings: readonly Finding[], held?: readonly Finding[]): Promise<void>;
  find(id: string): Promise<KeptFinding | null>;
  /** Strongest first. */
  ofDay(day: Day): Promise<KeptFinding[]>;
  /** Notes that a sink has a version; nothing else of the finding changes. */
  told(kept: KeptFinding, sink: string): Promise<void>;
  /** Notes that a sink refused a version; nothing else of the finding changes. */
  refused(kept: KeptFinding, sink: string, refusals: Refusals): Promise<void>;
  /** Those that were given up for some sink, from a day on; some may have changed since. */
  givenUp(from: Day): Promise<KeptFinding[]>;
  /**
   * Takes the turn to tell a sink, of many who ask at once for one alone; or lengthens the one that is held.
   * @param until when it ends by itself, should its holder die
   */
  takeTurn(sink: string, now: Date, until: Date, held?: Turn): Promise<TurnAnswer>;
  /** Gives the turn back. @param quietUntil nobody is to tell the sink anything before */
  endTurn(turn: Turn, quietUntil: Date | null): Promise<void>;
  /** Forgets those of the days before. Stops at the deadline. @returns how many days went */
  forget(before: Day, deadline: Date): Promise<number>;
}

export interface KeptSuppression {
  readonly suppression: Suppression;
  /** Digest of what it says: another one means it has changed. */
  readonly version: string;
}

/** What is not told on purpose: who said so, and what it hid. */
export interface Suppressions {
  /** Ordered by id. */
  list(): Promise<KeptSuppression[]>;
  find(id: string): Promise<KeptSuppression | null>;
  /**
   * @param expected the version that is to be replaced, `*` for any; whatever is there, or nothing, where not given
   * @returns what is kept now, and whether it is the first of its id
   * @throws ConflictError where another version is there, or somebody else was first
   */
  put(suppression: Suppression, expected?: string): Promise<KeptSuppression & { readonly isNew: boolean }>;
  /** @returns whether it was there. @throws ConflictError as `put` */
  remove(id: string, expected?: string): Promise<boolean>;
  /** Makes `hidden` what was hidden of the cluster's day. */
  saveHidden(day: Day, cluster: Cluster, hidden: readonly HiddenCalls[]): Promise<void>;
  /** One entry a cluster and suppression, ordered by id; those since removed too. */
  hiddenOn(day: Day): Promise<HiddenCalls[]>;
  /** How many calls each hid, on every day that it hid one. */
  hits(): Promise<{ readonly id: string; readonly day: Day; readonly hits: number }[]>;
  /** Forgets what was hidden on the days before. Stops at the deadline. @returns how many days went */
  forget(before: Day, deadline: Date): Promise<number>;
}

/** Whether what is there is what a writer expects. */
export const isExpected = (there: string | undefined, expected: string | undefined): boolean =>
  expected === undefined || (expected === '*' ? there !== undefined : there === expected);

/** Where findings are told. The key is the same for the same version of the same finding. */
export interface FindingSink {
  readonly name: string;
  /** @throws an error whose `retryable` is false where the sink refuses this very finding; any other for an outage */
  deliver(finding: Finding, idempotencyKey: string): Promise<void>;
}

/** Where reports are kept. */
export interface Reports {
  /** Version of what is kept under the name, `null` where nothing is. */
  version(name: string): Promise<string | null>;
  write(name: string, contentType: string, content: string, version: string): Promise<void>;
  read(name: string): Promise<string | null>;
}

/** A day's patterns, folded from the ledger: nothing here that could not be made again. */
export interface Days {
  /** What each kept day was folded from. */
  fingerprints(cluster: Cluster, from: Day, to: Day): Promise<ReadonlyMap<Day, string>>;
  /** Makes `patterns` those of the day. The fingerprint is written last. */
  save(cluster: Cluster, day: Day, fingerprint: string, patterns: readonly PatternRow[]): Promise<void>;
  /** Patterns of a kept day, one after the other: there may be many. None where it is not kept. */
  load(cluster: Cluster, day: Day): AsyncIterable<PatternRow>;
  /** Forgets the days before. @returns how many went */
  forget(cluster: Cluster, before: Day, deadline: Date): Promise<number>;
}

/** `InvocationContext` fits as it is. Never given audit data. */
export interface Log {
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
}

/** The time, given from outside so that every day can be lived again in a test. */
export type Clock = () => Date;
