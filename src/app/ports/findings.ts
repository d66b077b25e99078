/** Findings from one ranking to the next, and what sinks were told of them. Refuses to know how they are found. */
import type { Day } from '../../core/count/day.ts';
import type { Campaign } from '../../core/find/campaign/campaign.ts';
import type { Finding } from '../../core/find/finding.ts';
import type { Cluster } from '../../core/read/path.ts';

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

/** What can be read of a day. */
export interface ReadFindings {
  /** Strongest first. */
  readonly kept: KeptFinding[];
  /** How many more there are of which nothing can be read, until their day is ranked again. */
  readonly damaged: number;
}

export interface Findings {
  /**
   * Makes `findings` those of the cluster and day: new and changed ones are written, others of it are closed.
   * What is damaged is made anew, or goes where it is not found again.
   * @param held found, but not to be told
   */
  save(day: Day, cluster: Cluster, findings: readonly Finding[], held?: readonly Finding[]): Promise<void>;
  /** @throws DamagedError where it is there and cannot be read */
  find(id: string): Promise<KeptFinding | null>;
  /** Those that can be read, of the highest risk first. */
  ofDay(day: Day): Promise<KeptFinding[]>;
  /** The same, for whoever has to say what is missing. */
  readDay(day: Day): Promise<ReadFindings>;
  /** The stories of a cluster as its open findings of these days, in order of time, tell them; what is damaged of them is passed over. */
  campaigns(cluster: Cluster, days: readonly Day[]): Promise<Campaign[]>;
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
