/** Which records and whose events are read. */

export interface ReadOptions {
  /** The one category read, compared exactly: `kube-audit-admin` repeats the same events. */
  readonly category: string;
  /** `kubectl`: events of the agents alone. `all`: every audit event, whoever made it and from wherever. */
  readonly clients: 'kubectl' | 'all';
  /** Beginnings of `userAgent`; ASCII letter case does not matter. */
  readonly agents: readonly string[];
  /** Also reads `audit.k8s.io` events without an envelope (the command line). */
  readonly plain: boolean;
}

export const defaultReadOptions: ReadOptions = {
  category: 'kube-audit',
  clients: 'kubectl',
  agents: ['kubectl'],
  plain: false,
};

/** What agents are looked for in the bytes of lines: every agent begins with the empty text. */
export const soughtAgents = ({ clients, agents }: ReadOptions): readonly string[] =>
  clients === 'all' ? [''] : agents;

/** Folds A-Z only: the Kelvin sign is no k. */
const foldCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const isAgent = (userAgent: string, agents: readonly string[]): boolean =>
  agents.some((agent) => userAgent.startsWith(agent) || foldCase(userAgent).startsWith(foldCase(agent)));
