/** All attacks that the simulation knows, by id. */

import { credentialAttacks } from './credentials.ts';
import { damageAttacks } from './damage.ts';
import { discoveryAttacks } from './discovery.ts';
import { footholdAttacks } from './foothold.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  ...credentialAttacks,
  ...discoveryAttacks,
  ...footholdAttacks,
  ...damageAttacks,
];

/** @throws RangeError for an attack that nobody wrote down */
export function scenarioNamed(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new RangeError('an attack without an entry in the table of scenarios');
  return found;
}
