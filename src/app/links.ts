/**
 * Signed links: who has one reads the page it names, until it ends, and shows no other key. What is signed is what is then
 * read, so nothing beside it in an address opens anything (docs/decisions/0027-signed-links.md).
 * Refuses to know what pages show, and where the key is kept.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { addDays, dayOf } from '../core/count/day.ts';
import { type HrefOf, isPageName, linkedPages, type PageRef } from '../core/show/links.ts';
import type { Clock } from './ports/clock.ts';
import type { LinkKeys } from './ports/link-keys.ts';

/** `page`: this one alone. `pages`: the links on it as well, until the same time. `work`: a finding, to be worked there. */
const reaches = ['page', 'pages', 'work'] as const;
export type Reach = (typeof reaches)[number];

export interface Opened {
  readonly to: PageRef;
  readonly reach: Reach;
  readonly until: Date;
}

export interface Links {
  /** An address relative to those of the other doors: `shared?page=…`. */
  sign(to: PageRef, reach: Reach, until: Date): Promise<string>;
  /** The same for a page that has many links, all of reach `pages`; not signed where links are not. */
  hrefs(until: Date): Promise<HrefOf>;
  /** What a link opens; `null` where it is wrong, over, or of another key: nobody is told which. */
  opened(query: URLSearchParams): Promise<Opened | null>;
}

/** Where links lead, beside the other doors. */
export const sharedDoor = 'shared';

/** A process works with the key it has read for this long: a deleted one opens nothing after it. */
export const keyHeldMs = 60_000;

/** That there is none is believed for less: the next link is made with one, perhaps by another process. */
const noKeyHeldMs = 5_000;

/** Longer names are of nobody: user names of Kubernetes and resource ids are far shorter. */
const longestName = 1_000;

const pagesHours = 12;
const hourMs = 3_600_000;

/** The same all day, so that a message that is sent again is the same message. @param days whole days at the least */
export const endOfDays = (now: Date, days: number): Date => new Date(addDays(dayOf(now), days + 1));

/** Until when the links of a page lead on that somebody opened with a key. */
export const endOfPages = (now: Date): Date =>
  new Date((Math.floor(now.getTime() / hourMs) + 1 + pagesHours) * hourMs);

export interface LinkSettings {
  /** A link lasts so many days and the rest of the last one, at the most; 0: there are none. */
  readonly linkDays: number;
  /** Whether findings are worked by links; those for it open nothing where they are not. */
  readonly linkWork: boolean;
}

export function signedLinks(keys: LinkKeys, clock: Clock, settings: LinkSettings): Links {
  const held = heldKey(keys, clock);

  function address(key: Uint8Array | KeyObject, opened: Opened): string {
    const query = new URLSearchParams({
      ...opened.to,
      reach: opened.reach,
      until: String(secondsOf(opened.until)),
      signature: signatureOf(key, opened),
    });
    return `${sharedDoor}?${query}`;
  }

  return {
    sign: async (to, reach, until) => address(await held.made(), { to, reach, until }),

    async hrefs(until) {
      if (settings.linkDays === 0) return unsigned;
      // Made once: a page has some hundred links.
      const key = createSecretKey(await held.made());
      return (to) => address(key, { to, reach: 'pages', until });
    },

    async opened(query) {
      if (settings.linkDays === 0) return null;
      const named = namedIn(query);
      const signature = query.get('signature') ?? '';
      if (named === null || !/^[\w-]{43}$/.test(signature)) return null;
      if (named.reach === 'work' && !settings.linkWork) return null;
      const now = clock();
      // A shorter time holds for the links that are out there too.
      if (named.until <= now || named.until > endOfDays(now, settings.linkDays)) return null;
      const key = await held.read();
      if (key === null) return null;
      return timingSafeEqual(Buffer.from(signatureOf(key, named)), Buffer.from(signature)) ? named : null;
    },
  };
}

/** `?…` of an address: it leads to the same door from there, behind whatever front. */
export const queryOf = (href: string): string => href.slice(href.indexOf('?'));

/** For those who have a key, or a front that adds it. */
const unsigned: HrefOf = (to) => {
  const format = { format: 'html' };
  switch (to.page) {
    case 'report':
      return `report?${new URLSearchParams({ day: to.day })}`;
    case 'finding':
      return `findings/${encodeURIComponent(to.id)}?${new URLSearchParams(format)}`;
    case 'days':
      return `findings?${new URLSearchParams(format)}`;
    case 'actor':
      return `findings?${new URLSearchParams({ ...format, user: to.user, cluster: to.cluster })}`;
    case 'clusters':
      return `clusters?${new URLSearchParams(format)}`;
  }
};

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1_000);

const signatureOf = (key: Uint8Array | KeyObject, { to, reach, until }: Opened): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['rarecall link', 1, reach, secondsOf(until), to.page, ...namesOf(to)]))
    .digest('base64url');

const namesOf = (to: PageRef): string[] => {
  const names: Readonly<Record<string, string>> = to;
  return linkedPages[to.page].map((name) => names[name] ?? '');
};

/** What a link says it opens, before it is known whether it may. */
function namedIn(query: URLSearchParams): Opened | null {
  const page = query.get('page') ?? '';
  const reach = reaches.find((one) => one === query.get('reach'));
  const until = query.get('until') ?? '';
  if (!isPageName(page) || reach === undefined || !/^[1-9]\d{9}$/.test(until)) return null;
  if (reach === 'work' && page !== 'finding') return null;
  const to: Record<string, string> = { page };
  for (const name of linkedPages[page]) {
    const value = query.get(name);
    if (value === null || value === '' || value.length > longestName) return null;
    to[name] = value;
  }
  return { to: to as PageRef, reach, until: new Date(1_000 * Number(until)) };
}

/** The key in memory: one question to the store a minute, however many links are tried, right or wrong. */
function heldKey(keys: LinkKeys, clock: Clock) {
  let held: { readonly key: Uint8Array | null; readonly at: number } | undefined;
  let asking: Promise<Uint8Array | null> | undefined;

  async function ask(): Promise<Uint8Array | null> {
    try {
      const key = await keys.read();
      held = { key, at: clock().getTime() };
      return key;
    } finally {
      asking = undefined;
    }
  }
  function read(): Promise<Uint8Array | null> {
    const heldMs = held?.key === null ? noKeyHeldMs : keyHeldMs;
    if (held !== undefined && clock().getTime() - held.at < heldMs) return Promise.resolve(held.key);
    asking ??= ask();
    return asking;
  }
  return {
    read,
    /** Only who signs makes a key: a stranger at the door makes nothing. */
    async made(): Promise<Uint8Array> {
      const found = await read();
      if (found !== null) return found;
      const key = await keys.make();
      held = { key, at: clock().getTime() };
      return key;
    },
  };
}
