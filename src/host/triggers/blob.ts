/**
 * Blob triggers: fire for each new blob and each new version of one, as `LogsAndContainerScan` does.
 * Pass the blob's name, never its content (SDK binding).
 * Source: azure-sdk-for-net, Microsoft.Azure.WebJobs.Extensions.Storage.Blobs, listeners.
 */
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { type RegisteredFunction, type RpcRequest, textOf, triggerOf } from '../functions-core.ts';
import { LocalError, oneLine } from '../local-error.ts';
import { patternOf, type Version, watch } from './blob-watch.ts';
import { openDoneBlobs } from './done-blobs.ts';
import { expand, pause, type Trigger, type TriggerWorld } from './trigger.ts';

const poisonQueue = 'webjobs-blobtrigger-poison';
const firstRetryMs = 500;

interface Watched {
  listed: Version;
  /** ETag of the version that needs no more work. */
  done: string | undefined;
  isBusy: boolean;
}

export async function blobTrigger(called: RegisteredFunction, world: TriggerWorld): Promise<Trigger> {
  const { metadata } = called;
  const { atOnce, tries } = world.settings.blobs;
  const { retryAfterMs } = world.settings.queues;
  const connectionName = textOf(metadata, 'connection');
  const connection = world.connectionOf(connectionName);
  const pattern = patternOf(expand(textOf(metadata, 'path'), world.env), metadata.name);
  const container = BlobServiceClient.fromConnectionString(connection).getContainerClient(pattern.container);
  if (!isSdkBound(called)) {
    throw new LocalError(
      `the local host binds blobs by sdkBinding only, which ${metadata.name} does not use`,
    );
  }
  const own = BlobServiceClient.fromConnectionString(world.connectionOf('AzureWebJobsStorage'));
  const doneBlobs = await openDoneBlobs(
    own,
    { hostId: world.hostId, functionName: metadata.name, containerName: pattern.container },
    (error) => world.log.say(`${metadata.name}: what is done could not be noted: ${oneLine(error)}`),
  );
  const watched = new Map<string, Watched>();
  const waiting = new Set<string>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  const requestFor = ({ name, ...version }: Partial<Version> & { name: string }): RpcRequest => {
    const content = { Connection: connectionName, ContainerName: pattern.container, BlobName: name };
    const modelBindingData = {
      version: '1.0',
      source: 'AzureStorageBlobs',
      contentType: 'application/json',
      content: Buffer.from(JSON.stringify(content)),
    };
    const properties = { ETag: version.etag, ContentLength: version.length, LastModified: version.modified };
    const parameters = Object.entries(pattern.read(name) ?? {}).map(([key, value]) => [
      key,
      { string: value },
    ]);
    return {
      inputData: [{ name: triggerOf(metadata).name, data: { modelBindingData } }],
      triggerMetadata: {
        BlobTrigger: { string: `${pattern.container}/${name}` },
        Uri: { json: JSON.stringify(container.getBlobClient(name).url) },
        Properties: { json: JSON.stringify(properties) },
        ...Object.fromEntries(parameters),
      },
    };
  };

  /** Fires for the version that is listed, until it is done or failed too often. A newer one starts afresh. */
  const work = async (name: string, one: Watched): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const version = one.listed;
      const succeeded = await world.invoke(called, requestFor(version)).then(
        () => true,
        () => false,
      );
      if (!succeeded) {
        failures = one.listed.etag === version.etag ? failures + 1 : 0;
        if (failures < tries) {
          await pause(Math.max(retryAfterMs, firstRetryMs * 2 ** failures), stopping.signal);
          continue;
        }
        await poison(version);
      }
      doneBlobs.put(name, version.etag);
      one.done = version.etag;
      return;
    }
  };

  const poison = async ({ name, etag }: Version): Promise<void> => {
    const message = {
      FunctionId: `Host.Functions.${metadata.name}`,
      BlobType: 'AppendBlob',
      ContainerName: pattern.container,
      BlobName: name,
      ETag: `"${etag}"`,
    };
    const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient(poisonQueue);
    await queue.createIfNotExists();
    await queue.sendMessage(Buffer.from(JSON.stringify(message)).toString('base64'));
    world.log.say(
      `${metadata.name} failed ${tries} times for one blob, which is noted in the queue ${poisonQueue}`,
    );
  };

  const pump = (): void => {
    for (const name of waiting) {
      if (running.size >= atOnce || stopping.signal.aborted) return;
      const one = watched.get(name);
      if (one === undefined || one.isBusy) continue;
      waiting.delete(name);
      one.isBusy = true;
      const task = work(name, one)
        .catch((error: unknown) =>
          world.log.say(
            `${metadata.name}: a blob that failed too often could not be noted: ${oneLine(error)}`,
          ),
        )
        .finally(() => {
          one.isBusy = false;
          running.delete(task);
          if (one.listed.etag !== one.done) waiting.add(name);
          pump();
        });
      running.add(task);
    }
  };

  const watching = watch(container, pattern, world, stopping.signal, (listed) => {
    const one = watched.get(listed.name) ?? { listed, done: doneBlobs.of(listed.name), isBusy: false };
    one.listed = listed;
    watched.set(listed.name, one);
    if (one.done === listed.etag || one.isBusy) return;
    waiting.add(listed.name);
    pump();
  });

  return {
    called,
    async runByHand(input) {
      await world.invoke(called, requestFor({ name: input.slice(input.indexOf('/') + 1) }));
    },
    async stop() {
      stopping.abort();
      await watching;
      await Promise.all(running);
      await doneBlobs.close();
    },
  };
}

function isSdkBound({ metadata }: RegisteredFunction): boolean {
  const { properties } = triggerOf(metadata).binding;
  return (properties as { supportsDeferredBinding?: string } | undefined)?.supportsDeferredBinding === 'true';
}
