/** What the assistant's tools ask, wherever findings and calls lie. Refuses to know the protocol. */
import type { HuntAnswer } from '../../core/find/answer.ts';
import type { Finding } from '../../core/find/finding.ts';
import type { CoveredCluster } from '../../core/show/assistant/clusters.ts';
import type { DayFindings } from '../../core/show/assistant/findings.ts';

/** Parameters of a question, by the names of the HTTP API. */
export type Parameters = readonly (readonly [string, string])[];

/** All of it throws MissingError and UsageError with words of ours; any other error is one that nobody is told of. */
export interface Source {
  findings(asked: Parameters): Promise<DayFindings>;
  /** @throws MissingError where there is none of that id */
  finding(id: string): Promise<{ readonly finding: Finding; readonly closed: boolean }>;
  calls(asked: Parameters): Promise<HuntAnswer>;
  clusters(asked: Parameters): Promise<readonly CoveredCluster[]>;
}

/** What went wrong in words that hold no text of a log, a file or another program. */
export class SourceError extends Error {}
