/** Results as they stand in docs/signal/: tables between marks of tables.md, and charts. Refuses to measure. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { baselines } from '../baselines.ts';
import { intrusionLines } from '../people/table.ts';
import { severityLines, variesMost } from '../vary/severity.ts';
import { type Lines, toldNotes, variedCalmLines, variedLines } from '../vary/table.ts';
import { charts } from './charts.ts';
import { byProgram } from './clients-report.ts';
import { table } from './markdown.ts';
import { markdown } from './report.ts';
import type { Results } from './results.ts';

const folder = new URL('../../../docs/signal/', import.meta.url);

const tableOf = ([head = [], ...rows]: Lines): string => table(head, rows);

/** Sections of tables.md by the name of their mark; what was not measured is not there, and stays as it was. */
export function sections(results: Results): Readonly<Record<string, string>> {
  const { judgements, varied, variedCalm, intrusions } = results;
  const programs = byProgram(results);
  return {
    ...(judgements.some(({ ranking }) => ranking in baselines) ? { results: markdown(results) } : {}),
    ...(programs === '' ? {} : { programs }),
    ...(varied.length === 0
      ? {}
      : {
          variations: [
            tableOf(variedLines(varied)),
            toldNotes(varied)
              .map((note) => `- ${note}`)
              .join('\n'),
            ...(variedCalm.length === 0 ? [] : [tableOf(variedCalmLines(variedCalm))]),
          ].join('\n\n'),
          severity: severityOf(varied),
        }),
    ...(intrusions.length === 0
      ? {}
      : {
          people: (['commands', 'records'] as const)
            .map((of) => tableOf(intrusionLines(of, intrusions)))
            .join('\n\n'),
        }),
  };
}

/** Of the attacks as simulated: variations are other attacks. */
function severityOf(varied: Results['varied']): string {
  const plain = varied.filter(({ variation }) => variation === 'none');
  return [severityLines(plain), variesMost(plain)].map(tableOf).join('\n\n');
}

/** When a section was measured, and on which months. */
function stamp(day: string, seeds: readonly number[]): string {
  const on = seeds.length === 0 ? '' : `, seeds ${Math.min(...seeds)} to ${Math.max(...seeds)}`;
  return `*Measured on ${day}${on}.*`;
}

/** @param day on which it was measured: stands above each section */
export function writePages(results: Results, day: string): void {
  const page = new URL('tables.md', folder);
  const { judgements, varied } = results;
  const seedsBy: Readonly<Record<string, readonly { readonly seed: number }[]>> = {
    results: judgements.filter(({ client }) => client === 'kubectl'),
    programs: judgements.filter(({ client }) => client !== 'kubectl'),
    variations: varied,
    severity: varied.filter(({ variation }) => variation === 'none'),
  };
  const text = Object.entries(sections(results)).reduce(
    (before, [name, section]) => {
      const seeds = [...new Set(seedsBy[name]?.map(({ seed }) => seed))];
      return replaced(before, name, `${stamp(day, seeds)}\n\n${section}`);
    },
    readFileSync(page, 'utf8'),
  );
  writeFileSync(page, text);
  if (!judgements.some(({ ranking }) => ranking in baselines)) return;
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries(charts(results))) writeFileSync(new URL(name, folder), svg);
}

/** Puts a text between two marks of a page. @throws RangeError where they are not there */
export function replaced(page: string, name: string, text: string): string {
  const marks = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`] as const;
  const [before, rest] = page.split(marks[0]);
  const [, after] = rest?.split(marks[1]) ?? [];
  if (before === undefined || after === undefined)
    throw new RangeError(`a page without the marks of ${name}`);
  return `${before}${marks[0]}\n\n${text}\n\n${marks[1]}${after}`;
}
