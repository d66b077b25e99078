import { expect, test } from 'vitest';
import { addDays } from '../../src/core/count/day.ts';
import { findings } from '../../src/core/find/told.ts';
import { judged } from '../../src/core/judge/ranked-call.ts';
import { rankSurprise } from '../../src/core/rank/surprise.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { monthOf } from './months.ts';
import { findingsOf, product } from './product.ts';
import { historiesOf, quietDaysOf, trialOf } from './trial.ts';

const whole = monthOf(3, 'interactive');
const month = { ...whole, clusters: whole.clusters.slice(0, 1) };
const quiet = quietDaysOf(month, historiesOf(month));

test('what an attack made is known among the ranked calls, and nothing else is', () => {
  const trial = trialOf(month, quiet, 'small', scenarioNamed('dump-secrets'), 'loud');
  if (trial === null) throw new RangeError('anybody can be robbed of secrets');
  const { calls, items, planted } = product(trial.attacked);
  const hits = items.filter(({ isHit }) => isHit);
  expect(hits.length).toBe(trial.attacked.attackPatterns.size);
  expect(hits.length).toBeGreaterThan(8);
  // A loud attack comes from an address that nobody else has.
  const [some] = planted;
  expect(calls.filter(({ clientIp }) => clientIp === some?.clientIp)).toEqual([...planted]);
});

test('what is not judged would not be told', () => {
  const [day] = quiet;
  if (day === undefined) throw new RangeError('a month has a last day');
  const baseline = day.history.baseline.map((patterns, i) => ({
    day: addDays(day.history.day, i - day.history.baseline.length),
    patterns,
  }));
  const all = judged(
    rankSurprise({ day: day.history.day, today: day.patterns, baseline }),
    day.history.cluster,
  );
  expect(product(day).items.length).toBe(all.calls.length);
  expect(product(day).calls.length).toBeLessThan(all.calls.length / 2);
  const told = findings(all.calls, { day: day.history.day, learning: false, budget: 1000, minRisk: 1 });
  expect(told.findings.length).toBeGreaterThan(0);
  expect(findingsOf([product(day)], day.history.day, 1)).toEqual(told.findings);
});
