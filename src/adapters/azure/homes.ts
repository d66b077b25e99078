/**
 * Where in a container clusters put their logs. Knows how Storage cuts names, with a hierarchical namespace or without;
 * refuses to know what lies below.
 */
import type { ContainerClient, ContainerListBlobsOptions } from '@azure/storage-blob';
import { logPath } from '../../core/read/path.ts';
import { statusOf } from './table-error.ts';

/** The folders on the way to a cluster, `null` where any name will do. */
const way = [
  'resourceid=',
  'subscriptions',
  null,
  'resourcegroups',
  null,
  'providers',
  'microsoft.containerservice',
  'managedclusters',
  null,
];

/** Each home once, ending in `/y=`. @throws what the service refuses, a container that is not there among it */
export async function* clusterHomes(
  container: ContainerClient,
  options: () => ContainerListBlobsOptions,
): AsyncGenerator<string> {
  let isFound = false;
  try {
    // One call for all clusters: everything up to the year is one prefix. The service ends a prefix with the whole
    // delimiter, the emulator with its first character.
    for await (const { segment } of container.listBlobsByHierarchy('/y=', options()).byPage()) {
      const { blobPrefixes = [], blobItems } = segment;
      for (const { name } of blobPrefixes) {
        const home = `${name.replace(/\/(y=)?$/, '')}/y=`;
        if (!isHome(home)) continue;
        isFound = true;
        yield home;
      }
      if (blobPrefixes.length === 0 && blobItems.length > 0) break;
    }
  } catch (error) {
    if (statusOf(error) !== 400) throw error;
  }
  // A hierarchical namespace knows no delimiter but the slash. Source: Microsoft, "Known issues with Azure Data Lake Storage".
  if (!isFound) yield* walked(container, options, '', 0);
}

async function* walked(
  container: ContainerClient,
  options: () => ContainerListBlobsOptions,
  prefix: string,
  depth: number,
): AsyncGenerator<string> {
  if (depth === way.length) {
    yield `${prefix}y=`;
    return;
  }
  for await (const { segment } of container.listBlobsByHierarchy('/', { ...options(), prefix }).byPage()) {
    for (const { name } of segment.blobPrefixes ?? []) {
      const folder = name.slice(prefix.length).replace(/\/$/, '').toLowerCase();
      if (way[depth] === null || way[depth] === folder) yield* walked(container, options, name, depth + 1);
    }
  }
}

const isHome = (home: string): boolean => logPath(`${home}2000/m=01/d=01/h=00/m=00/PT1H.json`) !== null;
