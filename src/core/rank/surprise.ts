/**
 * The ranking that finds what nobody usually does (DESIGN 6): how surprising each call is, given what its actor
 * and the whole cluster did on the days before. Knows days; refuses to know storage.
 */
import { addDays, type Day } from '../count/day.ts';
import type { Baseline } from './baseline.ts';
import type { AddressRange } from './client-ip.ts';
import { pastDayOf, pickedCalls, type Today, todayOf } from './day-rows.ts';
import type { Reasons } from './explain.ts';
import { type Crowd, crowdsOf } from './fair/crowd.ts';
import { inTurns } from './fair/turns.ts';
import { type DayCalls, dayFeatures, type FeatureName, featureTexts } from './features.ts';
import { type Grown, grownOf } from './grown.ts';
import { scratch } from './model/columns.ts';
import { modelOf } from './model/model.ts';
import { strandNames } from './model/strands.ts';
import { type SurpriseOptions, surpriseDefaults } from './options.ts';
import { compareTexts } from './order.ts';
import { pastOf, type SeenBefore } from './past.ts';
import type { PatternRow } from './pattern-row.ts';
import { heardDays } from './rarity/heard.ts';
import { rarityScale } from './rarity/rarity.ts';

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
  const heard = heardDays();
  let days = 0;
  const texts = featureTexts();
  const before = pastOf(asked.egress);
  /** Of one day after the other. */
  const features = dayFeatures(texts);
  const memory = scratch();

  function learnDay(day: Day, calls: DayCalls): void {
    if (calls.length === 0) return;
    const isScored = days >= tooFew && day >= calibrateFrom;
    const scored = isScored ? model.score(day, calls, memory) : undefined;
    if (scored !== undefined) heard.add(calls, scored.totals, memory);
    model.learn(day, calls, scored?.lifts.days);
    days += 1;
  }

  /** All but the rows. @returns `see` is for those of a second look, where they were not kept */
  function rankedOf(today: Today) {
    const all = today.calls();
    // Without a past the day is scored by itself: what few did on it stands out.
    if (days === 0) model.learn(asked.day, all);
    const { terms, totals, lifts } = model.score(asked.day, all, memory);
    const rarityOf = rarityScale(heard.all());
    const totalAt = (at: number): number => totals[at] ?? 0;
    const bySurprise = (a: number, b: number): number => totalAt(b) - totalAt(a) || today.bySight(a, b);
    const ordered = [...totals.keys()].sort(bySurprise);
    const first =
      ordered.length <= options.limit
        ? ordered
        : inTurns(ordered, today.owners()).slice(0, options.limit).sort(bySurprise);
    // All of it is read now: what is scored next has the same columns.
    const picked = pickedCalls(all, first);
    const judged = first.map((at, place) => ({
      rank: place + 1,
      rarity: rarityOf(totalAt(at)),
      reasons: {
        terms: new Map([...terms].map(([name, bits]) => [name, bits[at] ?? 0])),
        habit: (name: FeatureName) => {
          const habit = model.habit(name, picked, place);
          return habit && { ...habit, neighbours: habit.neighbours.map(texts.who.text) };
        },
        breadth: all.breadth[at] ?? 0,
        lift: {
          by: strandNames[lifts.by[at] ?? 0] ?? 'sitting',
          pieces: lifts.pieces[at] ?? 0,
          before: lifts.before[at] ?? 0,
        },
      },
      baseline: { days, actors: model.actors },
    }));
    const { see, rowAt } = today.rowsAt(first);
    const ranks = new Map(first.map((at, place) => [at, place + 1]));
    const callers = {
      crowded: crowdsOf(today.counted(all, ranks)),
      grown: grownOf(all.caller, lifts, (at) => ranks.get(at), model.grown, from, texts),
    };
    const withRows = (): SurpriseRanking => ({
      ...callers,
      state: days < options.learningDays ? 'learning' : 'ready',
      baselineDays: days,
      calls: judged.map((call, at) => ({ row: rowAt(at), ...call, before: before.of(rowAt(at)) })),
    });
    return { see, withRows };
  }

  return {
    /** Days must come in order, each once. */
    learn(day: Day, patterns: Iterable<PatternRow>): void {
      if (!isBefore(day)) return;
      const rows = pastDayOf(features, before);
      for (const row of patterns) rows.add(row);
      learnDay(day, rows.calls());
    },
    /** The same of rows that come one after the other. */
    async learnFrom(day: Day, patterns: AsyncIterable<PatternRow> | Iterable<PatternRow>): Promise<void> {
      if (!isBefore(day)) return;
      const all = pastDayOf(features, before);
      for await (const row of patterns) all.add(row);
      learnDay(day, all.calls());
    },
    /**
     * After all days are learnt.
     * @param rows read a second time where they are more than are looked at
     */
    rank(rows: Iterable<PatternRow>): SurpriseRanking {
      const today = todayOf(features, texts, before, options.limit);
      for (const row of rows) today.add(row);
      const { see, withRows } = rankedOf(today);
      if (see !== null) for (const row of rows) see(row);
      return withRows();
    },
    /** The same of rows that come one after the other. @throws ChangedDayError where they are others then */
    async rankFrom(read: () => AsyncIterable<PatternRow> | Iterable<PatternRow>): Promise<SurpriseRanking> {
      const today = todayOf(features, texts, before, options.limit);
      for await (const row of read()) today.add(row);
      const { see, withRows } = rankedOf(today);
      if (see !== null) for await (const row of read()) see(row);
      return withRows();
    },
  };
}
