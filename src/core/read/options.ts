/** Which records and which agents are read. */
import { beginsWith } from './gate/program.ts';

export interface ReadOptions {
  /** The one category read, compared exactly: `kube-audit-admin` repeats the same events. */
  readonly category: string;
  /**
   * Whose calls are counted: `kubectl`: those of `agents` alone; `interactive`: all that people, scripts and strangers can
   * have made (gate/gate.ts); `all`: every audit event.
   */
  readonly clients: 'interactive' | 'kubectl' | 'all';
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

export const isAgent = (userAgent: string, agents: readonly string[]): boolean =>
  agents.some((agent) => beginsWith(userAgent, agent));
