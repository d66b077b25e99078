/** Which mutants are tried: drawn by a seed, every kind in turn, so that the many texts do not crowd out the rest. */
import { randomFrom } from '../../src/simulate/random.ts';
import { kinds, type Mutant } from './mutants.ts';

/** @param size 0 = all of them */
export function sampled(
  mutants: readonly Mutant[],
  size: number,
  seed: string,
  isWanted: (mutant: Mutant) => boolean = () => true,
): Mutant[] {
  const random = randomFrom(`mutants ${seed}`);
  const piles = kinds.map((kind) =>
    mutants
      .filter((mutant) => mutant.kind === kind)
      .map((mutant) => ({ mutant, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ mutant }) => mutant),
  );
  const wanted = size === 0 ? mutants.length : Math.min(size, mutants.length);
  const taken: Mutant[] = [];
  for (let turn = 0; taken.length < wanted && piles.some((pile) => pile.length > 0); turn++) {
    const pile = piles[turn % piles.length];
    let next = pile?.shift();
    while (next !== undefined && !isWanted(next)) next = pile?.shift();
    if (next !== undefined) taken.push(next);
  }
  return taken;
}
