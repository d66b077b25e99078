/** What the app is asked for, each by a process that knows nothing of what was asked before, unless it says so. */

import { parseCallQuestion, parseFindingQuestion } from '../../src/app/question.ts';
import { addDays } from '../../src/core/count/day.ts';
import type { Archive } from './archive.ts';
import { idOf } from './archive.ts';
import type { Charge } from './meter.ts';

export interface Taken {
  readonly walked: number;
  readonly by: ReadonlyMap<string, Charge>;
}

const asked = <T>(parsed: { ok: true; value: T } | { ok: false; problem: string }): T => {
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

/** In this order: what is ranked once is there for those behind it. */
export async function operations(archive: Archive): Promise<Map<string, Taken>> {
  const { today, cluster } = archive;
  const yesterday = addDays(today, -1);
  const taken = new Map<string, Taken>();
  const note = async (what: string, work: () => Promise<unknown>) =>
    void taken.set(what, await archive.during(work));

  await archive.newApp().rankCluster(cluster, yesterday);
  const kept = archive.newApp();
  await kept.sweep();
  // The first who asks for what there is not looks whether all that there is can be found; the first who asks for hits adds them up.
  await kept.finding('1'.repeat(32));
  await kept.suppressions();
  await note('a sweep, nothing has grown', () => kept.sweep());
  await note('… by a process that knows nothing', () => archive.newApp().sweep());
  const name = await archive.grow();
  await note('a sweep, one log has grown', () => kept.sweep());
  await note('… by another that knows nothing', () => archive.newApp().sweep());
  await note('what a log has grown by is counted', () => archive.newApp().ingest(name));
  await note('a day is ranked', () => archive.newApp().rankCluster(cluster, yesterday));
  const calls = (query: Record<string, string>) => asked(parseCallQuestion(new URLSearchParams(query)));
  const findings = (query: Record<string, string>) => asked(parseFindingQuestion(new URLSearchParams(query)));
  await note('/api/calls?day=', () => archive.newApp().calls(calls({ day: yesterday })));
  await note('/api/calls', () => archive.newApp().calls(calls({})));
  await note('/api/findings?day=', () => archive.newApp().findings(findings({ day: yesterday })));
  await note('/api/findings', () => archive.newApp().findings(findings({})));
  await note('/api/findings/{id}', () => archive.newApp().finding(idOf(addDays(today, -5), 0)));
  await note('/api/findings/{id} of none', () => archive.newApp().finding('0'.repeat(32)));
  await note('/api/report?day=', () => archive.newApp().report(yesterday));
  await note('/api/clusters', () => archive.newApp().clusters(null, null));
  await note('/api/suppressions', () => archive.newApp().suppressions());
  await note('/api/health', () => archive.newApp().health());
  await note('findings are told', () => archive.newApp().tell());
  await note('… and nothing is new', () => archive.newApp().tell());
  await note('what is old is forgotten, nothing is', () => archive.newApp().forget());
  return taken;
}
