/** The same log blob under two names: a copy of an archive beside it would be counted twice. */
import { createHash } from 'node:crypto';
import { blobNameOf } from '../../core/read/path.ts';
import { piecesOf } from './file-bytes.ts';
import type { LogFile, Problem } from './files.ts';

/** @returns the files without those whose blob and bytes are another's; copies with other bytes are told, and stay */
export async function withoutCopies(
  files: readonly LogFile[],
  onProblem: (problem: Problem) => void,
): Promise<LogFile[]> {
  const groups = new Map<string, LogFile[]>();
  for (const file of files) {
    const name = blobNameOf(file.path)?.toLowerCase();
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const copies = new Set<LogFile>();
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length === 0) continue;
    const digest = await digestOf(first.path);
    for (const file of others) {
      const isSame = digest !== null && (await digestOf(file.path)) === digest;
      if (isSame) copies.add(file);
      const what = isSame ? 'and is read once' : 'with other bytes: what is in both may count twice';
      onProblem({ path: file.path, what: `is the same log blob as ${first.path}, ${what}`, lost: false });
    }
  }
  return files.filter((file) => !copies.has(file));
}

/** `null` where it cannot be read, which whoever reads it tells. */
async function digestOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const { bytes } of piecesOf(path, () => {})) hash.update(bytes);
  } catch {
    return null;
  }
  return hash.digest('hex');
}
