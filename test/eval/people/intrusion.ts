/**
 * Commands of one person put into the account of another, in a month of real people, and what the product makes of it.
 * Knows who sits where; refuses to know how results are shown.
 */
import { clusterNamed } from '../../../src/core/read/path.ts';
import type { Random } from '../../../src/simulate/random.ts';
import type { History, RankedDay } from '../history.ts';
import { achievedAt, averagePrecision } from '../measures.ts';
import { findingsOf, product } from '../product.ts';
import { intrudedDay } from './labelled.ts';
import type { Person } from './person.ts';
import {
  callsOn,
  judgedDay,
  pastOf,
  type Sitting,
  sittingsOf,
  timed,
  type Windowed,
  windowDays,
  windowOf,
} from './window.ts';

/**
 * Who types: somebody unknown to the cluster, a colleague who does his own work too, or as a control the account's owner,
 * what he did on the next day.
 */
export const intruders = ['stranger', 'colleague', 'himself'] as const;
export interface Kind {
  readonly by: (typeof intruders)[number];
  readonly commands: 20 | 40;
}
export const kinds: readonly Kind[] = [
  { by: 'stranger', commands: 20 },
  { by: 'stranger', commands: 40 },
  { by: 'colleague', commands: 20 },
  { by: 'himself', commands: 20 },
  { by: 'himself', commands: 40 },
];

/** What came of one intrusion. Pairs, not trials, are independent of each other. */
export interface Intrusion {
  /** Which people's habits: those of the shell, or of the office suite. */
  readonly of: 'commands' | 'records';
  readonly kind: string;
  readonly pair: string;
  /** Rows that only the intruder made by that name on that day. */
  readonly possible: number;
  /** Hits among the first ten, of min(10, such rows). */
  readonly p10: number;
  readonly ap: number;
  /** The same for an order by chance. */
  readonly chance: number;
  /** The account has a finding on that day. */
  readonly isTold: boolean;
  /** Findings of others. */
  readonly beside: number;
}

export function measured(
  about: Pick<Intrusion, 'of' | 'kind' | 'pair'>,
  day: RankedDay,
  user: string,
): Intrusion | null {
  // A sitting of nothing new by that name leaves nothing to be found.
  if (day.attackPatterns.size === 0) return null;
  const ranked = product(day);
  const told = findingsOf([ranked], day.history.day);
  return {
    ...about,
    possible: day.attackPatterns.size,
    p10: achievedAt(ranked.items, 10),
    ap: averagePrecision(ranked.items),
    chance: achievedAt(
      ranked.items.map(({ isHit }) => ({ isHit, score: 0 })),
      10,
    ),
    isTold: told.some((finding) => finding.user === user),
    beside: told.filter((finding) => finding.user !== user).length,
  };
}

const inARow = (commands: readonly number[], count: number, random: Random): readonly number[] => {
  const start = random.int(commands.length - count + 1);
  return commands.slice(start, start + count);
};

/** The history of some people, each day theirs together. */
function historyOf(pasts: readonly (readonly (readonly Pattern[])[])[]): History {
  const baseline = Array.from({ length: windowDays - 1 }, (_, day) =>
    pasts.flatMap((past) => past[day] ?? []),
  );
  const cluster = clusterNamed('people');
  return { cluster, day: judgedDay, baseline, unfoldedBaseline: () => baseline };
}
type Pattern = History['baseline'][number][number];

/** The account's day with a sitting of somebody else at a random place, in place of its last commands. */
function intruded(victim: Windowed, commands: readonly number[], random: Random) {
  const own = (victim.days.at(-1) ?? []).slice(0, -commands.length);
  const sittings = sittingsOf(own, random);
  const place = random.int(sittings.length + 1);
  const strange: Sitting = { commands, isIntruders: true };
  return timed(victim.seat, sittings.toSpliced(place, 0, strange), random);
}

/** All intrusions in one month of the people, each of whom is robbed by each other one. */
export function intrusions(people: readonly Person[], seed: number): Intrusion[] {
  const windows = people.map((person) => windowOf(person, seed));
  const pasts = windows.map(pastOf);
  const last = windows.map((window) => callsOn(window, windowDays - 1));
  const all = historyOf(pasts);
  const without = windows.map((_, absent) => historyOf(pasts.filter((_, at) => at !== absent)));
  const found: Intrusion[] = [];
  for (const [v, victim] of windows.entries()) {
    for (const [o, other] of windows.entries()) {
      if (v === o) continue;
      for (const { by, commands } of kinds) {
        const random = victim.random.fork(`${by} ${commands} ${other.person.name}`);
        const source = { stranger: other.person.commands, colleague: other.next, himself: victim.next }[by];
        const calls = [
          ...intruded(victim, inARow(source, commands, random), random),
          ...last.flatMap((own, at) => (at === v || (at === o && by !== 'colleague') ? [] : own)),
        ];
        const history = by === 'colleague' ? all : without[o];
        if (history === undefined) continue;
        const user = `${victim.seat.user}@northwind.example`;
        const about = {
          of: 'commands',
          kind: `${by} ${commands}`,
          pair: `${victim.person.name} ${other.person.name}`,
        } as const;
        const one = measured(about, intrudedDay(history, calls), user);
        if (one !== null) found.push(one);
      }
    }
  }
  return found;
}
