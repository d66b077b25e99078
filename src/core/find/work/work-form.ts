/**
 * How a finding is worked, as a form on a page sends it. Refuses to know what a change must say (work-parser.ts), and how the
 * form looks.
 */
import { longest, type ParsedWork, parseWork } from './work-parser.ts';

export const nothingTyped = { by: '', owner: '', nobody: '', status: '', verdict: '', note: '' };

/** What was typed, to be shown again where it is refused. An empty field says nothing. */
export type TypedWork = Readonly<typeof nothingTyped>;

/** A form that was sent, and changed nothing. */
export interface RefusedWork {
  readonly problem: string;
  readonly typed: TypedWork;
  /** The state that he has seen; `null` where he sees another one with this. */
  readonly tag: string | null;
}

/** Before the name of whoever has said so by a link: nobody has asked him who he is. Behind a long name it would be cut off. */
export const byLink = '(by link) ';

/** Characters that a field takes. */
export const longestTyped = { ...longest, by: longest.by - byLink.length };

export interface WorkForm {
  readonly typed: TypedWork;
  /** The state that he has seen; one that fits none where it does not say. */
  readonly tag: string;
  readonly parsed: ParsedWork;
}

/** @param body as browsers send it: `application/x-www-form-urlencoded` */
export function readWorkForm(body: string): WorkForm {
  const sent = new URLSearchParams(body);
  // Browsers send every line end as two characters, which nobody has typed.
  const value = (name: string): string => (sent.get(name) ?? '').replaceAll('\r\n', '\n');
  const typed = Object.fromEntries(Object.keys(nothingTyped).map((name) => [name, value(name)]));
  return { typed: { ...nothingTyped, ...typed }, tag: value('tag'), parsed: parsedFrom(sent, value) };
}

function parsedFrom(sent: URLSearchParams, value: (name: string) => string): ParsedWork {
  const names = [...sent.keys()];
  // Of two values somebody may have seen the one, and we take the other.
  if (new Set(names).size < names.length)
    return { ok: false, problem: 'a field of the form was sent more than once' };
  const isNobodys = value('nobody') !== '';
  if (isNobodys && value('owner') !== '')
    return { ok: false, problem: 'it has an owner, or it is nobody’s: give one of both' };
  // A field that there is not is refused there, whatever is in it.
  const isSaid = (name: string): boolean => value(name) !== '' || !Object.hasOwn(nothingTyped, name);
  const said = names
    .filter((name) => name !== 'tag' && name !== 'nobody' && isSaid(name))
    .map((name) => [name, value(name)] as const);
  return parseWork({ ...Object.fromEntries(said), ...(isNobodys ? { owner: null } : {}) }, null, byLink);
}
