/** Which hours could not be read, and which days not ranked? One problem for each cause. */
import { adviceFor } from '../failing.ts';
import type { KeptFailure } from '../ports/failures.ts';
import { type Check, named, problem, type Said } from './check.ts';

export const failed: Check = {
  id: 'failed',
  asks: 'which hours could not be read',
  async ask({ failures }) {
    const kept = await failures.list();
    return { said: byCause(kept), facts: { unreadable: kept.filter(({ blob }) => blob !== null).length } };
  },
};

const causeOf = ({ status, code, blob }: KeptFailure): string =>
  `${blob === null ? 'days could not be ranked' : 'hours of logs could not be read'}: ${status === null ? '' : `${status} `}${code}`;

const byCause = (failures: readonly KeptFailure[]): Said[] =>
  [...Map.groupBy(failures, causeOf)].map(([cause, of]) => {
    const names = named(of.map(({ cluster, when }) => `${cluster.name} ${when}`));
    const id = of[0]?.blob === null ? 'unranked' : 'unreadable';
    return problem(id, `${of.length} ${cause} (${names})`, adviceFor(of[0]?.code ?? ''));
  });
