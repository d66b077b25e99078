/** Calls for the tests of factors, by what they differ in from an ordinary one. */
import type { RowKind } from '../../../src/core/count/row.ts';
import { type Amounts, nothingDone } from '../../../src/core/judge/amounts.ts';
import type { JudgedCall } from '../../../src/core/judge/factor.ts';
import type { Applied, Call, Said } from '../../../src/core/read/call.ts';
import { nothingSaid } from '../../../src/core/read/said.ts';
import { anApplied } from '../../build.ts';
import { aPattern, judgedAs } from '../build.ts';

type Seen = Pick<
  JudgedCall,
  | 'ipIsNew'
  | 'ipIsUnknown'
  | 'isElsewhere'
  | 'isFirst'
  | 'isNewcomer'
  | 'isOwnAddress'
  | 'isProxied'
  | 'newImages'
  | 'newGrants'
>;

export type Facts = Partial<Call> & {
  readonly applied?: Partial<Applied>;
  readonly said?: Partial<Said>;
  readonly client?: RowKind;
  readonly seen?: Partial<Seen>;
  readonly inAll?: Partial<Amounts>;
};

export interface Edges {
  /** Calls that have the factor, the plainest first. */
  readonly hits: readonly Facts[];
  /** Near misses, which lack one condition each. */
  readonly misses: readonly Facts[];
}

export const judgedCall = ({ applied, said, client, seen, inAll, ...call }: Facts): JudgedCall =>
  judgedAs(
    aPattern(call, {
      applied: applied === undefined ? null : anApplied(applied),
      said: { ...nothingSaid, ...said },
      client: client ?? 'kubectl',
    }),
    { ...seen, inAll: { ...nothingDone, ...inAll } },
  );

/** Every resource with every verb. */
export const each = (resources: string, verbs: string, more: Facts = {}): Facts[] =>
  resources.split(' ').flatMap((resource) => verbs.split(' ').map((verb) => ({ resource, verb, ...more })));

export const readVerbs = 'get list watch';
export const addVerbs = 'create update patch';
export const writeVerbs = `${addVerbs} delete deletecollection`;

/** The same change where it did not take place: refused, failed, or only tried. */
export const undone = (change: Facts): Facts[] => [
  { ...change, code: 403 },
  { ...change, code: 409 },
  { ...change, code: 500 },
  { ...change, said: { ...change.said, dryRun: true } },
];

/** A command in a pod. */
export const run = (...words: string[]): Facts => ({
  subresource: 'exec',
  requestURI: `/api/v1/namespaces/a/pods/b/exec?${words.map((word) => `command=${encodeURIComponent(word)}`).join('&')}`,
});
