/**
 * `npm run eval -- [--seeds N] [--first N] [--only text] [--out file]`: judges the rankings on simulated months.
 * Deterministic: the same seeds give the same numbers. Progress goes to standard error.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loudness } from '../../src/simulate/attack.ts';
import { scenarios } from '../../src/simulate/scenarios.ts';
import { baselines } from './baselines.ts';
import { achievedAt, firstHit, meanOf, precisionAt } from './measures.ts';
import { monthOf, sizes } from './months.ts';
import { heldOut } from './split.ts';
import { historiesOf, quietDaysOf, trialOf } from './trial.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
  },
});

const results: Record<string, unknown>[] = [];
const first = Number(values.first);
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const start = performance.now();
  const month = monthOf(seed);
  const histories = historiesOf(month);
  const quiet = quietDaysOf(month, histories);
  const prepared = performance.now();
  let n = seed;
  for (const scenario of scenarios) {
    if (!scenario.id.includes(values.only)) continue;
    const size = sizes[n++ % sizes.length] ?? 'large';
    for (const kind of loudness) {
      const trial = trialOf(month, quiet, size, scenario, kind);
      if (trial === null) continue;
      for (const [name, ranking] of Object.entries(baselines)) {
        const items = ranking(trial.days);
        results.push({
          seed,
          size: size,
          scenario: scenario.id,
          split: heldOut.includes(scenario.id) ? 'held-out' : 'tuning',
          loudness: kind,
          ranking: name,
          planted: trial.attacked.attackPatterns.size,
          of: items.length,
          p10: precisionAt(items, 10),
          p20: precisionAt(items, 20),
          a10: achievedAt(items, 10),
          first: firstHit(items),
        });
      }
    }
  }
  console.error(
    `seed ${seed}: month ${Math.round(prepared - start)} ms, trials ${Math.round(performance.now() - prepared)} ms`,
  );
}
if (values.out !== '') writeFileSync(values.out, JSON.stringify(results));
for (const name of Object.keys(baselines)) {
  for (const kind of loudness) {
    const own = results.filter((result) => result['ranking'] === name && result['loudness'] === kind);
    const mean = (field: string): string => {
      const m = meanOf(own.map((result) => Number(result[field])).filter(Number.isFinite));
      return m.mean.toFixed(3);
    };
    console.log(
      name.padEnd(28),
      kind.padEnd(8),
      own.length,
      'p10',
      mean('p10'),
      'a10',
      mean('a10'),
      'p20',
      mean('p20'),
      'planted',
      mean('planted'),
      'of',
      mean('of'),
    );
  }
}
