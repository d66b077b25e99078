/**
 * `npm run eval -- [--seeds N] [--first N] [--only part-of-scenario] [--split tuning|held-out] [--rankings a,b] [--out file]`
 * judges the rankings on simulated months. The same seeds give the same numbers. Progress goes to standard error.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Judgement, judgeMonth } from './judge.ts';
import { summary } from './summary.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    split: { type: 'string', default: '' },
    rankings: { type: 'string', default: '' },
    out: { type: 'string', default: '' },
  },
});

const judgements: Judgement[] = [];
const first = Number(values.first);
const seeds = Number(values.seeds);
const rankings = values.rankings.split(',').filter((name) => name !== '');
for (let seed = first; seed < first + seeds; seed++) {
  const start = performance.now();
  judgements.push(...judgeMonth(seed, { only: values.only, split: values.split, rankings }));
  console.error(`month ${seed - first + 1} of ${seeds}: ${Math.round(performance.now() - start)} ms`);
}
if (values.out !== '') writeFileSync(values.out, JSON.stringify(judgements));
console.log(summary(judgements));
