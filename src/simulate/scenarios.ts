/** All attacks that the simulation knows, by id. */
import type { Scenario } from './attack.ts';
import { accessAttacks } from './attacks-access.ts';
import { damageAttacks } from './attacks-damage.ts';
import { discoveryAttacks } from './attacks-discovery.ts';
import { footholdAttacks } from './attacks-foothold.ts';

export const scenarios: readonly Scenario[] = [
  ...accessAttacks,
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
