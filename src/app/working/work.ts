/** What people do with a finding: they look how it stands, take it, close it, note. Nothing of what is found changes by it. */
import { doubtOf, type TrialOfDays } from '../../core/find/suppression-trial.ts';
import { type Offered, offerFor } from '../../core/find/work/offer.ts';
import {
  changesNothing,
  type ShownWork,
  shownWork,
  type WorkChange,
  type WorkState,
} from '../../core/find/work/work.ts';
import { TooMuchError } from '../../errors.ts';
import type { Work } from '../ports/work.ts';
import { type SuppressPorts, trySuppressions } from '../suppress.ts';
import { shownOf, statesOf } from './shown.ts';

export interface WorkPorts extends SuppressPorts {
  readonly work: Work;
}

/** Of one finding; what nobody reads to the end is said elsewhere. */
const most = { notes: 1_000, changes: 5_000 } as const;

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

/**
 * @param expected the tag it was read with; any where not given
 * @returns `null` where there is no such finding
 * @throws ConflictError where it stands otherwise, TooMuchError where it takes no more
 */
export async function changeWork(
  ports: WorkPorts,
  id: string,
  { change, by }: { readonly change: WorkChange; readonly by: string },
  expected?: string,
): Promise<ChangedWork | null> {
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
  const state = await ports.work.add({ finding: id, day: finding.day }, decide, changesIn(expected));
  const work = shownWork(state);
  if (change.verdict !== 'expected') return { work, changed };
  const owner = state.owner ?? by;
  const offered = offerFor(finding, { owner, note: change.note }, ports.clock());
  const { suppressions } = offered.body;
  const trial = suppressions.length === 0 ? null : await trySuppressions(ports, suppressions);
  return { work, changed, offer: { ...offered, trial, doubt: trial === null ? null : doubtOf(trial) } };
}

/** What is no tag of ours fits no state. */
const changesIn = (tag: string | undefined): number | undefined =>
  tag === undefined ? undefined : /^\d{1,9}$/.test(tag) ? Number(tag) : -1;
