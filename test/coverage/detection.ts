/** A public detection, and the sample that shows what it is about. */
import type { Source } from './sources.ts';

export interface Detection {
  /** What it looks for. */
  readonly what: string;
  readonly sources: readonly Source[];
  /** Its file in `test/fixtures/coverage`, without the end. */
  readonly sample: string;
  /** What the sample does, and what of it is odd. */
  readonly shows: string;
  /** Ids of the factors that name the danger: each applies to what is told of the sample, or would be. */
  readonly factors: readonly string[];
  /** It is about who calls, from where, or with what: done by others it would be another thing. */
  readonly isOfCaller?: true;
  /** Why it is not told; left out where it is. */
  readonly untold?: string;
}
