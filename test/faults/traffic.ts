/**
 * Log blobs that grow as AKS lets them grow, and worse: torn tails, late appends, missing newlines, replacements.
 * Goes to the emulator directly and remembers every byte, so that the truth can be counted apart.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppendBlobClient, BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import type { Random } from '../../src/simulate/random.ts';
import { type Lines, linesOf } from './lines.ts';

export interface GrownBlob {
  readonly name: string;
  /** What is in it now. */
  readonly content: () => Uint8Array;
  /** Lengths at which it was seen closed. */
  readonly closedAt: number[];
  /** How often another blob took its place. */
  replacements: number;
  /** A torn line was left for so long that nobody can say how it must be counted. */
  isMoot: boolean;
}

export interface Traffic {
  readonly blobs: readonly GrownBlob[];
  readonly counts: { appends: number; torn: number; replaced: number; bytes: number };
  /** One step for one blob; its length in time is the caller's. */
  step(): Promise<void>;
  /** Ends what must not stay half done. Some blobs keep a torn line for ever, or lack their last newline. */
  pause(): Promise<void>;
  /** Adds blobs, and lets go of all but `kept` old ones, which are deleted. @returns the names of those */
  renew(fresh: number, kept: number): Promise<string[]>;
}

export interface TrafficOptions {
  readonly connection: string;
  readonly container: string;
  readonly random: Random;
  readonly clusters: number;
  /** UTC days that blobs and events are of. */
  readonly days: readonly string[];
  /** Quiet time after which a blob is closed. */
  readonly sealAfterMs: number;
  /** Distinct calls of a blob, about. */
  readonly uris: number;
}

interface Growing extends GrownBlob {
  readonly client: AppendBlobClient;
  readonly lines: Lines;
  readonly lineEnd: string;
  pieces: Buffer[];
  length: number;
  createdAt: number;
  /** The rest of a torn line, and when it was torn. */
  rest: Buffer | null;
  tornAt: number;
  /** The last whole line has no newline yet. */
  open: boolean;
}

export async function growTraffic(options: TrafficOptions): Promise<Traffic> {
  const { random, connection } = options;
  const container = BlobServiceClient.fromConnectionString(connection).getContainerClient(options.container);
  await container.createIfNotExists();
  const blobs: Growing[] = [];
  const counts = { appends: 0, torn: 0, replaced: 0, bytes: 0 };
  let made = 0;

  async function append(blob: Growing, bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    await blob.client.appendBlock(bytes, bytes.length, { conditions: { appendPosition: blob.length } });
    if (blob.tornAt > 0 && Date.now() - blob.tornAt > options.sealAfterMs - 3_000) blob.isMoot = true;
    blob.tornAt = 0;
    blob.pieces.push(bytes);
    blob.length += bytes.length;
    counts.appends++;
    counts.bytes += bytes.length;
  }

  /** Whole lines; before them whatever the last append left unfinished. */
  function wholeLines(blob: Growing, count: number): Buffer {
    const before = blob.rest ?? Buffer.from(blob.open ? blob.lineEnd : '');
    blob.rest = null;
    blob.open = false;
    let text = '';
    for (let i = 0; i < count; i++) {
      text += blob.lines.line() + blob.lineEnd;
      if (random.chance(0.01)) text += blob.lineEnd;
    }
    return Buffer.concat([before, Buffer.from(text)]);
  }

  async function tear(blob: Growing): Promise<void> {
    const whole = wholeLines(blob, 1 + random.int(20));
    const next = Buffer.from(blob.lines.line() + blob.lineEnd);
    const cut = tornAt(next, random);
    blob.rest = next.subarray(cut);
    await append(blob, Buffer.concat([whole, next.subarray(0, cut)]));
    blob.tornAt = Date.now();
    counts.torn++;
  }

  async function leaveOpen(blob: Growing): Promise<void> {
    const whole = wholeLines(blob, 1 + random.int(20));
    await append(blob, whole.subarray(0, whole.length - blob.lineEnd.length));
    blob.open = true;
  }

  async function replace(blob: Growing): Promise<void> {
    // Creation times have a resolution of one second.
    await sleep(Math.max(0, blob.createdAt + 2_100 - Date.now()));
    await blob.client.deleteIfExists();
    blob.replacements++;
    counts.replaced++;
    await create(blob);
    await append(blob, wholeLines(blob, 1 + random.int(60)));
  }

  async function create(blob: Growing): Promise<void> {
    Object.assign(blob, { pieces: [], length: 0, rest: null, tornAt: 0, open: false, isMoot: false });
    blob.closedAt.length = 0;
    blob.createdAt = Date.now();
    await blob.client.create();
    if (random.chance(0.2)) await append(blob, Buffer.from('\ufeff'));
  }

  async function begin(): Promise<void> {
    const blob = newBlob(container, options, made++);
    await create(blob);
    blobs.push(blob);
    await append(blob, wholeLines(blob, 1 + random.int(30)));
  }

  return {
    blobs,
    counts,
    async step() {
      const torn = blobs.find((blob) => blob.rest !== null && Date.now() - blob.tornAt > 1_500);
      const blob = torn ?? random.pick(blobs);
      const fate = random.next();
      if (fate < 0.15) await tear(blob);
      else if (fate < 0.3) await leaveOpen(blob);
      else if (fate < 0.31) await replace(blob);
      else if (fate < 0.35) await append(blob, wholeLines(blob, 200 + random.int(400)));
      else await append(blob, wholeLines(blob, 1 + random.int(40)));
    },

    async pause() {
      for (const blob of blobs) {
        const fate = random.next();
        if (blob.rest !== null) {
          await append(blob, wholeLines(blob, 0));
        } else if (fate < 0.3) {
          await leaveOpen(blob);
        } else if (fate < 0.45) {
          await tear(blob);
          // Nobody adds to it before it is closed: each half is a line of its own.
          blob.tornAt = 0;
        }
      }
    },

    async renew(fresh, kept) {
      const gone: string[] = [];
      while (blobs.length > kept) {
        const [blob] = blobs.splice(random.int(blobs.length), 1);
        if (blob === undefined) break;
        await blob.client.deleteIfExists();
        gone.push(blob.name);
      }
      for (let i = 0; i < fresh; i++) await begin();
      return gone;
    },
  };
}

function newBlob(container: ContainerClient, options: TrafficOptions, serial: number): Growing {
  const { random } = options;
  const cluster = 1 + (serial % options.clusters);
  const resourceId = `/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/FAULTS/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-${cluster}`;
  const day = random.pick(options.days);
  const [year, month, date] = day.split('-');
  const hour = String(random.int(24)).padStart(2, '0');
  const name = `resourceId=${resourceId}/y=${year}/m=${month}/d=${date}/h=${hour}/m=00/PT1H_${serial}.json`;
  const blob: Growing = {
    name,
    client: container.getAppendBlobClient(name),
    lines: linesOf(random.fork(`lines ${serial}`), resourceId, day, options.uris),
    lineEnd: random.chance(0.5) ? '\n' : '\r\n',
    pieces: [],
    length: 0,
    createdAt: 0,
    rest: null,
    tornAt: 0,
    open: false,
    closedAt: [],
    replacements: 0,
    isMoot: false,
    content: () => Buffer.concat(blob.pieces),
  };
  return blob;
}

/** Inside a line, but not where the halves look like something whole: `{…}`. */
function tornAt(line: Buffer, random: Random): number {
  for (;;) {
    const cut = 1 + random.int(line.length - 2);
    if (line[cut - 1] !== 0x7d && line[cut] !== 0x7b) return cut;
  }
}
