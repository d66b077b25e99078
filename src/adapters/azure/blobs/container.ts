/** A container of ours, made at first use. */
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';

/** One that could not be made is tried anew by who asks next. */
export function containerOnce(
  service: () => BlobServiceClient,
  name: string,
): () => Promise<ContainerClient> {
  let ready: Promise<ContainerClient> | undefined;

  async function made(): Promise<ContainerClient> {
    const container = service().getContainerClient(name);
    await container.createIfNotExists();
    return container;
  }
  return () => {
    if (ready === undefined) {
      ready = made();
      ready.catch(() => {
        ready = undefined;
      });
    }
    return ready;
  };
}
