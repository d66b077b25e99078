/**
 * How a finding is worked: who has it, what he thinks of it, what he notes (DESIGN 7). Every change is an entry that stays as it
 * is; how a finding stands is what its entries add up to. Refuses to know what was found, and where entries are kept.
 */
import type { Day } from '../../count/day.ts';
import type { Finding } from '../finding.ts';

export const workStatuses = ['new', 'acknowledged', 'closed'] as const;
export type WorkStatus = (typeof workStatuses)[number];

/**
 * What it was. As Microsoft Sentinel classifies incidents (TruePositive, BenignPositive, FalsePositive, Undetermined) and Splunk ES
 * disposes of findings; what no console has beside these is said in a note.
 */
export const verdicts = ['attack', 'expected', 'false-positive', 'unclear'] as const;
export type Verdict = (typeof verdicts)[number];

/** What is changed; at least one of these. Whoever closes gives a verdict, and nobody else does. */
export interface WorkChange {
  readonly status?: WorkStatus;
  readonly verdict?: Verdict;
  /** `null`: nobody's. */
  readonly owner?: string | null;
  readonly note?: string;
}

/** A change that was made. */
export interface WorkEntry extends WorkChange {
  /** ISO 8601. */
  readonly at: string;
  /** Who says he made it. */
  readonly by: string;
}

export interface WorkState {
  readonly status: WorkStatus;
  readonly verdict: Verdict | null;
  readonly owner: string | null;
  /** How many there are. */
  readonly notes: number;
  readonly lastNote: { readonly at: string; readonly by: string; readonly text: string } | null;
  readonly changed: { readonly at: string; readonly by: string } | null;
  /** Entries so far: another number means that somebody has changed it. */
  readonly changes: number;
}

export const untouched: WorkState = {
  status: 'new',
  verdict: null,
  owner: null,
  notes: 0,
  lastNote: null,
  changed: null,
  changes: 0,
};

/** How a finding stands after one more entry. */
export function afterEntry(before: WorkState, entry: WorkEntry): WorkState {
  const { at, by, status, verdict, owner, note } = entry;
  return {
    status: status ?? before.status,
    verdict: status === undefined ? before.verdict : (verdict ?? null),
    owner: owner === undefined ? before.owner : owner,
    notes: before.notes + (note === undefined ? 0 : 1),
    lastNote: note === undefined ? before.lastNote : { at, by, text: note },
    changed: { at, by },
    changes: before.changes + 1,
  };
}

/** Whether a change would leave all as it is. */
export const changesNothing = (state: WorkState, { status, verdict, owner, note }: WorkChange): boolean =>
  note === undefined &&
  (status === undefined || (status === state.status && (verdict ?? null) === state.verdict)) &&
  (owner === undefined || owner === state.owner);

/** Whether two say the very same, notes included. */
export const isSameChange = (one: WorkChange, other: WorkChange): boolean =>
  one.status === other.status &&
  one.verdict === other.verdict &&
  one.owner === other.owner &&
  one.note === other.note;

/** What was decided of an earlier finding of the same story. */
export interface EarlierWork extends Pick<WorkState, 'status' | 'verdict' | 'owner'> {
  readonly finding: string;
  readonly day: Day;
}

/** How a finding stands, as it is shown. */
export interface ShownWork extends Omit<WorkState, 'changes'> {
  /** For `If-Match`. */
  readonly etag: string;
  /** Earlier findings of its story that somebody has worked, in order of time; where there are any. */
  readonly story?: readonly EarlierWork[];
  /** All entries, the first of them first; where one finding is asked for. */
  readonly history?: readonly WorkEntry[];
}

/** A finding as it is shown where it can be worked. What is found is kept without it. */
export interface WorkedFinding extends Finding {
  readonly work?: ShownWork;
}

export function shownWork(state: WorkState, story: readonly EarlierWork[] = []): ShownWork {
  const { changes, ...shown } = state;
  return { ...shown, etag: String(changes), ...(story.length > 0 ? { story } : {}) };
}

/** Earlier findings that the story of a finding names, in order of time, each once. */
export function earlierInStory({
  day,
  campaign,
}: Finding): { readonly finding: string; readonly day: Day }[] {
  const steps = (campaign?.steps ?? []).filter((step) => step.day < day);
  const earlier = new Map(steps.map((step) => [step.finding, { finding: step.finding, day: step.day }]));
  return [...earlier.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
