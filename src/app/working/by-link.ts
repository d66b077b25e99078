/**
 * A finding worked by whoever has a link for it. The link is all that he shows: nothing else of what a browser sends says who
 * he is, or is believed. Refuses to know how the page looks.
 */
import { type RefusedWork, readWorkForm } from '../../core/find/work/work-form.ts';
import { ConflictError, TooMuchError } from '../../errors.ts';
import { type Links, queryOf } from '../links.ts';
import { changeState, isMade, type Most, type WorkPorts } from './work.ts';

export interface ByLink {
  readonly links: Links;
  readonly ports: WorkPorts;
}

export interface RefusedForm extends RefusedWork {
  readonly state: 'wrong' | 'moved' | 'full';
}

export type WorkedByLink =
  | RefusedForm
  /** It opens nothing that can be worked, whatever the cause. */
  | { readonly state: 'nowhere' }
  /** @property query of its page, as it was signed */
  | { readonly state: 'done'; readonly query: string };

/** Half of what a finding takes: whoever is handed a link must not leave those with a key without a word. */
const most: Most = { notes: 500, changes: 2_500 };

const moved =
  'This finding has been changed since the page was opened, so nothing was saved. How it stands now is said above; what you typed is kept below: save it again if it still holds.';

/** Whether a link is one to work by. Reads nothing of the finding. */
export const worksBy = async (query: URLSearchParams, { links }: Pick<ByLink, 'links'>): Promise<boolean> =>
  (await links.opened(query))?.reach === 'work';

/** @param body as a browser sends a form */
export async function workByLink(
  query: URLSearchParams,
  body: string,
  { links, ports }: ByLink,
): Promise<WorkedByLink> {
  const opened = await links.opened(query);
  if (opened?.reach !== 'work' || opened.to.page !== 'finding') return { state: 'nowhere' };
  const { typed, tag, parsed } = readWorkForm(body);
  if (!parsed.ok) return { state: 'wrong', problem: parsed.problem, typed, tag };
  const { id } = opened.to;
  try {
    // Always with the tag, notes too: a form that is sent twice says everything once.
    const done = await changeState(ports, id, parsed, [tag], most);
    if (done === null) return { state: 'nowhere' };
  } catch (error) {
    if (error instanceof TooMuchError) return { state: 'full', problem: error.message, typed, tag };
    if (!(error instanceof ConflictError)) throw error;
    // Of a form that was sent twice the second answer is the one that is seen: it must not say that nothing was saved.
    if (!(await isMade(ports, id, parsed, tag))) return { state: 'moved', problem: moved, typed, tag: null };
  }
  return { state: 'done', query: queryOf(await links.sign(opened.to, 'work', opened.until)) };
}
