/** `npm run eval -- --people FOLDER`: what the product makes of strange commands among those of real people. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mean, meanOf } from '../measures.ts';
import { columns } from '../report/text.ts';
import { type Intrusion, intrusions } from './intrusion.ts';
import { peopleIn } from './person.ts';
import { officeIntrusions, recordsOf } from './records.ts';

const shown = ({ mean, half }: Mean): string =>
  Number.isNaN(mean) ? '' : `${mean.toFixed(2)} ±${half.toFixed(2)}`;

const measures: readonly (readonly [title: string, of: (one: Intrusion) => number])[] = [
  ['p@10', ({ p10 }) => p10],
  ['by chance', ({ chance }) => chance],
  ['AP', ({ ap }) => ap],
  ['account told', ({ isTold }) => Number(isTold)],
  ['others told', ({ beside }) => beside],
];

/** The mean of a measure over pairs, each pair one value. */
export const overPairs = (all: readonly Intrusion[], of: (one: Intrusion) => number): Mean =>
  meanOf([...Map.groupBy(all, ({ pair }) => pair).values()].map((own) => meanOf(own.map(of)).mean));

export function intrusionTable(title: string, all: readonly Intrusion[]): string {
  const rows = [...Map.groupBy(all, ({ kind }) => kind)].map(([kind, own]) => {
    const pairs = new Set(own.map(({ pair }) => pair)).size;
    return [kind, String(own.length), String(pairs), ...measures.map(([, of]) => shown(overPairs(own, of)))];
  });
  return columns([[title, 'trials', 'pairs', ...measures.map(([name]) => name)], ...rows]);
}

export function people(
  folder: string,
  { first, seeds }: { readonly first: number; readonly seeds: number },
): void {
  const persons = peopleIn(folder);
  if (persons.length < 3) throw new RangeError('that folder has not three people or more (person*.txt)');
  const months = Array.from({ length: seeds }, (_, at) => first + at);
  console.log(
    intrusionTable(
      'commands of',
      months.flatMap((seed) => intrusions(persons, seed)),
    ),
  );
  const file = join(folder, 'records.csv');
  if (!existsSync(file)) return;
  const records = recordsOf(readFileSync(file, 'utf8'));
  console.log(`\n${intrusionTable('records from', officeIntrusions(records, first))}`);
}
