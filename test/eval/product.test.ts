import { expect, test } from 'vitest';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { monthOf } from './months.ts';
import { product } from './product.ts';
import { historiesOf, quietDaysOf, trialOf } from './trial.ts';

test('what an attack made is known among the ranked calls, and nothing else is', () => {
  const whole = monthOf(3, 'kubectl');
  const month = { ...whole, clusters: whole.clusters.slice(0, 1) };
  const quiet = quietDaysOf(month, historiesOf(month));
  const trial = trialOf(month, quiet, 'small', scenarioNamed('dump-secrets'), 'loud');
  if (trial === null) throw new RangeError('anybody can be robbed of secrets');
  const { calls, items } = product(trial.attacked);
  const hits = calls.filter((_, i) => items[i]?.isHit === true);
  expect(hits.length).toBe(trial.attacked.attackPatterns.size);
  // A loud attack comes from an address that nobody else has.
  const ip = hits[0]?.clientIp;
  expect(calls.filter(({ clientIp }) => clientIp === ip)).toEqual(hits);
  expect(items.filter(({ isHit }) => isHit).length).toBeGreaterThan(8);
});
