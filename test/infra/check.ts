/**
 * `npm run infra`: compiles and lints all of infra/, and holds what it would deploy, for each set of parameters, against the
 * snapshot beside it. `-- --write` writes the snapshots anew, to be read in the diff. Needs the compiler; asks no network.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Compiled, type Compiler, compiler, root } from './compiler.ts';

const sets = join(import.meta.dirname, 'sets');
const refused = join(sets, 'refused.txt');

/** Ids that stand in the snapshots. */
const place = [
  ...['--subscription-id', '11111111-1111-4111-8111-111111111111'],
  ...['--tenant-id', '99999999-9999-4999-8999-999999999999'],
  ...['--location', 'westeurope'],
];

/** Nothing may be said, since a warning is what fails in Azure later. */
function quiet(what: string, { code, said }: Compiled): string[] {
  return code === 0 && said.trim() === '' ? [] : [`${what}: ${said.trim() || `ended with ${code}`}`];
}

async function snapshot(bicep: Compiler, name: string, isWritten: boolean): Promise<string[]> {
  const group = name === 'webhook' ? ['--resource-group', 'rg-elsewhere'] : [];
  const mode = isWritten ? 'overwrite' : 'validate';
  const file = join(sets, `${name}.bicepparam`);
  const made = await bicep('snapshot', file, '--mode', mode, ...place, ...group);
  if (name === 'refused') return refusal(made, isWritten);
  if (isWritten) settle(file.replace('.bicepparam', '.snapshot.json'));
  const problems = quiet(name, { ...made, said: `${made.out}${made.said}` });
  return problems.length === 0 ? [] : [...problems, 'if it is meant: npm run infra -- --write'];
}

/** The compiler writes outputs in any order: a diff shall show what has changed, and nothing else. */
function settle(file: string): void {
  const { outputs, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { outputs: Record<string, unknown> };
  const sorted = Object.fromEntries(Object.entries(outputs).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify({ ...rest, outputs: sorted }, null, 2)}\n`);
}

/** What cannot be meant is refused, and all of it is told. */
function refusal(made: Compiled, isWritten: boolean): string[] {
  const told = /is not valid: (.*?)\.?\. Please see/s.exec(made.said)?.[1];
  if (told === undefined) return [`refused: nothing was refused. ${made.said}`];
  if (isWritten)
    writeFileSync(
      refused,
      `${told.replaceAll('. RARECALL', '.\nRARECALL').replaceAll('. The sink', '.\nThe sink')}\n`,
    );
  const expected = readFileSync(refused, 'utf8').trim().replaceAll('\n', ' ');
  return told === expected ? [] : [`refused: other faults were told than stand in refused.txt: ${told}`];
}

async function check(isWritten: boolean): Promise<string[]> {
  const bicep = await compiler();
  const problems: string[] = [];
  for (const file of ['main', 'webhook']) {
    const path = join(root, 'infra', `${file}.bicep`);
    problems.push(...quiet(`build ${file}`, await bicep('build', path, '--stdout', '--no-restore')));
    problems.push(...quiet(`lint ${file}`, await bicep('lint', path, '--no-restore')));
  }
  const names = readdirSync(sets).flatMap((name) => /^(.+)\.bicepparam$/.exec(name)?.[1] ?? []);
  for (const name of names) problems.push(...(await snapshot(bicep, name, isWritten)));
  console.log(`infra: ${names.length} sets of parameters, ${problems.length} problems`);
  return problems;
}

try {
  const problems = await check(process.argv.includes('--write'));
  for (const problem of problems) console.error(`infra: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(`infra: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
