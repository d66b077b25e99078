/** Files read into memory that is used again and again. Knows how to ask for bytes; refuses to know what they are. */
import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

export interface OpenFile {
  /** @returns how many bytes were read, 0 at the end */
  read(into: Uint8Array, at: number): Promise<number>;
  close(): Promise<void>;
}

/** So often whoever waits (a signal, a line of progress) has its turn. */
const bytesPerTurn = 16 * 1024 * 1024;
let sinceTurn = 0;

/**
 * A regular file is read without another thread: its bytes mostly lie in memory, and to ask a thread for them takes longer
 * than they do. A pipe may keep whoever opens or reads it waiting for ever, so a thread waits for it.
 * @param size of the file when it was found, `null`: it may be anything
 */
export const openInto = (path: string, size: number | null): Promise<OpenFile> =>
  size === null ? openAnything(path) : openRegular(path);

async function openRegular(path: string): Promise<OpenFile> {
  const file = openSync(path, 'r');
  return {
    async read(into, at) {
      if (sinceTurn >= bytesPerTurn) {
        sinceTurn = 0;
        await setImmediate();
      }
      const length = readSync(file, into, 0, into.length, at);
      sinceTurn += length;
      return length;
    },
    close: async () => closeSync(file),
  };
}

async function openAnything(path: string): Promise<OpenFile> {
  const file = await open(path);
  return {
    read: async (into) => (await file.read(into)).bytesRead,
    close: () => file.close(),
  };
}
