/** How findings of files are worked: JSON Lines beside the logs, one change a line, only ever added to. */
import { appendFile, readFile } from 'node:fs/promises';
import type { Finding } from '../../core/find/finding.ts';
import {
  afterEntry,
  changesNothing,
  type ShownWork,
  shownWork,
  untouched,
  type WorkEntry,
  type WorkedFinding,
} from '../../core/find/work/work.ts';
import { parseWork } from '../../core/find/work/work-parser.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { say } from '../say.ts';

export interface WorkFile {
  /** For who reads: a name that is written wrongly looks like findings that nobody works. */
  sayWhereAbsent(): void;
  /** How a finding stands, with its history. */
  workOf(finding: string): ShownWork;
  /** Adds a line. @returns how the finding stands then, and whether anything is other than before */
  add(finding: string, entry: WorkEntry): Promise<{ readonly work: ShownWork; readonly changed: boolean }>;
}

/** What is no change is left out, and said. @throws MissingError for a file that is there and cannot be read */
export async function workFile(path: string): Promise<WorkFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new MissingError(`${path}: no file that can be read`);
  });
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '');
  const read = lines.map(entryIn);
  const bad = read.filter((one) => one === null).length;
  if (bad > 0) say(`${path}: lines that are no change of a finding, and are left out: ${bad}`);
  const entries = Map.groupBy(
    read.filter((one) => one !== null),
    ({ finding }) => finding,
  );
  const entriesOf = (finding: string): WorkEntry[] => (entries.get(finding) ?? []).map(({ entry }) => entry);
  const stateOf = (history: readonly WorkEntry[]) => history.reduce(afterEntry, untouched);
  const shown = (history: readonly WorkEntry[]): ShownWork => ({ ...shownWork(stateOf(history)), history });
  // A line that was cut must not swallow the next.
  const start = text === null || text === '' || text.endsWith('\n') ? '' : '\n';
  return {
    sayWhereAbsent() {
      if (text === null) say(`${path} is not there (yet): no finding is worked in it`);
    },
    workOf: (finding) => shown(entriesOf(finding)),
    async add(finding, entry) {
      const history = entriesOf(finding);
      if (changesNothing(stateOf(history), entry)) return { work: shown(history), changed: false };
      await appendFile(path, `${start}${JSON.stringify({ finding, ...entry })}\n`).catch((error) => {
        throw new UsageError(`${path} cannot be written (${error.code ?? 'unknown'})`, { cause: error });
      });
      return { work: shown([...history, entry]), changed: true };
    },
  };
}

/** Findings with how they stand, without their histories. */
export async function withWorkOf<T extends Finding>(
  findings: readonly T[],
  path: string,
): Promise<(T & WorkedFinding)[]> {
  const file = await workFile(path);
  file.sayWhereAbsent();
  return findings.map((finding) => {
    const { history: _, ...work } = file.workOf(finding.id);
    return { ...finding, work };
  });
}

function entryIn(line: string): { readonly finding: string; readonly entry: WorkEntry } | null {
  try {
    const { finding, at, ...said } = JSON.parse(line) as Record<string, unknown>;
    const parsed = parseWork(said);
    if (!parsed.ok || typeof finding !== 'string' || typeof at !== 'string') return null;
    return { finding, entry: { at, by: parsed.by, ...parsed.change } };
  } catch {
    return null;
  }
}
