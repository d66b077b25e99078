/**
 * The suppressions that ship with the product: what AKS does by itself with kubectl, under identities of its own and from
 * its own addresses, is the platform's work and not a person's. Shown like every other; whoever sets one of the same id
 * replaces it. Refuses to hide anybody who takes such an identity on, or calls as one from elsewhere.
 */
import { ownNames } from '../../read/gate/own.ts';
import { isActive, type Suppression } from './suppression.ts';

/** Looked at anew with each release, and never further ahead than a suppression of one's own may be. */
const expires = '2027-11-30';

export const shippedSuppressions: readonly Suppression[] = ownNames.map((user) => ({
  id: `aks-${user.toLowerCase()}`,
  owner: 'Rarecall',
  reason: `AKS itself calls as ${user}, from its own addresses`,
  expires,
  // The hop of AKS's control plane: reference facts in rank/client-ip.ts.
  match: { user, clientIp: '172.31.0.0/16' },
}));

export const isShipped = (id: string): boolean => shippedSuppressions.some((one) => one.id === id);

/** Those set by people, and the shipped ones that nobody replaced. */
export const withShipped = (set: readonly Suppression[]): Suppression[] => [
  ...shippedSuppressions.filter(({ id }) => !set.some((one) => one.id === id)),
  ...set,
];

/** Those that hide something now. */
export const hidingNow = (set: readonly Suppression[], now: Date): Suppression[] =>
  withShipped(set).filter((one) => isActive(one, now));
