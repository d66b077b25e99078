/** Changes of how a finding is worked, as people and machines write them, checked whole. Faults name fields, not what they hold. */
import { type Verdict, verdicts, type WorkChange, type WorkStatus, workStatuses } from './work.ts';

export type ParsedWork =
  | { readonly ok: true; readonly change: WorkChange; readonly by: string }
  | { readonly ok: false; readonly problem: string };

/** Characters. */
export const longest = { by: 256, owner: 256, note: 2_000 } as const;

const fields = ['status', 'verdict', 'owner', 'note', 'by'];

/**
 * `{"status": …, "verdict": …, "owner": …, "note": …, "by": …}`, of which `by` and something else must be there. A verdict closes.
 * @param signedIn who it is, where somebody has seen to that: whatever `by` says
 * @param mark stands before who says so, and cannot be left out: the way by which he does
 */
export function parseWork(value: unknown, signedIn: string | null = null, mark = ''): ParsedWork {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, problem: 'it must be a JSON object' };
  const given = value as Readonly<Record<string, unknown>>;
  const faults: string[] = [];
  if (Object.keys(given).some((name) => !fields.includes(name)))
    faults.push(`it has a field that is not known; known are ${fields.join(', ')}`);
  const said = (field: keyof typeof longest, from: unknown): string | undefined => {
    const limit = longest[field] - (field === 'by' ? mark.length : 0);
    const text = spoken(from, limit);
    if (text === null)
      faults.push(`${field} must be a text that is not blank, of at most ${limit} characters`);
    return text ?? undefined;
  };
  const oneOf = <const T extends string>(field: string, known: readonly T[]): T | undefined => {
    const found = known.find((one) => one === given[field]);
    if (given[field] !== undefined && found === undefined)
      faults.push(`${field} must be one of ${known.join(', ')}`);
    return found;
  };
  const verdict = oneOf('verdict', verdicts);
  const status = oneOf('status', workStatuses) ?? (verdict === undefined ? undefined : 'closed');
  const owner = given.owner === undefined || given.owner === null ? given.owner : said('owner', given.owner);
  const note = given.note === undefined ? undefined : said('note', given.note);
  const by = said('by', signedIn ?? given.by);
  const stands = standsAs(status, verdict);
  if (typeof stands === 'string') faults.push(stands);
  if (!fields.some((field) => field !== 'by' && given[field] !== undefined))
    faults.push('it changes nothing: give a status, a verdict, an owner or a note');
  if (faults.length > 0 || typeof stands === 'string' || by === undefined)
    return { ok: false, problem: faults.join('; ') };
  const rest = { ...(owner === undefined ? {} : { owner }), ...(note === undefined ? {} : { note }) };
  return { ok: true, change: { ...stands, ...rest }, by: mark + by };
}

/** @returns what is wrong, as a text */
function standsAs(
  status: WorkStatus | undefined,
  verdict: Verdict | undefined,
): Pick<WorkChange, 'status' | 'verdict'> | string {
  if (status === undefined) return {};
  if (status !== 'closed')
    return verdict === undefined ? { status } : 'a verdict closes: it goes with the status closed alone';
  return verdict === undefined
    ? `closing needs a verdict: one of ${verdicts.join(', ')}`
    : { status, verdict };
}

/** A text in which somebody says something, `null` where it is none. */
function spoken(value: unknown, limit: number): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text.length <= limit && /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)
    ? text.toWellFormed()
    : null;
}
