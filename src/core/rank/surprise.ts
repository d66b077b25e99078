/**
 * The ranking that finds what nobody usually does (DESIGN 6): how surprising each call is, given what its actor
 * and the whole cluster did on the days before. Knows days; refuses to know storage.
 */
import { addDays, type Day } from '../count/day.ts';
import type { Baseline } from './baseline.ts';
import type { AddressRange } from './client-ip.ts';
import type { Reasons } from './explain.ts';
import { type Crowd, crowdsOf } from './fair/crowd.ts';
import { inTurns, type Owner } from './fair/turns.ts';
import { bySight, callerOf, type DayCalls, dayFeatures, featured, featureTexts } from './features.ts';
import { type Grown, grownOf } from './grown.ts';
import { scratch } from './model/columns.ts';
import { modelOf } from './model/model.ts';
import { strandNames } from './model/strands.ts';
import { type SurpriseOptions, surpriseDefaults } from './options.ts';
import { compareTexts } from './order.ts';
import { pastOf, type SeenBefore } from './past.ts';
import type { PatternRow } from './pattern-row.ts';
import { type Heard, rarityScale } from './rarity.ts';

export interface SurpriseInput extends Asked {
  readonly today: readonly PatternRow[];
  /** Days before the day, in any order; a day without calls may be there or not. Each day is read once. */
  readonly baseline: readonly { readonly day: Day; readonly patterns: Iterable<PatternRow> }[];
}

interface Asked {
  readonly day: Day;
  readonly options?: Partial<SurpriseOptions>;
  /** Addresses that are the cluster's own besides those of its nodes. */
  readonly egress?: readonly AddressRange[];
}

/** A pattern of the day and how surprising it is. */
export interface SurprisingCall {
  readonly row: PatternRow;
  readonly rank: number;
  /** 0-100 */
  readonly rarity: number;
  readonly reasons: Omit<Reasons, 'pattern'>;
  readonly baseline: Baseline;
  readonly before: SeenBefore;
}

export interface SurpriseRanking {
  readonly state: 'learning' | 'ready';
  /** Days of baseline on which there were calls. */
  readonly baselineDays: number;
  /** The patterns of the day, the most surprising first. */
  readonly calls: SurprisingCall[];
  /** Who made more of them than are looked at one by one. */
  readonly crowded: readonly Crowd[];
  /** What is lifted by days before, by caller. */
  readonly grown: readonly Grown[];
}

const ownerOf = (row: PatternRow | undefined): Owner =>
  row === undefined
    ? { caller: '', user: '', isHimself: true }
    : { caller: callerOf(row), user: row.user, isHimself: row.impersonatedBy === null };

/** Ranks a day whose baseline is at hand. */
export function rankSurprise({ today, baseline, ...asked }: SurpriseInput): SurpriseRanking {
  const days = baseline.toSorted((a, b) => compareTexts(a.day, b.day));
  const ranking = surpriseRanking({ ...asked, days: days.map(({ day }) => day) });
  for (const { day, patterns } of days) ranking.learn(day, patterns);
  return ranking.rank(today);
}

/**
 * The ranking of a day, for a baseline that comes day by day: of a day learnt only habits are kept, not its calls.
 * @param asked.days those of the baseline, ascending; days too early or too late are passed over
 */
