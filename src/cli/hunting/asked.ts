/** What all commands over log files are asked alike: which clusters, by which settings. */
import { environment, type HuntConfig, over, readHuntConfig } from '../../config.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import type { Cluster } from '../../core/read/path.ts';
import { MissingError } from '../../errors.ts';
import { localSettings } from '../../host/local-settings.ts';
import type { Read } from '../files/read.ts';
import { say } from '../say.ts';

export interface AskedClusters {
  /** Names of the clusters that are looked at; all unless said. */
  readonly onlyCluster?: readonly string[];
}

/** Options win over the settings that they are named like. */
export interface AskedSettings {
  readonly category?: string;
  readonly clientIp?: ClientIpPolicy;
  readonly clients?: 'interactive' | 'kubectl';
}

/** For reading: the clusters that are named, in any letter case. */
export function wantedClusters({ onlyCluster }: AskedClusters): {
  wants?: (cluster: Cluster) => boolean;
} {
  if (onlyCluster === undefined) return {};
  const names = new Set(onlyCluster.map((name) => name.toLowerCase()));
  return { wants: ({ name }) => names.has(name.toLowerCase()) };
}

/** Who names a cluster wrongly is told, and does not take it for a quiet one. @throws MissingError where none is there */
export function mustBeKnown({ onlyCluster = [] }: AskedClusters, read: Read): void {
  const there = new Set([...read.clusters.values()].map(({ cluster }) => cluster.name.toLowerCase()));
  const missing = onlyCluster.filter((name) => !there.has(name.toLowerCase()));
  if (missing.length === 0) return;
  const others = [...read.otherClusters].sort().slice(0, 5).join(', ');
  const words = `no log of ${missing.join(', ')} among these${others === '' ? '' : `; there are logs of ${others}`}`;
  if (there.size === 0) throw new MissingError(words);
  say(words);
}

/** Those of the app: options, else the environment, else local.settings.json. @throws ConfigError, LocalError */
export function settingsFor({ category, clientIp, clients }: AskedSettings): HuntConfig {
  const config = readHuntConfig(over(localSettings(), environment()));
  return {
    ...config,
    logCategory: category ?? config.logCategory,
    clientIp: clientIp ?? config.clientIp,
    clients: clients ?? config.clients,
  };
}
