/**
 * `npm run eval -- [--seeds N] [--first N] [--only part-of-scenario] [--split tuning|held-out]`
 * judges rankings on simulated months. The same seeds give the same numbers. Progress goes to standard error.
 *
 * Which months and attacks:
 * `--seeds N`, `--first N`: so many months, from this seed on. `--one-in N`: one attack of N in each month, by turns.
 * `--only text`, `--split side`: attacks with this in their name, or of one side of the split.
 * `--client a,b` lets attackers use these programs, each attack with each of them (kubectl, or a name in src/simulate/clients).
 * `--clients kubectl` leaves out what is done with other programs: the setting RARECALL_CLIENTS (interactive by default).
 *
 * What is measured:
 * `--rankings a,b`: these only, by the names in baselines.ts and product.ts. With `product` alone nothing else is measured.
 * `--ablate-every N` measures the variants of the product in every N-th month only (0: never).
 * `--variation a,b`: the product alone, on harder ways of the same attacks (`all`, or names in vary/variation.ts):
 *   `none`, as simulated; `slow`, a command every two hours or so, by night and on days before as well; `spread`, over five days;
 *   `script`, all within seconds; `young`, a cluster with three days of history; `private-link`, one address for all;
 *   `many-names`, impersonating another one with each command; `many-accounts`, five robbed ones by turns; `flood`, `decoys` and
 *   `poison`: junk beside the attack, under many names, on the days before. The last day is judged; told is what is told within the
 *   usual budget, on any of the attack's days.
 *   `--calm-days N`: findings are counted on the last N days without an attack (3).
 *   Of p@10 there is what was possible, too: a day's part of a slow attack has fewer than ten patterns.
 *
 * `--people folder`: the product alone, on strange commands among those of real people, in `--seeds` windows of
 *   their files. Means and intervals are over pairs of people; `himself` is the control: the same person's next day.
 *
 * What is kept:
 * `--save file` keeps the judgements, `--with file,file` adds kept ones: a long run can be done in parts.
 * `--write` puts tables and charts into docs/signal.md and docs/signal/.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clients as programs } from '../../src/simulate/clients/clients.ts';
import { baselines } from './baselines.ts';
import { type Calm, calmMonth, type Repeats } from './calm.ts';
import { prepared } from './history.ts';
import { type Judgement, judgeMonth } from './judge.ts';
import { type Clients, monthOf } from './months.ts';
import { people } from './people/run.ts';
import type { Client, WantedTrials } from './plan.ts';
import { charts } from './report/charts.ts';
import { byProgram } from './report/clients-report.ts';
import { markdown, type Results } from './report/report.ts';
import { summary } from './report/summary.ts';
import { vary } from './vary/run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    split: { type: 'string', default: '' },
    rankings: { type: 'string', default: '' },
    client: { type: 'string', default: 'kubectl' },
    clients: { type: 'string', default: 'interactive' },
    'one-in': { type: 'string', default: '1' },
    'ablate-every': { type: 'string', default: '1' },
    save: { type: 'string', default: '' },
    with: { type: 'string', default: '' },
    people: { type: 'string', default: '' },
    'calm-days': { type: 'string', default: '3' },
    variation: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});

const listed = (text: string): string[] => text.split(',').filter((name) => name !== '');

const judgements: Judgement[] = [];
const calm: Calm[] = [];
const repeats: Repeats[] = [];
const first = Number(values.first);
const seeds = Number(values.seeds);
const every = Number(values['ablate-every']);
const clients = values.client.split(',').map((name) => {
  if (name !== 'kubectl' && !(name in programs)) throw new RangeError('no program of that name');
  return name as Client;
});
if (values.clients !== 'kubectl' && values.clients !== 'interactive')
  throw new RangeError('clients are kubectl or interactive');
const rankings = listed(values.rankings);
const attacks: WantedTrials = {
  only: values.only,
  split: values.split,
  clients,
  oneIn: Number(values['one-in']),
};
if (values.people !== '') {
  people(values.people, { first, seeds });
  process.exit(0);
}
if (values.variation !== '') {
  vary(listed(values.variation), {
    first,
    seeds,
    clients: values.clients as Clients,
    attacks,
    calmDays: Number(values['calm-days']),
  });
  process.exit(0);
}
for (let seed = first; seed < first + seeds; seed++) {
  const start = performance.now();
  const month = prepared(monthOf(seed, values.clients as Clients));
  const ablate = every > 0 && (seed - first) % every === 0;
  judgements.push(
    ...judgeMonth(month, {
      ...attacks,
      rankings,
      ablate,
    }),
  );
  if (rankings.length === 0 || rankings.includes('product')) {
    const days = calmMonth(month);
    calm.push(...days.calm);
    repeats.push(...days.repeats);
  }
  console.error(`month ${seed - first + 1} of ${seeds}: ${Math.round(performance.now() - start)} ms`);
}
for (const file of listed(values.with)) {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Results;
  judgements.push(...kept.judgements);
  calm.push(...kept.calm);
  repeats.push(...kept.repeats);
}
const results: Results = { judgements, calm, repeats };
if (values.save !== '') writeFileSync(values.save, JSON.stringify(results));
console.log(summary(judgements));
if (values.write) {
  const docs = new URL('../../docs/', import.meta.url);
  const page = new URL('signal.md', docs);
  // A run of some rankings or some programs leaves the tables of others as they are.
  if (results.judgements.some(({ ranking }) => ranking in baselines)) {
    replaced(page, 'results', markdown(results));
    mkdirSync(new URL('signal/', docs), { recursive: true });
    for (const [name, svg] of Object.entries(charts(results)))
      writeFileSync(new URL(`signal/${name}`, docs), svg);
  }
  const withOthers = byProgram(results);
  if (withOthers !== '') replaced(page, 'programs', withOthers);
}

/** Puts a text between two marks of a page. */
function replaced(page: URL, name: string, text: string): void {
  const [before = '', , after = ''] = readFileSync(page, 'utf8').split(
    new RegExp(`<!-- ${name}:(?:begin|end) -->`),
  );
  writeFileSync(page, `${before}<!-- ${name}:begin -->\n\n${text}\n\n<!-- ${name}:end -->${after}`);
}