export function surpriseRanking(asked: Asked & { readonly days: readonly Day[] }) {
  const options = { ...surpriseDefaults, ...asked.options };
  const from = addDays(asked.day, -options.baselineDays);
  const isBefore = (day: Day): boolean => day >= from && day < asked.day;
  const model = modelOf(from, options);
  // A past day is scored as on its own morning, by what was known then. The first ones knew too little.
  const tooFew = Math.min(options.learningDays, Math.floor(asked.days.filter(isBefore).length / 2));
  const calibrateFrom = addDays(asked.day, -options.calibrationDays);
  const past: Heard[] = [];
  let days = 0;
  const texts = featureTexts();
  const before = pastOf(asked.egress);
  /** Of the days that are learnt, one after the other. */
  const features = dayFeatures(texts);
  const memory = scratch();

  /**
   * Collects what of a day is judged: its calls, and the presences at addresses that are not the cluster's own, which is
   * known once all of the day was seen.
   */
  function rowsOfDay() {
    features.clear();
    const presences: PatternRow[] = [];
    return {
      add(row: PatternRow): void {
        before.learn(row);
        if (row.client === 'presence') presences.push(row);
        else features.add(row, before.isProxied(row));
      },
      calls(): DayCalls {
        before.endDay();
        for (const row of presences) if (before.isStrange(row)) features.add(row, before.isProxied(row));
        return features.calls();
      },
    };
  }

  /** The most surprising call of each caller is heard: who calls much says no more than others. */
  function calibrate({ length, caller }: DayCalls, totals: Float64Array): void {
    const most = new Map<number, number>();
    for (let at = 0; at < length; at += 1) {
      const who = caller[at] ?? 0;
      most.set(who, Math.max(most.get(who) ?? 0, totals[at] ?? 0));
    }
    for (const [who, bits] of most) past.push({ caller: who, bits });
  }

  function learnDay(day: Day, calls: DayCalls): void {
    if (calls.length === 0) return;
    const isScored = days >= tooFew && day >= calibrateFrom;
    const scored = isScored ? model.score(day, calls, memory) : undefined;
    if (scored !== undefined) calibrate(calls, scored.totals);
    model.learn(day, calls, scored?.lifts.days);
    days += 1;
  }

  return {
    /** Days must come in order, each once. */
    learn(day: Day, patterns: Iterable<PatternRow>): void {
      if (!isBefore(day)) return;
      const rows = rowsOfDay();
      for (const row of patterns) rows.add(row);
      learnDay(day, rows.calls());
    },
    /** The same of rows that come one after the other. */
    async learnFrom(day: Day, patterns: AsyncIterable<PatternRow> | Iterable<PatternRow>): Promise<void> {
      if (!isBefore(day)) return;
      const all = rowsOfDay();
      for await (const row of patterns) all.add(row);
      learnDay(day, all.calls());
    },
    /** After all days are learnt. */
    rank(rows: readonly PatternRow[]): SurpriseRanking {
      before.look(rows);
      // A presence is worth a look only where the cluster itself does not call from.
      const patterns = rows.filter((row) => row.client !== 'presence' || before.isStrange(row));
      const today = featured(patterns, texts, before.isProxied);
      // Without a past the day is scored by itself: what few did on it stands out.
      if (days === 0) model.learn(asked.day, today);
      const { terms, totals, lifts } = model.score(asked.day, today);
      const rarityOf = rarityScale(past);
      const totalAt = (at: number): number => totals[at] ?? 0;
      const bySurprise = (a: number, b: number): number =>
        totalAt(b) - totalAt(a) || bySight(patterns[a], patterns[b]);
      const all = [...patterns.keys()].sort(bySurprise);
      const ranked =
        all.length <= options.limit
          ? all
          : inTurns(all, (at) => ownerOf(patterns[at]))
              .slice(0, options.limit)
              .sort(bySurprise);
      const reasonsOf = (at: number): SurprisingCall['reasons'] => ({
        terms: new Map([...terms].map(([name, bits]) => [name, bits[at] ?? 0])),
        habit: (name) => {
          const habit = model.habit(name, today, at);
          return habit && { ...habit, neighbours: habit.neighbours.map(texts.who.text) };
        },
        breadth: today.breadth[at] ?? 0,
        lift: {
          by: strandNames[lifts.by[at] ?? 0] ?? 'sitting',
          pieces: lifts.pieces[at] ?? 0,
          before: lifts.before[at] ?? 0,
        },
      });
      const ranks = new Map(ranked.map((at, place) => [at, place + 1]));
      return {
        crowded: crowdsOf(
          Array.from(today.caller, (caller, at) => ({
            caller: texts.who.text(caller),
            folded: patterns[at]?.folded ?? 0,
            rank: ranks.get(at) ?? null,
          })),
        ),
        grown: grownOf(today.caller, lifts, (at) => ranks.get(at), model.grown, from, texts),
        state: days < options.learningDays ? 'learning' : 'ready',
        baselineDays: days,
        calls: ranked.flatMap((at, place) => {
          const row = patterns[at];
          return row === undefined
            ? []
            : {
                row,
                rank: place + 1,
                rarity: rarityOf(totalAt(at)),
                reasons: reasonsOf(at),
                baseline: { days, actors: model.actors },
                before: before.of(row),
              };
        }),
      };
    },
  };
}
