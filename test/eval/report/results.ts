/** All that an evaluation found, by the part that found it. Refuses to measure and to show. */
import type { Calm, Repeats } from '../calm.ts';
import type { Judgement } from '../judge.ts';
import type { Intrusion } from '../people/intrusion.ts';
import type { Varied, VariedCalm } from '../vary/varied.ts';

export interface Results {
  readonly judgements: readonly Judgement[];
  readonly calm: readonly Calm[];
  readonly repeats: readonly Repeats[];
  readonly varied: readonly Varied[];
  readonly variedCalm: readonly VariedCalm[];
  readonly intrusions: readonly Intrusion[];
}

/** Parts of results together; kept ones of older runs may lack what was not measured then. */
export const joined = (parts: readonly Partial<Results>[]): Results => ({
  judgements: parts.flatMap(({ judgements = [] }) => judgements),
  calm: parts.flatMap(({ calm = [] }) => calm),
  repeats: parts.flatMap(({ repeats = [] }) => repeats),
  varied: parts.flatMap(({ varied = [] }) => varied),
  variedCalm: parts.flatMap(({ variedCalm = [] }) => variedCalm),
  intrusions: parts.flatMap(({ intrusions = [] }) => intrusions),
});
