/** `npm run bench -- walked [--days 10,35,100] [--rows N]`: entities that the table service walks for what the app is asked. */
import { parseArgs } from 'node:util';
import { archiveOf } from '../walked/archive.ts';
import { operations, type Taken } from '../walked/operations.ts';

const { values } = parseArgs({
  options: { days: { type: 'string', default: '10,35,100' }, rows: { type: 'string', default: '6' } },
  args: process.argv.slice(3),
});
const columns: Map<string, Taken>[] = [];
const days = values.days.split(',').map(Number);
for (const count of days) {
  const archive = await archiveOf(count, Number(values.rows), ['00', '06', '12', '18']);
  try {
    columns.push(await operations(archive));
  } finally {
    await archive.close();
  }
}
console.log(
  `| what | ${days.map((count) => `${count} days`).join(' | ')} |\n|---|${days.map(() => '---|').join('')}`,
);
for (const what of columns[0]?.keys() ?? []) {
  const cells = columns.map((column) => {
    const { walked = 0, by = new Map() } = column.get(what) ?? {};
    const reads = [...by.values()].reduce((sum, { reads }) => sum + reads, 0);
    return `${walked} (${reads})`;
  });
  console.log(`| ${what} | ${cells.join(' | ')} |`);
}
