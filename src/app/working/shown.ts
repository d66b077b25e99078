/** Findings with how they stand, and what was decided of the earlier ones of their stories. Refuses to know who is shown them. */
import type { Day } from '../../core/count/day.ts';
import type { Finding } from '../../core/find/finding.ts';
import {
  type EarlierWork,
  earlierInStory,
  shownWork,
  untouched,
  type WorkedFinding,
  type WorkState,
} from '../../core/find/work/work.ts';
import type { KeptFinding, ReadFindings } from '../ports/findings.ts';
import type { Work } from '../ports/work.ts';

type Kept = KeptFinding & { readonly finding: WorkedFinding };

/** What can be read of a day, each finding with how it stands. */
export interface ReadWorked extends ReadFindings {
  readonly kept: Kept[];
}

/** Asks once a day that is named: that of the findings, and those of the stories they go on with. */
export async function withWork(work: Work, day: Day, found: ReadFindings): Promise<ReadWorked> {
  const states = await statesOf(
    work,
    day,
    found.kept.map(({ finding }) => finding),
  );
  const worked = (one: KeptFinding): Kept => ({
    ...one,
    finding: { ...one.finding, work: shownOf(one.finding, states) },
  });
  return { ...found, kept: found.kept.map(worked) };
}

type States = ReadonlyMap<Day, ReadonlyMap<string, WorkState>>;

export async function statesOf(work: Work, day: Day, findings: readonly Finding[]): Promise<States> {
  const days = new Set([day, ...findings.flatMap(earlierInStory).map((earlier) => earlier.day)]);
  return new Map(await Promise.all([...days].map(async (one) => [one, await work.ofDay(one)] as const)));
}

export const shownOf = (finding: Finding, states: States) =>
  shownWork(states.get(finding.day)?.get(finding.id) ?? untouched, storyOf(finding, states));

/** One finding with how it stands. */
export const withItsWork = async (work: Work, finding: Finding): Promise<WorkedFinding> => ({
  ...finding,
  work: shownOf(finding, await statesOf(work, finding.day, [finding])),
});

const storyOf = (finding: Finding, states: States): EarlierWork[] =>
  earlierInStory(finding).flatMap(({ finding: id, day }) => {
    const state = states.get(day)?.get(id);
    if (state === undefined) return [];
    const { status, verdict, owner } = state;
    return [{ finding: id, day, status, verdict, owner }];
  });
