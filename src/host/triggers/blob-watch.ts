/** Which blobs of a container a trigger's path means, and looking for them again and again. */
import type { ContainerClient } from '@azure/storage-blob';
import { LocalError, oneLine } from '../local-error.ts';
import { pause, storageError, type TriggerWorld } from './trigger.ts';

/** A blob as it was listed. Each append gives it another ETag. */
export interface Version {
  readonly name: string;
  readonly etag: string;
  readonly length: number;
  readonly modified: Date;
}

export interface Pattern {
  readonly container: string;
  /** What every name begins with. */
  readonly prefix: string;
  /** The parameters of a blob's name, `null` when it does not fit. */
  read(blobName: string): Readonly<Record<string, string>> | null;
}

/** `container/some/{name}.json`: a parameter matches across slashes. */
export function patternOf(path: string, functionName: string): Pattern {
  const [, container, rest] = /^([^/{}]+)\/(.+)$/.exec(path) ?? [];
  if (container === undefined || rest === undefined) {
    throw new LocalError(`the path of ${functionName} must be container/pattern`);
  }
  const source = rest
    .split(/(\{\w+\})/)
    .map((part) =>
      /^\{\w+\}$/.test(part) ? `(?<${part.slice(1, -1)}>.+)` : part.replace(/[\\^$.*+?()[\]|{}]/g, '\\$&'),
    )
    .join('');
  const shape = new RegExp(`^${source}$`, 's');
  return {
    container,
    prefix: rest.split('{', 1)[0] ?? '',
    read: (blobName) => {
      const found = shape.exec(blobName);
      return found === null ? null : { ...found.groups };
    },
  };
}

/**
 * Shows every fitting blob at every look, until stopped. A container that is not there (yet) and a store that
 * fails are told once, not at every look.
 */
export async function watch(
  container: ContainerClient,
  pattern: Pattern,
  { log, pollMs }: TriggerWorld,
  signal: AbortSignal,
  show: (version: Version) => void,
): Promise<void> {
  let told = '';
  while (!signal.aborted) {
    const began = performance.now();
    try {
      for await (const { name, properties } of container.listBlobsFlat({
        prefix: pattern.prefix,
        abortSignal: signal,
      })) {
        if (pattern.read(name) === null) continue;
        const { etag, contentLength, lastModified } = properties;
        show({ name, etag, length: contentLength ?? 0, modified: lastModified });
      }
      if (told !== '') log.say(`the container ${container.containerName} can be read now`);
      told = '';
    } catch (error) {
      if (signal.aborted) return;
      const problem =
        storageError(error).code === 'ContainerNotFound'
          ? `the container ${container.containerName} does not exist yet; waiting for it`
          : `the container ${container.containerName} cannot be read, still trying: ${oneLine(error)}`;
      if (problem !== told) log.say(problem);
      told = problem;
    }
    // Looking at a long list must not take more than a tenth of our time.
    await pause(Math.max(pollMs, 9 * (performance.now() - began)), signal);
  }
}
