/** The ways to read a log that the benchmark compares. Each is written as one who knows its tool would. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { type ReadWindow, readWindow } from '../../src/core/read/gate/window.ts';
import { logReader } from '../../src/core/read/log-reader.ts';
import { defaultReadOptions, type ReadOptions } from '../../src/core/read/options.ts';

const chunkBytes = 1024 * 1024;

/** Reads a file and says how many calls are in it; the floor does not know. */
export type Way = (path: string) => Promise<number | null>;

/** The bytes of a file, read into the same bytes again and again. */
export function* chunksOf(
  path: string,
  into: Uint8Array = Buffer.allocUnsafe(chunkBytes),
): Generator<Buffer> {
  const buffer = Buffer.from(into.buffer, into.byteOffset, into.length);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      yield buffer.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

/** One window for all files, as `hunt` has it. */
function oursWith(options: ReadOptions): Way {
  let window: ReadWindow | null = null;
  return async (path) => {
    window ??= readWindow(options);
    const reader = logReader(options, 0, window);
    let calls = 0;
    for (const chunk of chunksOf(path, window.bytes))
      for (const found of reader.push(chunk)) if ('event' in found) calls += 1;
    return calls;
  };
}

export const ours = oursWith(defaultReadOptions);
export const oursInteractive = oursWith({ ...defaultReadOptions, clients: 'interactive' });

/** Any byte that no log holds. */
export const floor: Way = async (path) => {
  for (const chunk of chunksOf(path))
    if (chunk.includes(0x01)) throw new Error('a byte that is not there was found');
  return null;
};

export const parseEverything: Way = async (path) => {
  let rest = Buffer.alloc(0);
  const calls = [];
  for (const chunk of chunksOf(path)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = bytes.indexOf(0x0a); to >= 0; to = bytes.indexOf(0x0a, from)) {
      const call = parsed(bytes.toString('utf8', from, to));
      if (call !== null) calls.push(call);
      from = to + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  return calls.length;
};

function parsed(line: string) {
  try {
    const { category, properties, resourceId, time } = JSON.parse(line);
    if (category !== 'kube-audit') return null;
    const event = JSON.parse(properties.log);
    if (!/^kubectl/i.test(event.userAgent)) return null;
    const { auditID, stage, verb, user, sourceIPs, userAgent, objectRef, requestURI, responseStatus } = event;
    const { requestReceivedTimestamp: received } = event;
    return {
      resourceId,
      time,
      auditID,
      stage,
      verb,
      user,
      sourceIPs,
      userAgent,
      objectRef,
      requestURI,
      responseStatus,
      received,
    };
  } catch {
    return null;
  }
}

const filter = `select(.category == "kube-audit") | .resourceId as $id | .properties.log | (try fromjson catch empty)
  | select((.userAgent // "") | ascii_downcase | startswith("kubectl"))
  | [$id, .auditID, .stage, .verb, .user.username, .user.groups, .sourceIPs, .userAgent, .objectRef, .requestURI, .responseStatus.code]`;

/** `null` where jq is not installed. */
export const jq: Way | null =
  spawnSync('jq', ['--version']).status !== 0
    ? null
    : async (path) => {
        const { stdout } = spawnSync('jq', ['-c', filter, path], { maxBuffer: 2 ** 31 - 1 });
        let calls = 0;
        for (let at = stdout.indexOf(0x0a); at >= 0; at = stdout.indexOf(0x0a, at + 1)) calls += 1;
        return calls;
      };
