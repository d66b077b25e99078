/**
 * Where AKS puts its logs: the path of an hour's blob, and the cluster it names.
 * Source: Azure Monitor, "Azure resource logs", blob path of diagnostic settings.
 */

/** A cluster: its resource id in lower case (what is compared) and its name (what is shown). */
export interface Cluster {
  readonly id: string;
  readonly name: string;
}

/** An hour of receipt, `2026-10-01T08`. Sorts by time. */
export type Hour = string & { readonly brand: 'Hour' };

export interface LogPath {
  readonly cluster: Cluster;
  readonly hour: Hour;
}

const pathShape =
  /^resourceId=(\/SUBSCRIPTIONS\/[^/]+\/RESOURCEGROUPS\/[^/]+\/PROVIDERS\/MICROSOFT\.CONTAINERSERVICE\/MANAGEDCLUSTERS\/([^/]+))\/y=(\d{4})\/m=(\d\d)\/d=(\d\d)\/h=(\d\d)\/m=\d\d\/PT1H[^/]*\.json$/i;

/** The cluster of a resource id, `null` where the id names no managed cluster. Letter case does not matter. */
export function clusterOf(resourceId: string): Cluster | null {
  const id = resourceId.toLowerCase();
  const name = /\/managedclusters\/([^/]+)$/.exec(id)?.[1];
  return name === undefined ? null : { id, name };
}

/** A cluster known by a name alone: a plain event has no resource id. */
export const clusterNamed = (name: string): Cluster => ({ id: name.toLowerCase(), name: name.toLowerCase() });

/** The part of a file's path that is the name of a log blob, `null` where it has none. */
export function blobNameOf(path: string): string | null {
  const slashed = path.replaceAll('\\', '/');
  const start = slashed.search(/(?<=^|\/)resourceId=/i);
  return start < 0 ? null : slashed.slice(start).replace(/\.gz$/i, '');
}

/** What the name of a log blob says, `null` when it is no AKS hour blob. */
export function logPath(blobName: string): LogPath | null {
  const match = pathShape.exec(blobName);
  if (match === null) return null;
  const [, resourceId, , year, month, day, hour] = match;
  const cluster = clusterOf(resourceId ?? '');
  if (cluster === null) return null;
  return { cluster, hour: `${year}-${month}-${day}T${hour}` as Hour };
}
