import { expect, test } from 'vitest';
import { addDays, type Day } from '../../src/core/count/day.ts';
import { rankDay, tellDay } from '../../src/core/find/hunt.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { prepared } from './history.ts';
import { monthOf } from './months.ts';
import { findingsOf, product } from './product.ts';
import { trialOf } from './trial.ts';

const whole = monthOf(3, 'interactive');
const month = { ...whole, clusters: whole.clusters.slice(0, 1) };
const ready = prepared(month);
const trial = trialOf(ready, 'small', scenarioNamed('dump-secrets'), 'loud');
if (trial === null) throw new RangeError('anybody can be robbed of secrets');

test('what an attack made is known among the ranked calls, and nothing else is', () => {
  const { calls, items, planted } = product(trial.attacked);
  const hits = items.filter(({ isHit }) => isHit);
  expect(hits.length).toBe(trial.attacked.attackPatterns.size);
  expect(hits.length).toBeGreaterThan(8);
  // A loud attack comes from an address that nobody else has.
  const [some] = planted;
  expect(calls.filter(({ clientIp }) => clientIp === some?.clientIp)).toEqual([...planted]);
});

test('what is told is what the hunt tells', async () => {
  const { attacked: day } = trial;
  const { history } = day;
  const days = [
    ...history.baseline.map((_, i) => addDays(history.day, i - history.baseline.length)),
    history.day,
  ];
  const patterns = (one: Day) => history.baseline[days.indexOf(one)] ?? day.patterns;
  const settings = { baselineDays: 30, learningDays: 7, findingsPerDay: 1000 };
  const hunted = await rankDay({ days, patterns }, history.cluster, history.day, settings);
  const told = tellDay(hunted, history.day, [], settings);
  expect(told.findings.length).toBeGreaterThan(0);
  expect(findingsOf([product(day)], history.day)).toEqual(told.findings);
});
