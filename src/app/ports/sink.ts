/** Where findings are told. Refuses to know which, and when. */
import type { Finding } from '../../core/find/finding.ts';

/** The address of a finding's page; `null` where there is none that its reader could follow. */
export type LinkOf = (finding: Finding) => Promise<string | null>;

/** The key is the same for the same version of the same finding. */
export interface FindingSink {
  readonly name: string;
  /**
   * @param link where its page can be read; `null` where it can be by nobody
   * @param workLink where it can be worked, of a sink that people read; `null` where that is nowhere
   * @throws an error whose `retryable` is false where the sink refuses this very finding; any other for an outage
   */
  deliver(
    finding: Finding,
    idempotencyKey: string,
    link?: string | null,
    workLink?: string | null,
  ): Promise<void>;
  /** Asks whether it would take one, without giving it one; left out where it cannot be asked. @throws as `deliver` */
  dry?(): Promise<void>;
}
