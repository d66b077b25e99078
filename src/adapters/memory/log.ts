/** A log in memory: keeps what it is told, in order. */
import type { Log } from '../../app/ports/log.ts';

export interface MemoryLog extends Log {
  readonly said: { readonly level: keyof Log; readonly args: readonly unknown[] }[];
}

export function memoryLog(): MemoryLog {
  const said: MemoryLog['said'] = [];
  const at =
    (level: keyof Log) =>
    (...args: unknown[]) =>
      void said.push({ level, args });
  return { said, info: at('info'), warn: at('warn'), error: at('error') };
}
