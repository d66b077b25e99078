/** A progress line on standard error, for people only: a pipe or a file gets none. */

export interface ProgressBar {
  add(done: number): void;
  set(done: number): void;
  end(): void;
}

const everyMs = 100;

/** @param total 0 when it is not known */
export function progressBar(
  what: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): ProgressBar {
  let done = 0;
  let shown = 0;
  const show = () => {
    const now = performance.now();
    if (!stream.isTTY || now - shown < everyMs) return;
    shown = now;
    const share = total === 0 ? 0 : Math.min(1, done / total);
    const filled = Math.round(share * 30);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(30 - filled)}`;
    stream.write(`\r${what} ${bar} ${total === 0 ? done : `${Math.round(share * 100)} %`} `);
  };
  return {
    add(more) {
      done += more;
      show();
    },
    set(value) {
      done = value;
      show();
    },
    end() {
      if (shown > 0) stream.write('\r\u001b[K');
    },
  };
}
