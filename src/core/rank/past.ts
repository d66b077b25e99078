/**
 * What the days before know besides habits: the cluster's own addresses, grants, images, and who impersonates for everybody.
 * Knows facts of whole days; refuses to know how surprising a thing is.
 */
import { type AddressRange, isInRange } from './client-ip.ts';
import { actorOf } from './features.ts';
import { noTexts, orMake } from './maps.ts';
import type { PatternRow } from './pattern-row.ts';

/** What of a call is seen by its past alone. */
export interface SeenBefore {
  /** The address is one that the cluster itself calls from, as by its presence. */
  readonly isOwnAddress: boolean;
  /** Grants that the actor, who has a history, never used. */
  readonly newGrants: readonly string[];
  /** Images that no workload of the cluster was ever seen to ask for. */
  readonly newImages: readonly string[];
  /** Who impersonates does so for many, as an access proxy does. */
  readonly isProxied: boolean;
}

export const nothingSeen: SeenBefore = {
  isOwnAddress: false,
  newGrants: [],
  newImages: [],
  isProxied: false,
};

/** Users that somebody impersonated before, from which on he is taken for an access proxy (Rancher, Teleport). */
const usersOfProxy = 5;
/** What is kept of one actor: nobody has so many, and nobody may fill memory. */
const mostKept = 2_000;

/** Days must come in order; of each all rows, calls and presences alike, and then its end. */
export function pastOf(egress: readonly AddressRange[] = []) {
  const addresses = ownAddresses();
  const grants = new Map<string, Set<string>>();
  const users = new Map<string, Set<string>>();
  const images = new Set<string>();
  let grantsAreNamed = false;

  const isOwn = (ip: string): boolean => addresses.has(ip) || egress.some((range) => isInRange(ip, range));

  return {
    learn(row: PatternRow): void {
      addresses.see(row);
      if (row.client === 'presence') return;
      for (const grant of row.said.grants) keep(orMake(grants, actorOf(row), noTexts), grant);
      for (const image of row.applied?.images ?? []) keep(images, nameOfImage(image));
      if (row.impersonatedBy !== null) keep(orMake(users, row.impersonatedBy, noTexts), row.user);
      grantsAreNamed ||= row.said.grants.some((grant) => grant !== '');
    },
    /** All rows of the day were learnt. */
    endDay: addresses.endDay,
    /** The day that is ranked: its presences tell of today's addresses; nothing else of it is a past. */
    look(rows: Iterable<PatternRow>): void {
      for (const row of rows) addresses.see(row);
      addresses.endDay();
    },
    /**
     * Whether a presence is worth a look: at an address that is not the cluster's own. Where none is known to be, as in a
     * log without the nodes, an address says nothing.
     */
    isStrange: ({ clientIp }: PatternRow): boolean =>
      clientIp !== null && (addresses.areKnown() || egress.length > 0) && !isOwn(clientIp),
    of(row: PatternRow): SeenBefore {
      const own = grants.get(actorOf(row));
      const { clientIp } = row;
      return {
        isOwnAddress: clientIp !== null && isOwn(clientIp),
        // Where no log of the past names grants nothing can be new about one.
        newGrants:
          own === undefined || !grantsAreNamed
            ? []
            : row.said.grants.filter((grant) => grant !== '' && !own.has(grant)),
        newImages:
          images.size === 0
            ? []
            : [...new Set(row.applied?.images)].filter((image) => !images.has(nameOfImage(image))),
        isProxied: row.impersonatedBy !== null && (users.get(row.impersonatedBy)?.size ?? 0) >= usersOfProxy,
      };
    },
  };
}

function keep(set: Set<string>, text: string): void {
  if (set.size < mostKept) set.add(text);
}

/** Registry and repository without tag and digest: a new version is no new image. */
const nameOfImage = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/**
 * The addresses that a cluster's nodes call from. One that several nodes use is the cluster's way out; one that was a
 * node's only address on the first day it was seen is its own. A thief who calls as a node from elsewhere has neither:
 * the node goes on calling from where it is.
 */
function ownAddresses() {
  const nodesBy = new Map<string, Set<string>>();
  const own = new Set<string>();
  const known = new Set<string>();
  const fresh = new Map<string, Set<string>>();
  return {
    see({ user, clientIp, client }: PatternRow): void {
      if (client !== 'presence' || clientIp === null || !user.startsWith('system:node:')) return;
      const nodes = orMake(nodesBy, clientIp, noTexts);
      if (nodes.size < 2) nodes.add(user);
      if (nodes.size >= 2) own.add(clientIp);
      if (!known.has(user)) orMake(fresh, user, noTexts).add(clientIp);
    },
    endDay(): void {
      for (const [node, addresses] of fresh) {
        known.add(node);
        const [only] = addresses;
        if (addresses.size === 1 && only !== undefined) own.add(only);
      }
      fresh.clear();
    },
    has: (ip: string): boolean => own.has(ip),
    areKnown: (): boolean => own.size > 0,
  };
}
