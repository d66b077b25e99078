/** A thread that reads: told a stretch, it posts its steps, and waits where nobody takes them. */
import { parentPort, workerData } from 'node:worker_threads';
import { readWindow } from '../../core/read/gate/window.ts';
import type { ReadOptions } from '../../core/read/options.ts';
import { type Posted, posted } from './posted.ts';
import { stepsOf } from './steps.ts';
import type { Stretch } from './stretch.ts';

/** What a thread is told: a stretch to read, or that so many events were taken. */
export type Told =
  | { readonly kind: 'stretch'; readonly stretch: Stretch }
  | { readonly kind: 'taken'; readonly events: number };

/** Events that lie about at most, of a thread; those of one window come on top. */
const mostWaiting = 20_000;
/** A post costs more than a sum. */
const bytesPerPost = 8 * 1024 * 1024;

if (parentPort !== null) serve(parentPort, (workerData as { readonly read: ReadOptions }).read);

function serve(port: NonNullable<typeof parentPort>, read: ReadOptions): void {
  const window = readWindow(read);
  const post = (one: Posted): void => port.postMessage(one);
  let waiting = 0;
  let goOn = (): void => {};
  let unsaid = 0;

  function sayBytes(): void {
    post({ kind: 'bytes', bytes: unsaid });
    unsaid = 0;
  }
  function onBytes(bytes: number): void {
    unsaid += bytes;
    if (unsaid >= bytesPerPost) sayBytes();
  }

  async function readAll(stretch: Stretch): Promise<void> {
    for await (const one of posted(stepsOf(stretch, { read, window, onBytes }))) {
      post(one);
      if (one.kind === 'found') waiting += one.found.length;
      while (waiting > mostWaiting)
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
    }
    sayBytes();
    post({ kind: 'ready' });
  }

  port.on('message', (told: Told) => {
    if (told.kind === 'stretch') return void readAll(told.stretch);
    waiting -= told.events;
    goOn();
  });
  post({ kind: 'ready' });
}
