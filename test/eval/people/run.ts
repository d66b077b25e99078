/** `npm run eval -- --people FOLDER`: what the product makes of strange commands among those of real people. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Intrusion, intrusions } from './intrusion.ts';
import { peopleIn } from './person.ts';
import { officeIntrusions, recordsOf } from './records.ts';

/** @throws RangeError where the folder has too few people */
export function peopleOf(
  folder: string,
  { first, seeds }: { readonly first: number; readonly seeds: number },
): Intrusion[] {
  const persons = peopleIn(folder);
  if (persons.length < 3) throw new RangeError('that folder has not three people or more (person*.txt)');
  const months = Array.from({ length: seeds }, (_, at) => first + at);
  const found = months.flatMap((seed) => intrusions(persons, seed));
  const file = join(folder, 'records.csv');
  if (!existsSync(file)) return found;
  return [...found, ...officeIntrusions(recordsOf(readFileSync(file, 'utf8')), first)];
}
