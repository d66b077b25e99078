/**
 * `npm run eval -- [--seeds N] [--first N] [--only part-of-scenario] [--split tuning|held-out]`
 * judges rankings on simulated months. The same seeds give the same numbers. Progress goes to standard error.
 *
 * Which months and attacks:
 * `--seeds N`, `--first N`: so many months, from this seed on. `--one-in N`: one attack of N in each month, by turns.
 * `--only text`, `--split side`: attacks with this in their name, or of one side of the split.
 * `--client a,b` lets attackers use these programs, each attack with each of them (kubectl, or a name in src/simulate/clients).
 * `--clients kubectl` leaves out what is done with other programs: the setting RARECALL_CLIENTS (interactive by default).
 * `--noise`: people type more, and things new to them, as real ones do (src/simulate/noise.ts); off by default, so that months stay
 *   those that were published.
 *
 * What is measured:
 * `--rankings a,b`: these only, by the names in baselines.ts and product.ts. With `product` alone nothing else is measured.
 * `--ablate-every N` measures the variants of the product in every N-th month only (0: never).
 * `--variation a,b`: the product alone, on harder ways of the same attacks (`all`, or names in vary/variation.ts):
 *   `none`, as simulated; `slow`, a command every two hours or so, by night and on days before as well; `spread`, over five days;
 *   `script`, all within seconds; `young`, a cluster with three days of history; `second-day`, with one; `private-link`, one address for all;
 *   `noise`, as `--noise`; `upgrade`, of the nodes on the judged day;
 *   `many-names`, impersonating another one with each command; `many-accounts`, five robbed ones by turns; `flood`, `decoys` and
 *   `poison`: junk beside the attack, under many names, on the days before. The last day is judged; told is what is told within the
 *   usual budget, on any of the attack's days. Base lines are measured beside it where `--rankings` names them.
 *   `--calm-days N`: findings are counted on the last N days without an attack (3).
 *   Of p@10 there is what was possible, too: a day's part of a slow attack has fewer than ten patterns.
 *
 * `--severity`: the same, and how far the severity of each attack lies from its median over the months (three or more).
 * `--people folder`: the product alone, on strange commands among those of real people, in `--seeds` windows of
 *   their files. Means and intervals are over pairs of people; `himself` is the control: the same person's next day.
 *
 * `--whole`: all of it, each in the measure of parts.ts (half an hour for 25 months), and the people where `--people` says.
 *
 * What is kept:
 * `--save file` keeps the judgements, `--with file,file` adds kept ones: a long run can be done in parts,
 *   and with `--seeds 0` nothing is measured anew.
 * `--write` puts tables and charts into docs/signal/; what was not measured stays as it was.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clients as programs } from '../../src/simulate/clients/clients.ts';
import { baselines } from './baselines.ts';
import type { Clients } from './months.ts';
import { judgedPart, overMonths, type Part, variedPart, wholeParts } from './parts.ts';
import { peopleOf } from './people/run.ts';
import type { Client, WantedTrials } from './plan.ts';
import { variants } from './product.ts';
import { writePages } from './report/pages.ts';
import { joined, type Results } from './report/results.ts';
import { screen } from './report/screen.ts';
import { variationsNamed } from './vary/run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    split: { type: 'string', default: '' },
    client: { type: 'string', default: 'kubectl' },
    clients: { type: 'string', default: 'interactive' },
    noise: { type: 'boolean', default: false },
    'one-in': { type: 'string', default: '1' },
    rankings: { type: 'string', default: '' },
    'ablate-every': { type: 'string', default: '1' },
    variation: { type: 'string', default: '' },
    'calm-days': { type: 'string', default: '3' },
    severity: { type: 'boolean', default: false },
    people: { type: 'string', default: '' },
    whole: { type: 'boolean', default: false },
    save: { type: 'string', default: '' },
    with: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  const [, text = ''] = readFileSync(new URL(import.meta.url), 'utf8').split(/^\/\*\*\n| \*\/$/m);
  console.log(text.replaceAll(/^ \* ?/gm, ''));
  process.exit(0);
}

const listed = (text: string): string[] => text.split(',').filter((name) => name !== '');
/** @throws RangeError for what is none of those */
function oneOf<const T extends string>(what: string, known: readonly T[], name: string): T {
  const found = known.find((one) => one === name);
  if (found === undefined) throw new RangeError(`${what}: one of ${known.join(', ')}`);
  return found;
}

const rankings = listed(values.rankings).map((name) =>
  oneOf('rankings', [...Object.keys(baselines), ...Object.keys(variants)], name),
);
const attacks: WantedTrials = {
  only: values.only,
  split: values.split,
  clients: listed(values.client).map((name) =>
    oneOf<Client>('client', ['kubectl', ...(Object.keys(programs) as Client[])], name),
  ),
  oneIn: Number(values['one-in']),
};
const months = {
  first: Number(values.first),
  seeds: Number(values.seeds),
  clients: oneOf<Clients>('clients', ['interactive', 'kubectl'], values.clients),
  setting: values.noise ? { noise: true } : {},
};
const names = variationsNamed(listed(values.variation || (values.severity ? 'none' : '')));

function wanted(): readonly Part[] {
  if (values.whole) return wholeParts(attacks);
  const calmDays = Number(values['calm-days']);
  if (names.length > 0) return [variedPart(names.map((name) => ({ name, attacks, rankings, calmDays })))];
  // The people alone were asked for.
  if (values.people !== '') return [];
  return [judgedPart({ ...attacks, rankings }, Number(values['ablate-every']))];
}

const parts = wanted();
const results = joined([
  parts.length === 0 ? {} : overMonths(months, parts),
  values.people === '' ? {} : { intrusions: peopleOf(values.people, months) },
  ...listed(values.with).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Partial<Results>),
]);
if (values.save !== '') writeFileSync(values.save, JSON.stringify(results));
console.log(screen(results, values.severity || values.whole));
if (values.write) writePages(results, new Date().toISOString().slice(0, 10));
