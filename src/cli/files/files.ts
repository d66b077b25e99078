/**
 * Finds log files: named ones, those in folders, standard input. Each real file is found once, however many names and
 * links lead to it. Refuses to read them.
 */
import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MissingError } from '../../errors.ts';
import { isTaken, pathInWords, takenInWords } from './log-names.ts';

export interface LogFile {
  /** As it was named, or found: what evidence refers to. */
  readonly path: string;
  /** Size on disk, `null` for standard input and pipes. */
  readonly size: number | null;
  /** Named by the user himself, not found in a folder. */
  readonly named: boolean;
}

/** Something in the way that is not the end. */
export interface Problem {
  readonly path: string;
  /** What is wrong, behind the path. */
  readonly what: string;
  /** Logs may be missing because of it, so the command has failed though it went on. */
  readonly lost: boolean;
}

/** The log files of the given paths; folders are walked, in path order. @throws MissingError */
export async function logFiles(
  paths: readonly string[],
  onProblem: (problem: Problem) => void = () => {},
): Promise<LogFile[]> {
  const files: LogFile[] = [];
  const seen = new Map<string, string>();
  for (const path of paths) {
    if (path === '-') {
      if (!files.some((file) => file.path === '-')) files.push({ path: '-', size: null, named: true });
      continue;
    }
    const found = await stat(path, { bigint: true }).catch((error: unknown) => codeOf(error));
    if (found === 'ENOENT' || found === 'ENOTDIR')
      throw new MissingError(`${pathInWords(path)}: no such file or folder`);
    if (typeof found === 'string')
      throw new MissingError(`${pathInWords(path)}: cannot be opened (${found})`);
    if (!found.isDirectory()) {
      const other = seen.get(identityOf(found));
      // A pipe has no identity that lasts.
      if (other !== undefined && found.isFile()) {
        onProblem({ path, what: `is the same file as ${other}, and is read once`, lost: false });
        continue;
      }
      seen.set(identityOf(found), path);
      files.push({ path, size: found.isFile() ? Number(found.size) : null, named: true });
      continue;
    }
    const before = files.length;
    const inside = await walk(path, found, onProblem);
    for (const file of inside) {
      const other = seen.get(file.identity);
      if (other !== undefined) {
        onProblem({ path: file.path, what: `is the same file as ${other}, and is read once`, lost: false });
        continue;
      }
      seen.set(file.identity, file.path);
      files.push({ path: file.path, size: file.size, named: false });
    }
    if (files.length === before && inside.length === 0)
      throw new MissingError(`${pathInWords(path)}: holds no log files (${takenInWords})`);
  }
  return files;
}

interface Found {
  readonly path: string;
  readonly size: number;
  readonly identity: string;
}

/**
 * What is reached by real folders is found first, then what only links lead to: mounted volumes of Kubernetes show each
 * file by links. A folder is entered once, so that links lead in no circle.
 */
async function walk(root: string, own: BigIntStats, onProblem: (problem: Problem) => void): Promise<Found[]> {
  const found = new Map<string, Found>();
  const entered = new Set([identityOf(own)]);
  const folders = [root];
  const links: string[] = [];

  async function look(path: string, isLink: boolean): Promise<void> {
    const one = await stat(path, { bigint: true }).catch((error: unknown) => codeOf(error));
    if (typeof one === 'string') {
      const isDangling = isLink && one === 'ENOENT';
      const what = isDangling ? 'is a link to nothing' : `cannot be opened (${one})`;
      onProblem({ path, what, lost: !isDangling });
      return;
    }
    const identity = identityOf(one);
    if (one.isDirectory()) {
      if (!entered.has(identity)) folders.push(path);
      entered.add(identity);
    } else if (one.isFile() && isTaken(path) && !found.has(identity)) {
      found.set(identity, { path, size: Number(one.size), identity });
    }
  }

  for (;;) {
    const folder = folders.shift();
    if (folder !== undefined) {
      const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => codeOf(error));
      if (typeof entries === 'string') {
        onProblem({ path: folder, what: `cannot be opened (${entries})`, lost: true });
        continue;
      }
      for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const path = join(folder, entry.name);
        if (entry.isSymbolicLink()) links.push(path);
        else if (entry.isDirectory() || isTaken(entry.name)) await look(path, false);
      }
      continue;
    }
    const link = links.shift();
    if (link === undefined) break;
    await look(link, true);
  }
  return [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

const identityOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown error';
};
