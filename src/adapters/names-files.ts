/** Files with names of Entra objects. Knows where they lie; refuses to know what is done with a name. */
import { readFileSync, statSync } from 'node:fs';
import type { Log } from '../app/ports/log.ts';
import { type Names, noNames, parseNames } from '../core/show/names.ts';
import { MissingError, UsageError } from '../errors.ts';

const maxBytes = 64 << 20;

/**
 * The names of all files together; where two name one id, the last wins.
 * @throws MissingError, UsageError that names the file, and nothing that stands in it
 */
export function namesIn(paths: readonly string[]): Names {
  const names = new Map<string, string>();
  for (const path of paths) for (const [id, name] of namesOf(path)) names.set(id, name);
  return names;
}

/**
 * Read when something is told for the first time, and kept. A file that cannot be read stops nothing: ids are told without
 * names, and whoever gives a log first finds out why in it.
 */
export function namesOnce(paths: readonly string[]) {
  let known: Names | undefined;
  let fault: string | null = null;
  return {
    get(log?: Pick<Log, 'warn'>): Names {
      try {
        known ??= namesIn(paths);
      } catch (error) {
        fault = `RARECALL_NAMES: ${error instanceof Error ? error.message : 'cannot be read'}`;
        known = noNames;
      }
      if (fault !== null && log !== undefined) {
        log.warn(fault);
        fault = null;
      }
      return known;
    },
  };
}

function namesOf(path: string): Names {
  const parsed = parseNames(bytesOf(path));
  if (!parsed.ok) throw new UsageError(`${path} ${parsed.problem}`);
  return parsed.names;
}

function bytesOf(path: string): Buffer {
  let size: number;
  try {
    ({ size } = statSync(path));
    if (size <= maxBytes) return readFileSync(path);
  } catch {
    throw new MissingError(`${path}: no file that can be read`);
  }
  throw new UsageError(`${path} is longer than ${maxBytes >> 20} MiB`);
}
