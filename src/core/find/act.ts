/**
 * What was done and by whom, in words; and what of it could not be seen. The texts still hold what a log said.
 * Refuses to know where they are shown.
 */
import type { RankedCall } from '../judge/ranked-call.ts';
import { cut } from '../rank/cut.ts';

type Act = Pick<RankedCall, 'verb' | 'resource' | 'subresource' | 'namespace' | 'requestURI' | 'names'>;

const namesShown = 3;

/** `get secrets in payments (db, api-key, 2 more)`, `create pods/exec in payments`, `get /version`. */
export function actPhrase(call: Act): string {
  const verb = call.verb ?? 'call';
  // A presence asked for nothing.
  if (verb === 'appear' && call.requestURI === null) return verb;
  if (call.resource === null) return `${verb} ${call.requestURI?.split('?')[0] ?? '(no address)'}`;
  const resource = call.subresource === null ? call.resource : `${call.resource}/${call.subresource}`;
  const where = call.namespace === null ? '' : ` in ${call.namespace}`;
  return `${verb} ${resource}${where}${namesIn(call.names)}`;
}

function namesIn(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, namesShown).map((name) => cut(name, 80));
  const more = names.length > namesShown ? [`${names.length - namesShown} more`] : [];
  return ` (${[...shown, ...more].join(', ')})`;
}

type Who = Pick<RankedCall, 'user' | 'impersonatedBy' | 'impersonatedGroups'>;

/** `bob (impersonated by eve@example.com, with system:masters)`: who is taken on, and who really calls. */
export function whoPhrase({ user, impersonatedBy, impersonatedGroups }: Who): string {
  const name = user === '' ? 'a caller without a name' : user;
  if (impersonatedBy === null) return name;
  const by = impersonatedBy === '' ? 'somebody without a name' : impersonatedBy;
  return `${name} (impersonated by ${by}${withGroups(impersonatedGroups)})`;
}

function withGroups(groups: readonly string[]): string {
  const told = groups.filter((group) => group !== 'system:authenticated');
  if (told.length === 0) return '';
  const more = told.length > 5 ? `, ${told.length - 5} more` : '';
  return `, with ${told.slice(0, 5).join(', ')}${more}`;
}

/** Everybody behind the calls, each once: who really calls first, then who is taken on. */
export function peopleIn(calls: readonly Who[]): string[] {
  const callers = calls.map(({ user, impersonatedBy }) => impersonatedBy ?? user);
  return [...new Set([...callers, ...calls.map(({ user }) => user)])].filter((name) => name !== '');
}

const writes: ReadonlySet<string | null> = new Set(['create', 'update', 'patch']);

/** What could not be seen of a call, and why; `null` where nothing is missing. */
export function unseenPhrase({
  cut: isCut,
  verb,
  applied,
  grants,
}: Pick<RankedCall, 'cut' | 'verb' | 'applied' | 'grants'>): string | null {
  const unlogged = applied?.unlogged === true ? 'the body was too big to be logged' : null;
  if (!isCut && unlogged === null) return null;
  const missing = [
    ...(writes.has(verb) || applied !== null
      ? [applied === null || unlogged !== null ? 'what was applied' : 'all of what was applied']
      : []),
    ...(isCut && grants.length === 0 ? ['who allowed it'] : []),
  ];
  const why = [...(isCut ? ['the record was cut at 16 KiB'] : []), ...(unlogged === null ? [] : [unlogged])];
  return `${why.join(', and ')}: ${missing.join(' and ') || 'the end of it'} is not known`;
}
