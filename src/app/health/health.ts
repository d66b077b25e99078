/** How Rarecall itself is. Knows which questions there are; refuses to know what makes each answer good or bad. */
import { archive } from './archive.ts';
import { findingBudget, flooded, rowBudget } from './bounds.ts';
import { category } from './category.ts';
import {
  type Answer,
  asked,
  type Check,
  type Facts,
  type HealthPorts,
  type HealthSettings,
  type Said,
} from './check.ts';
import { damaged } from './damaged.ts';
import { givenUp, waiting } from './delivered.ts';
import { failed } from './failed.ts';
import { fresh } from './fresh.ts';
import { links } from './links.ts';
import { archivePoison, poison } from './poison.ts';
import { ranking } from './ranking.ts';
import { backlog, clock, identity, rights } from './rights.ts';
import { setting, settingsSaid } from './settings.ts';
import { sinks } from './sinks.ts';
import { suppressing } from './suppressing.ts';
import { sweeping } from './sweeping.ts';

/** In the order in which they are told. */
export const deepChecks: readonly Check[] = [
  setting,
  identity,
  rights,
  clock,
  archive,
  category,
  fresh,
  sweeping,
  poison,
  archivePoison,
  backlog,
  failed,
  damaged,
  ranking,
  waiting,
  givenUp,
  links,
  sinks,
  rowBudget,
  findingBudget,
  flooded,
  suppressing,
];

/** What is asked again and again: it tries nothing out. */
const checks = deepChecks.filter(({ isDeep }) => isDeep !== true);

export interface Health extends Facts {
  readonly status: 'ok' | 'degraded';
  /** What is wrong or could not be seen, in words that say what to do. Empty when all is well. */
  readonly problems: readonly string[];
  /** The same with an id each, and what is only to be known. */
  readonly said: readonly Said[];
}

/** Those that list what is in the archive: a list costs as much as a hundred other questions. */
export const archiveChecks: readonly Check[] = [archive, category];
export const cheapChecks: readonly Check[] = checks.filter((check) => !archiveChecks.includes(check));

export interface Examined extends Answer {
  /** `whether …` */
  readonly asks: string;
}

/** Each question with what is to be said of it: nothing where all is well. All at once, and none takes longer than its own limit. Throws nothing. */
export const examined = (
  ports: HealthPorts,
  settings: HealthSettings,
  asking: readonly Check[] = deepChecks,
): Promise<Examined[]> =>
  Promise.all(asking.map(async (check) => ({ asks: check.asks, ...(await asked(check, ports, settings)) })));

export const health = async (
  ports: HealthPorts,
  settings: HealthSettings,
  asking: readonly Check[] = checks,
): Promise<Health> => healthFrom(await examined(ports, settings, asking));

/** Of an app whose settings are at fault: nothing else of it can be seen. */
export const healthOfSettings = (problems: readonly string[]): Health =>
  healthFrom([{ said: settingsSaid(problems) }]);

function healthFrom(answers: readonly Answer[]): Health {
  const said = answers.flatMap((answer) => answer.said);
  const problems = said.filter(({ level }) => level !== 'information');
  return {
    status: problems.length === 0 ? 'ok' : 'degraded',
    problems: problems.map(({ what, todo }) => (todo === '' ? what : `${what}; ${todo}`)),
    ...factsOf(answers),
    said,
  };
}

function factsOf(answers: readonly Answer[]): Facts {
  const facts = answers.flatMap((answer) => answer.facts ?? []);
  /** That of the one check that knows it. */
  const number = (name: 'clusters' | 'undelivered' | 'damaged' | 'sweepAge' | 'unreadable' | 'rankingAge') =>
    facts.find((one) => one[name] !== undefined)?.[name] ?? null;
  const added = (name: 'poisoned' | 'quiet' | 'bounds') => {
    const sums: Record<string, number> = {};
    for (const one of facts)
      for (const [key, count] of Object.entries(one[name] ?? {})) sums[key] = (sums[key] ?? 0) + count;
    return sums;
  };
  return {
    clusters: number('clusters'),
    poisoned: added('poisoned'),
    undelivered: number('undelivered'),
    damaged: number('damaged'),
    sweepAge: number('sweepAge'),
    quiet: added('quiet'),
    unreadable: number('unreadable'),
    rankingAge: number('rankingAge'),
    bounds: added('bounds'),
  };
}
