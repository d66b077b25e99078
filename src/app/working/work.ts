/** What people do with a finding: they look how it stands, take it, close it, note. Nothing of what is found changes by it. */
import type { Finding } from '../../core/find/finding.ts';
import { doubtOf, type TrialOfDays } from '../../core/find/suppressions/trial.ts';
import type { Expected } from '../../core/find/version.ts';
import { type Offered, offerFor } from '../../core/find/work/offer.ts';
import {
  changesNothing,
  isSameChange,
  type ShownWork,
  shownWork,
  type WorkChange,
  type WorkedFinding,
  type WorkState,
} from '../../core/find/work/work.ts';
import { TooMuchError } from '../../errors.ts';
import type { Work } from '../ports/work.ts';
import { type SuppressPorts, trySuppressions } from '../suppress.ts';
import { shownOf, statesOf } from './shown.ts';

export interface WorkPorts extends SuppressPorts {
  readonly work: Work;
}

/** What one finding takes. */
export interface Most {
  readonly notes: number;
  readonly changes: number;
}

/** What nobody reads to the end is said elsewhere. */
const mostOfAll: Most = { notes: 1_000, changes: 5_000 };

/** The suppressions that would have hidden the finding, and what else they would have. Nothing is set. */
export interface Offer extends Offered {
  /** Of the last thirty days; `null` where none can be offered. */
  readonly trial: TrialOfDays | null;
  /** Why they would be set only with force, `null` where they would be at once. */
  readonly doubt: string | null;
}

export interface ChangedWork {
  readonly work: ShownWork;
  /** Whether anything is other than before. */
  readonly changed: boolean;
  /** Where the verdict is that it was expected. */
  readonly offer?: Offer;
}

/** How a finding stands, with all its history; `null` where there is no such finding. */
export async function workOn(
  { findings, work }: Pick<WorkPorts, 'findings' | 'work'>,
  id: string,
): Promise<ShownWork | null> {
  const found = await findings.find(id);
  if (found === null) return null;
  const { finding } = found;
  const [states, history] = await Promise.all([
    statesOf(work, finding.day, [finding]),
    work.history({ finding: id, day: finding.day }),
  ]);
  return { ...shownOf(finding, states), history };
}

/** A change, and who says he makes it. */
export interface SaidChange {
  readonly change: WorkChange;
  readonly by: string;
}

/**
 * @param expected the tags of which it must stand at one; any where not given
 * @param most of all that is there, whoever has said it
 * @returns `null` where there is no such finding
 * @throws ConflictError where it stands otherwise, TooMuchError where it takes no more
 */
export async function changeState(
  ports: WorkPorts,
  id: string,
  { change, by }: SaidChange,
  expected?: Expected,
  most = mostOfAll,
): Promise<{ readonly finding: Finding; readonly state: WorkState; readonly changed: boolean } | null> {
  const found = await ports.findings.find(id);
  if (found === null) return null;
  const { finding } = found;
  let changed = false;
  const decide = (state: WorkState) => {
    changed = !changesNothing(state, change);
    if (!changed) return null;
    if (state.changes >= most.changes || (change.note !== undefined && state.notes >= most.notes))
      throw new TooMuchError(
        `the finding has ${state.notes} notes and ${state.changes} changes: it takes ${most.notes} and ${most.changes}`,
      );
    return { at: ports.clock().toISOString(), by, ...change };
  };
  const state = await ports.work.add(
    { finding: id, day: finding.day },
    decide,
    expected === undefined || expected === '*' ? undefined : expected.map(changesIn),
  );
  return { finding, state, changed };
}

/** Whether the very next change after a state was this one: it was sent twice, and is there once. */
export async function isMade(
  ports: Pick<WorkPorts, 'findings' | 'work'>,
  id: string,
  { change, by }: SaidChange,
  seen: string,
): Promise<boolean> {
  const { history = [] } = (await workOn(ports, id)) ?? {};
  const next = history[changesIn(seen)];
  return next?.by === by && isSameChange(next, change);
}

/** The same, with what is offered to whoever expected it. */
export async function changeWork(
  ports: WorkPorts,
  id: string,
  { change, by }: SaidChange,
  expected?: Expected,
): Promise<ChangedWork | null> {
  const done = await changeState(ports, id, { change, by }, expected);
  if (done === null) return null;
  const { finding, state, changed } = done;
  const work = shownWork(state);
  if (change.verdict !== 'expected') return { work, changed };
  const owner = state.owner ?? by;
  const offer = offerFor(finding, { owner, note: change.note }, ports.clock());
  return { work, changed, offer: await triedOffer(ports, offer) };
}

/** What was offered to whoever said that a finding was expected, not tried again; `null` where that is not how it stands. */
export async function offerOn(
  ports: Pick<WorkPorts, 'work' | 'clock'>,
  { work, ...finding }: WorkedFinding,
): Promise<Offered | null> {
  if (work?.verdict !== 'expected') return null;
  const history = await ports.work.history({ finding: finding.id, day: finding.day });
  const said = history.findLast(({ verdict }) => verdict !== undefined);
  return offerFor(finding, { owner: work.owner ?? said?.by ?? '', note: said?.note }, ports.clock());
}

/** Reads all findings of thirty days. */
export async function triedOffer(ports: SuppressPorts, offer: Offered): Promise<Offer> {
  const { suppressions } = offer.body;
  const trial = suppressions.length === 0 ? null : await trySuppressions(ports, suppressions);
  return { ...offer, trial, doubt: trial === null ? null : doubtOf(trial) };
}

/** What is no tag of ours fits no state. */
const changesIn = (tag: string): number => (/^\d{1,9}$/.test(tag) ? Number(tag) : -1);
