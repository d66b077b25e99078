/** Which records and which agents are read. */

export interface ReadOptions {
  /** The one category read, compared exactly: `kube-audit-admin` repeats the same events. */
  readonly category: string;
  /** Beginnings of `userAgent`; ASCII letter case does not matter. */
  readonly agents: readonly string[];
  /** Also reads `audit.k8s.io` events without an envelope (the command line). */
  readonly plain: boolean;
}

export const defaultReadOptions: ReadOptions = { category: 'kube-audit', agents: ['kubectl'], plain: false };

/** Folds A-Z only: the Kelvin sign is no k. */
const foldCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const isAgent = (userAgent: string, agents: readonly string[]): boolean =>
  agents.some((agent) => userAgent.startsWith(agent) || foldCase(userAgent).startsWith(foldCase(agent)));
