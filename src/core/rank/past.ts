/**
 * What the days before know besides habits: the cluster's own addresses, grants, images, and who impersonates for everybody.
 * Knows facts of whole days; refuses to know how surprising a thing is.
 */
import { type AddressRange, isInRange } from './client-ip.ts';
import { actorOf, callerOf } from './features.ts';
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

/**
 * Who impersonates so many users on so many days is taken for an access proxy (Rancher, Teleport). Days, since whoever may
 * impersonate can take on any number of names at once.
 */
const ofProxy = { users: 5, days: 7 } as const;
/** What is kept of one caller: nobody has so many, and nobody may fill memory. */
const mostKept = 2_000;

/** Days must come in order; of each all rows, calls and presences alike, and then its end. */
export function pastOf(egress: readonly AddressRange[] = []) {
  const addresses = ownAddresses();
  const grants = new Map<string, Set<string>>();
  const proxies = proxiesSeen();
  const images = new Set<string>();
  const imagesBy = new Map<string, Set<string>>();
  let grantsAreNamed = false;

  const isOwn = (ip: string): boolean => addresses.has(ip) || egress.some((range) => isInRange(ip, range));

  const isProxied = (row: PatternRow): boolean =>
    row.impersonatedBy !== null && proxies.has(row.impersonatedBy);

  return {
    isProxied,
    learn(row: PatternRow): void {
      addresses.see(row);
      if (row.client === 'presence') return;
      for (const grant of row.said.grants) keep(orMake(grants, actorOf(row), noTexts), grant);
      const own = orMake(imagesBy, callerOf(row, isProxied(row)), noTexts);
      for (const image of row.applied?.images ?? [])
        if (keep(own, nameOfImage(image))) images.add(nameOfImage(image));
      proxies.see(row);
      grantsAreNamed ||= row.said.grants.some((grant) => grant !== '');
    },
    /** All rows of the day were learnt. */
    endDay(): void {
      addresses.endDay();
      proxies.endDay();
    },
    /** A row of the day that is ranked: its presences tell of today's addresses; nothing else of it is a past. */
    look: addresses.see,
    /** All of that day was looked at. */
    endLook: addresses.endDay,
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
        isProxied: isProxied(row),
      };
    },
  };
}

export type Past = ReturnType<typeof pastOf>;

/** @returns whether it is kept */
function keep(set: Set<string>, text: string): boolean {
  if (set.size < mostKept) set.add(text);
  return set.has(text);
}

/** Who impersonated on whole days before. */
function proxiesSeen() {
  const today = new Map<string, Set<string>>();
  const days = new Map<string, number>();
  return {
    see({ user, impersonatedBy }: PatternRow): void {
      if (impersonatedBy === null) return;
      const users = orMake(today, impersonatedBy, noTexts);
      if (users.size < ofProxy.users) users.add(user);
    },
    endDay(): void {
      for (const [proxy, users] of today)
        if (users.size >= ofProxy.users) days.set(proxy, (days.get(proxy) ?? 0) + 1);
      today.clear();
    },
    has: (caller: string): boolean => (days.get(caller) ?? 0) >= ofProxy.days,
  };
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
