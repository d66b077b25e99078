/** What a person at the terminal gets to read, on standard error. Quiet unless told; one line for one thing. */
import { visible } from '../core/show/visible.ts';
import { oneLine } from './local-error.ts';

export type Level = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface HostLog {
  /** From a function or its library; category is the function's name, or `system`. */
  write(level: Level, category: string, message: string): void;
  /** From the host itself, always shown. */
  say(message: string): void;
  /** From the host itself, shown when verbose. */
  detail(message: string): void;
}

const loud: ReadonlySet<Level> = new Set(['warning', 'error', 'critical']);

/** @param print gets a line without its end; default: standard error */
export function hostLog(
  verbose: boolean,
  print: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): HostLog {
  const say = (message: string) => print(`rarecall: ${oneLine(message)}`);
  return {
    write(level, category, message) {
      const isShown = level !== 'none' && (verbose || (loud.has(level) && category !== 'system'));
      if (isShown)
        print(
          `${level} ${category}: ${verbose ? message.split('\n').map(visible).join('\n') : oneLine(message)}`,
        );
    },
    say,
    detail: (message) => (verbose ? say(message) : undefined),
  };
}
