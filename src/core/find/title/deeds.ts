/** The calls of a finding as deeds: what differs only in where and to which object is one. Refuses to know words. */
import type { RankedCall } from '../../judge/ranked-call.ts';
import { commandOfCall } from '../../rank/command/command.ts';
import { runsOf } from '../../rank/command/runs.ts';
import type { Outcome } from '../../rank/pattern.ts';
import { mostNames } from '../../read/said.ts';

/** Reading is one thing whether objects are asked for by name or all at once; a stream or a proxy, whichever method opened it. */
export type Kind = 'read' | 'stream' | 'rights' | 'path' | 'appear' | 'other';

/** What became of it: a trial changed nothing. */
export type Manner = Outcome | 'dry run';

export interface Deed {
  readonly kind: Kind;
  readonly manner: Manner;
  /** One, or of reading several. */
  readonly verbs: ReadonlySet<string>;
  readonly resource: string | null;
  readonly subresource: string | null;
  /** Strongest first. */
  readonly calls: readonly RankedCall[];
  /** How often in all. */
  readonly count: number;
  readonly namespaces: readonly string[];
  /** Something of it asked for all namespaces, or for what lies in none. */
  readonly isWide: boolean;
  /** Distinct objects; of paths the paths. None where those of a call are not known. */
  readonly objects: readonly string[];
  /** There were more objects than their names are kept. */
  readonly isMore: boolean;
  /** What was run in containers, by name; `''` for a shell that somebody opened. */
  readonly programs: readonly string[];
}

const reading: ReadonlySet<string> = new Set(['get', 'list', 'watch']);
const streams: ReadonlySet<string | null> = new Set(['exec', 'attach', 'portforward']);
const ownRights = /^selfsubject(?:access|rules)?reviews$/;
const shells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  'zsh',
  'ksh',
  'fish',
  'clear',
  'pwsh',
]);

/** They say how something else is run. */
const prefixes: ReadonlySet<string> = new Set(['sudo', 'doas', 'timeout', 'nohup', 'nice', 'time', 'stdbuf']);

type What = Pick<Deed, 'kind' | 'resource' | 'subresource'> & { readonly verb: string };

/** @param call of which verb and resource decide, and for pods whether it opens a stream, whichever method did (DESIGN 3.9) */
function whatOf({ verb, resource, subresource, requestURI }: RankedCall): What {
  const known = verb ?? '';
  if (known === 'appear' && requestURI === null)
    return { kind: 'appear', verb: known, resource: null, subresource: null };
  if (resource === null) return { kind: 'path', verb: known, resource, subresource: null };
  if (ownRights.test(resource)) return { kind: 'rights', verb: known, resource: null, subresource: null };
  if (subresource === 'proxy' || (resource === 'pods' && streams.has(subresource)))
    return { kind: 'stream', verb: known, resource, subresource };
  return { kind: reading.has(known) ? 'read' : 'other', verb: known, resource, subresource };
}

const mannerOf = ({ outcome, dryRun }: RankedCall): Manner =>
  dryRun && outcome === 'allowed' ? 'dry run' : outcome;

/** The riskiest first, of those the gravest; else as given. */
export const riskiestFirst = (calls: readonly RankedCall[]): RankedCall[] =>
  calls.toSorted((a, b) => b.risk.score - a.risk.score || gravityOf(b) - gravityOf(a));

/** In the order of their riskiest calls. */
export const deedsIn = (calls: readonly RankedCall[]): Deed[] =>
  [...Map.groupBy(riskiestFirst(calls), keyOf).values()].map(deedOf);

/** The product of the weights of its factors: not every deed that is rare is the one to tell of. */
export const gravityOf = ({ risk }: Pick<RankedCall, 'risk'>): number =>
  risk.factors.reduce((product, { weight }) => product * weight, 1);

function keyOf(call: RankedCall): string {
  const { kind, verb, resource, subresource } = whatOf(call);
  return JSON.stringify([kind, kind === 'other' ? verb : null, resource, subresource, mannerOf(call)]);
}

function deedOf(calls: [RankedCall, ...RankedCall[]] | RankedCall[]): Deed {
  const [top] = calls;
  if (top === undefined) throw new RangeError('a deed is of at least one call');
  const { kind, resource, subresource } = whatOf(top);
  const objects = calls.map((call) => objectsOf(call, kind));
  return {
    kind,
    resource,
    subresource,
    manner: mannerOf(top),
    verbs: new Set(calls.map(({ verb }) => verb ?? '')),
    calls,
    count: calls.reduce((sum, { count }) => sum + count, 0),
    namespaces: [...new Set(calls.flatMap(({ namespace }) => namespace ?? []))],
    isWide: calls.some(({ namespace }) => namespace === null),
    objects: objects.some((some) => some.length === 0) ? [] : [...new Set(objects.flat())],
    isMore: calls.some(({ names }) => names.length >= mostNames),
    programs: kind === 'stream' && subresource === 'exec' ? [...new Set(calls.flatMap(programsOf))] : [],
  };
}

/** The same name in two namespaces is two objects. */
const objectsOf = ({ namespace, names, requestURI }: RankedCall, kind: Kind): string[] =>
  kind === 'path'
    ? [requestURI?.split('?')[0] ?? '(no address)']
    : names.map((name) => `${namespace ?? ''}/${name}`);

/** All of a line: whoever writes it may begin with something harmless. */
function programsOf(call: RankedCall): string[] {
  const programs = runsOf(commandOfCall(call) ?? []).map(({ program }) => program);
  const telling = programs.filter((program) => !shells.has(program) && !prefixes.has(program));
  if (telling.length > 0) return telling;
  return programs.some((program) => shells.has(program)) ? [''] : [programs[0] ?? '?'];
}
