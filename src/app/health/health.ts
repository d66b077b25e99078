/** How Rarecall itself is. Knows which questions there are; refuses to know what makes each answer good or bad. */
import { archive } from './archive.ts';
import { findingBudget, flooded, rowBudget } from './bounds.ts';
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
import { archivePoison, poison } from './poison.ts';
import { ranking } from './ranking.ts';
import { suppressing } from './suppressing.ts';
import { sweeping } from './sweeping.ts';

/** In the order in which they are told. */
const checks: readonly Check[] = [
  archive,
  fresh,
  sweeping,
  poison,
  archivePoison,
  failed,
  damaged,
  ranking,
  waiting,
  givenUp,
  rowBudget,
  findingBudget,
  flooded,
  suppressing,
];

export interface Health extends Facts {
  readonly status: 'ok' | 'degraded';
  /** What is wrong or could not be seen, in words that say what to do. Empty when all is well. */
  readonly problems: readonly string[];
  /** The same with an id each, and what is only to be known. */
  readonly said: readonly Said[];
}

/** All checks at once: none waits for another, and none takes longer than its own limit. Throws nothing. */
export async function health(ports: HealthPorts, settings: HealthSettings): Promise<Health> {
  const answers = await Promise.all(checks.map((check) => asked(check, ports, settings)));
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
