/**
 * Tells one sink the findings of a day, in turn: of many tellers one at a time, who reads the day only then. So nothing is
 * told twice, unless a teller dies between a delivery and its note (docs/decisions/0015-told-once.md).
 */
import { addDays, type Day, dayOf } from '../../core/count/day.ts';
import type { Clock } from '../ports/clock.ts';
import type { Findings, KeptFinding, Turn } from '../ports/findings.ts';
import type { Log } from '../ports/log.ts';
import type { FindingSink } from '../ports/sink.ts';
import { givenUpNow, isDue, isWaiting, refusedOnceMore } from './deliveries.ts';

export interface TellSinkPorts {
  readonly findings: Findings;
  readonly clock: Clock;
  readonly log: Log;
}

export interface TellSinkSettings {
  /** Stop at this time: what is not delivered by then waits for the next run. */
  readonly deadline: Date;
  /** How long to wait for the turn of a sink that somebody else tells; 20 seconds unless said. */
  readonly turnWaitMs?: number;
  /** Findings of earlier days are given up. */
  readonly oldest?: Day;
}

/** What became of the deliveries of a run, and what it has learnt of the sinks. What waits counts as failed. */
export interface TellRun {
  delivered: number;
  failed: number;
  /** Sink -> failures in a row. */
  readonly failures: Map<string, number>;
  /** Sinks that are left alone until the next run: they asked for it, or somebody else tells them. */
  readonly left: Set<string>;
}

/** Days back that deliveries are tried again. */
export const tellDays = 14;

/** Failures in a row after which a sink is left alone until the next run. */
const patience = 3;

/** A delivery takes half a minute at most; the turn of a teller that died ends after this. */
const turnMs = 3 * 60_000;

export async function tellSink(
  sink: FindingSink,
  day: Day,
  kept: readonly KeptFinding[],
  ports: TellSinkPorts,
  settings: TellSinkSettings,
  run: TellRun,
): Promise<void> {
  const now = ports.clock();
  const dueOf = (all: readonly KeptFinding[]) => all.filter((one) => isDue(one, sink.name, now));
  const isOld = settings.oldest !== undefined && day < settings.oldest;
  const due = isOld ? kept.filter((one) => isWaiting(one, sink.name)) : dueOf(kept);
  if (due.length === 0) return;
  if (run.left.has(sink.name) || isImpatient(run, sink) || now >= settings.deadline) {
    run.failed += due.length;
    return;
  }
  const turn = await turnOf(sink.name, ports, settings);
  if (turn === null) {
    run.left.add(sink.name);
    run.failed += due.length;
    return;
  }
  const teller = { sink, turn, quietUntil: null };
  try {
    // Whoever had the turn before may have told some of them.
    const all = await ports.findings.ofDay(day);
    if (isOld) await giveUp(sink.name, all, turn, ports);
    else await deliver(dueOf(all), teller, ports, settings, run);
  } finally {
    await ports.findings.endTurn(teller.turn, teller.quietUntil);
  }
}

const isImpatient = ({ failures }: TellRun, { name }: FindingSink): boolean =>
  (failures.get(name) ?? 0) >= patience;

/** @returns `null` where somebody else keeps it, or nobody is to have it yet */
async function turnOf(
  sink: string,
  { findings, clock, log }: TellSinkPorts,
  { deadline, turnWaitMs = 20_000 }: TellSinkSettings,
): Promise<Turn | null> {
  for (let waited = 0, wait = 50; ; waited += wait, wait = Math.min(1_000, 2 * wait)) {
    const now = clock();
    const answer = await findings.takeTurn(sink, now, new Date(now.getTime() + turnMs));
    if (answer.state === 'yours') return answer.turn;
    if (answer.state === 'quiet') {
      log.info(`tell: ${sink} asked to be left alone until ${answer.until.toISOString()}`);
      return null;
    }
    if (waited >= turnWaitMs || now >= deadline) return null;
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
  }
}

interface Teller {
  readonly sink: FindingSink;
  turn: Turn;
  quietUntil: Date | null;
}

async function deliver(
  due: readonly KeptFinding[],
  teller: Teller,
  { findings, clock, log }: TellSinkPorts,
  { deadline }: TellSinkSettings,
  run: TellRun,
): Promise<void> {
  const { sink } = teller;
  for (const [at, one] of due.entries()) {
    const now = clock();
    if (isImpatient(run, sink) || now >= deadline) {
      run.failed += due.length - at;
      return;
    }
    if (!(await keepTurn(teller, findings, now))) return void run.left.add(sink.name);
    try {
      await sink.deliver(one.finding, `${one.finding.id}-${one.version}`);
      await findings.told(one, sink.name);
      run.failures.delete(sink.name);
      run.delivered++;
    } catch (error) {
      run.failed++;
      log.error(
        `tell: ${sink.name} did not take a finding: ${error instanceof Error ? error.message : 'unknown'}`,
      );
      const after = clock();
      // A sink that is down gets a pause; one that refuses this very finding may well take the next.
      if (isRefusal(error)) await noteRefusal(one, sink.name, after, findings, log);
      else run.failures.set(sink.name, (run.failures.get(sink.name) ?? 0) + 1);
      const quietMs = quietMsOf(error);
      if (quietMs > 0) {
        teller.quietUntil = new Date(after.getTime() + quietMs);
        run.left.add(sink.name);
        run.failed += due.length - at - 1;
        return;
      }
    }
  }
}

/** A turn that would soon end by itself is lengthened. @returns whether it still is ours */
async function keepTurn(teller: Teller, findings: Findings, now: Date): Promise<boolean> {
  const { sink, turn } = teller;
  if (turn.until.getTime() - now.getTime() > turnMs / 2) return true;
  const answer = await findings.takeTurn(sink.name, now, new Date(now.getTime() + turnMs), turn);
  if (answer.state === 'yours') teller.turn = answer.turn;
  return answer.state === 'yours';
}

async function noteRefusal(
  kept: KeptFinding,
  sink: string,
  now: Date,
  findings: Findings,
  log: Log,
): Promise<void> {
  const refusals = refusedOnceMore(kept, sink, now);
  await findings.refused(kept, sink, refusals);
  if (refusals.nextAt === null)
    log.error(
      `tell: given up: ${sink} refused finding ${kept.finding.id} of ${kept.finding.day} ${refusals.times} times`,
    );
}

/** Findings of a day that has become too old. A sink that is newer than that day was never meant to have them. */
async function giveUp(
  sink: string,
  kept: readonly KeptFinding[],
  { since }: Turn,
  { findings, clock, log }: TellSinkPorts,
): Promise<void> {
  const now = clock();
  for (const one of kept) {
    if (!isWaiting(one, sink) || dayOf(new Date(since)) > addDays(one.finding.day, tellDays)) continue;
    await findings.refused(one, sink, givenUpNow(one, sink, now));
    log.error(
      `tell: given up: ${sink} did not take finding ${one.finding.id} of ${one.finding.day} in ${tellDays} days`,
    );
  }
}

const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false;

/** How long a sink asked to be left alone, in milliseconds. */
const quietMsOf = (error: unknown): number =>
  typeof error === 'object' &&
  error !== null &&
  'retryAfterMs' in error &&
  typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : 0;
