/**
 * All risk factors: what makes a rare call worth more of an analyst's time, or less. A table that people who do not code
 * can review: each has a weight (1 would change nothing; below 1 lowers; weights multiply, see risk.ts), why it matters, the
 * innocent thing that looks like it, what to look at next, and ATT&CK techniques. To add one, add a line and an example to
 * its test.
 */
import type { Factor } from './factor.ts';
import { callerFactors } from './factors-caller.ts';
import { changeFactors } from './factors-change.ts';
import { commandFactors } from './factors-command.ts';
import { credentialFactors } from './factors-credentials.ts';
import { discoveryFactors } from './factors-discovery.ts';
import { grantFactors } from './factors-grant.ts';
import { mannerFactors } from './factors-manner.ts';
import { reachFactors } from './factors-reach.ts';
import { workloadFactors } from './factors-workload.ts';

export const factors: readonly Factor[] = [
  ...credentialFactors,
  ...reachFactors,
  ...discoveryFactors,
  ...commandFactors,
  ...grantFactors,
  ...workloadFactors,
  ...changeFactors,
  ...callerFactors,
  ...mannerFactors,
];
