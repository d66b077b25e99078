/** Pages by what they are about, whichever door they are asked at. Refuses to know who may ask, and how links are made. */
import { type Day, parseDay } from '../../core/count/day.ts';
import type { HrefOf, PageRef } from '../../core/show/links.ts';
import { findingWithNames } from '../../core/show/names.ts';
import { clustersPage, type ShownClusters } from '../../core/show/pages/clusters.ts';
import { actorPage, daysPage } from '../../core/show/pages/days.ts';
import { findingPage } from '../../core/show/pages/finding-page.ts';
import type { RefusedForm } from '../working/by-link.ts';
import { withItsWork } from '../working/shown.ts';
import { offerOn, triedOffer, type WorkPorts } from '../working/work.ts';
import { type FoundPorts, type FoundSettings, findingsOfActor, foundDays, rangeOf } from './found-days.ts';

export interface ShownSources {
  readonly ports: FoundPorts & WorkPorts;
  readonly settings: () => FoundSettings;
  readonly report: (day: Day, hrefOf: HrefOf) => Promise<string>;
  readonly clusters: (from: Day | null, to: Day | null) => Promise<ShownClusters>;
}

/** What a page may be asked besides what it is about. */
export interface ShownOptions {
  readonly from?: Day | null;
  readonly to?: Day | null;
  /** What a finding's foot says besides. */
  readonly foot?: string;
  /** A finding can be worked on its page; with what was typed there in vain. */
  readonly form?: {
    readonly refused: RefusedForm | null;
    /** Leads to the same page with its offer tried; `null`: this is that page. */
    readonly trialHref: string | null;
  };
}

export type Show = (to: PageRef, hrefOf: HrefOf, options?: ShownOptions) => Promise<string | null>;

/** @returns complete HTML documents; `null` for what is not there */
export function shown({ ports, settings, report, clusters }: ShownSources): Show {
  return async (to, hrefOf, { from = null, to: until = null, foot = '', form } = {}) => {
    switch (to.page) {
      case 'finding': {
        const kept = await ports.findings.find(to.id);
        if (kept === null) return null;
        const state = kept.held ? 'held' : kept.closed ? 'closed' : 'open';
        const finding = await withItsWork(ports.work, kept.finding);
        const offer = form === undefined ? null : await offerOn(ports, finding);
        const isTried = offer !== null && form?.trialHref === null;
        const toWork = form && { ...form, offer: isTried ? await triedOffer(ports, offer) : offer };
        return findingPage(findingWithNames(finding, settings().names), state, hrefOf, foot, toWork);
      }
      case 'report': {
        const day = parseDay(to.day);
        return day === null ? null : await report(day, hrefOf);
      }
      case 'days':
        return daysPage(
          await foundDays(ports, await rangeOf(ports, { from, to: until }), settings()),
          hrefOf,
        );
      case 'actor': {
        const range = await rangeOf(ports, { from, to: until });
        const asked = { user: to.user, cluster: to.cluster === '' ? null : to.cluster };
        const findings = await findingsOfActor(ports, asked, range, settings());
        return actorPage({ user: findings[0]?.user ?? to.user, ...range, findings }, hrefOf);
      }
      case 'clusters':
        return clustersPage(await clusters(from, until), hrefOf);
    }
  };
}
