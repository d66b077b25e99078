/** A call as a ranking shows it: the `calls` of `rarecall hunt` (DESIGN 10) to the letter. */
import type { Day } from '../count/day.ts';
import type { Queries } from '../find/queries.ts';
import type { Applied, Text } from '../read/call.ts';

/** A risk factor that applied. */
export interface AppliedFactor {
  readonly id: string;
  readonly weight: number;
  readonly why: string;
  readonly innocent: string;
  readonly next: string;
}

/** An ATT&CK technique, with the version of ATT&CK it is meant in. */
export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly version: string;
}

export interface CallEvidence {
  readonly auditID: Text;
  readonly time: string | null;
  /** Blob name or file path. */
  readonly source: string;
  /** Byte offset of the line in it. */
  readonly offset: number;
}

/** What the baseline knows of one field of a call. */
export interface Known {
  /** Days on which the actor showed this value. */
  readonly ownDays: number;
  /** Other actors that ever did. */
  readonly others: number;
  /** The first of them, by name. */
  readonly neighbours: readonly string[];
  /** The first day on which anybody showed it; `null`: nobody ever did. */
  readonly firstSeen: Day | null;
}

/** The numbers a call was judged by. */
export interface CallBaseline {
  /** Days with calls. */
  readonly days: number;
  /** Everybody who called on them. */
  readonly actors: number;
  /** The first of these days on which the actor called; `null`: a newcomer. */
  readonly actorFirstSeen: Day | null;
  /** By field, as `bits`; a field that is not looked at is missing. */
  readonly known: Readonly<Record<string, Known>>;
}

export interface RankedCall {
  readonly rank: number;
  readonly cluster: string;
  /** Full resource id in lower case, or the name again where there is none. */
  readonly clusterId: string;
  /** The effective user: the impersonated one, else the caller; `''` when unknown. */
  readonly user: string;
  /** The real caller, where he impersonates. */
  readonly impersonatedBy: Text;
  readonly groups: readonly string[];
  readonly clientIp: Text;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
  readonly verb: Text;
  readonly resource: Text;
  readonly subresource: Text;
  readonly namespace: Text;
  readonly requestURI: Text;
  /** The pattern in one line, e.g. `exec pods/exec payments /api/v1/namespaces/{ns}/pods/{name}/exec`. */
  readonly pattern: string;
  readonly count: number;
  /** Response codes seen, ascending. */
  readonly codes: readonly number[];
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** 0-100: position of its surprise among those of past days. */
  readonly rarity: number;
  /** Surprise in bits: `total` and its terms by name. */
  readonly bits: Readonly<Record<string, number>>;
  readonly baseline: CallBaseline;
  readonly explanation: string;
  readonly risk: { readonly score: number; readonly factors: readonly AppliedFactor[] };
  readonly attack: readonly Technique[];
  readonly evidence: readonly CallEvidence[];
  readonly applied: Applied | null;
}

/** A finding: one actor from one client IP in one cluster on one day, its rare calls strongest first (DESIGN 7). */
export interface Finding {
  /** Hash of actor, client IP, cluster and day: the same on every run. */
  readonly id: string;
  readonly day: Day;
  readonly cluster: string;
  readonly clusterId: string;
  readonly user: string;
  readonly clientIp: Text;
  readonly title: string;
  readonly message: string;
  readonly risk: {
    readonly score: number;
    readonly impact: number;
    readonly confidence: number;
    readonly severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
    readonly factors: readonly AppliedFactor[];
  };
  readonly riskObjects: readonly {
    readonly type: 'user' | 'system';
    readonly value: string;
    readonly score: number;
  }[];
  readonly threatObjects: readonly {
    readonly type: 'ip_address' | 'http_user_agent';
    readonly value: string;
  }[];
  readonly killChainPhases: readonly string[];
  readonly analyticStories: readonly string[];
  readonly attack: readonly Technique[];
  readonly attackVersion: string;
  readonly detection: { readonly id: string; readonly name: string; readonly version: number };
  readonly knownFalsePositives: string;
  /** The cluster has too little history; such a finding is kept and not pressed on anybody. */
  readonly learning: boolean;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** To see the events where they are kept. */
  readonly queries: Queries;
  readonly calls: readonly RankedCall[];
}
