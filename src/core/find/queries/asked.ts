/** What a query for the events of a finding asks, in no language yet: who, from where, when. Refuses to know tables. */
import type { RankedCall } from '../../judge/ranked-call.ts';
import { blank } from '../../rank/mask/shapes.ts';
import { written } from '../../read/address.ts';

/** What a finding is about. */
export interface Subject {
  readonly clusterId: string;
  readonly clientIp: string | null;
  /** RFC 3339; `null` when no call has a time. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** At least one. */
  readonly calls: readonly RankedCall[];
  /** The one log category that is read; `kube-audit` where not said. */
  readonly category?: string | undefined;
}

/** A value of a field: all of it, or how it begins. `''` is a field that is missing or empty. */
export interface Sought {
  readonly text: string;
  readonly isStart: boolean;
}

/** What a query looks for. An empty list asks nothing. */
export interface Asked {
  readonly category: string;
  readonly clusterId: string;
  /** The real callers: who impersonates, where somebody does. */
  readonly users: readonly Sought[];
  /** As logged; `''`: none is. */
  readonly addresses: readonly string[];
  /** What the agents begin with. */
  readonly agents: readonly Sought[];
  readonly span: Span | null;
  /** Of events that can be named, each once. */
  readonly ids: readonly string[];
  /** Events of the finding, and how many of them no id names. */
  readonly events: number;
  readonly unnamed: number;
  /** A record was cut: what parses it may find nothing in it. */
  readonly cut: boolean;
}

/** RFC 3339, in whole seconds. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Logged times differ from the events' own by seconds, now and then by minutes. */
const marginSeconds = 600;

/** A client may choose its auditID, servers choose UUIDs: what would have to be escaped, or was masked, is not named. */
const nameable = /^(?!\[redacted\])[!#-[\]-_a-~]{1,40}$/;
/** Named at most: a finding is stored with its queries. */
const maxIds = 640;
const maxUsers = 10;
const maxAddresses = 5;
const maxAgents = 5;
/** Characters that tell one agent from another. */
const longestAgent = 64;

/** @param all the calls of the finding, also those that it does not hold */
export function askedOf(subject: Subject, all: readonly RankedCall[] = subject.calls): Asked {
  const { calls } = subject;
  const cut = all.some((call) => call.cut);
  const events = all.reduce((sum, { count }) => sum + count, 0);
  // Of one request several events may be held, which have one id.
  const named = calls.map(({ evidence }) =>
    distinct(evidence.map(({ auditID }) => auditID ?? '').filter((id) => nameable.test(id))),
  );
  const told = new Set(named.flat().slice(0, maxIds));
  const unnamed = calls.reduce(
    (sum, { count }, at) => sum - Math.min(count, named[at]?.filter((id) => told.has(id)).length ?? 0),
    events,
  );
  return {
    category: subject.category ?? 'kube-audit',
    clusterId: subject.clusterId,
    users: atMost(
      maxUsers,
      all.map(({ impersonatedBy, user }) => soughtOf(impersonatedBy ?? user)),
    ),
    addresses: addressesOf(subject, all),
    agents: atMost(
      maxAgents,
      all.map((call) => agentOf(call)),
    ),
    span: spanOf(subject),
    ids: [...told],
    events,
    unnamed,
    cut,
  };
}

const unknown: Sought = { text: '', isStart: true };

/** The distinct values; none where there are more, or one is unknown: a query that asks for some of them would hide the others. */
function atMost(most: number, values: readonly Sought[]): readonly Sought[] {
  const each = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return each.length > most || each.some(({ text, isStart }) => isStart && text === '') ? [] : each;
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** A shown text, as far as it is what was logged: what is masked is not, nor the hash that a long one ends in. */
function soughtOf(shown: string): Sought {
  const masked = shown.indexOf(blank);
  if (masked >= 0) return startOf(shown.slice(0, masked));
  return shown.length >= 256 && /~[\w-]{10}$/.test(shown)
    ? startOf(shown.slice(0, -11))
    : { text: shown, isStart: false };
}

/** Without half a character at its end. */
const startOf = (text: string): Sought => ({
  text: text.replace(/[\ud800-\udbff\ufffd]$/, ''),
  isStart: true,
});

/** The program. An agent that is not in a record that was cut may have been behind the cut. */
function agentOf({ userAgent, cut }: RankedCall): Sought {
  if (userAgent === '') return cut ? unknown : { text: '', isStart: false };
  const [program = ''] = soughtOf(userAgent).text.split('/');
  return startOf(program.slice(0, longestAgent));
}

/** A client IP is written one way here; logs may write the same address in others. */
function addressesOf({ clientIp }: Subject, all: readonly RankedCall[]): readonly string[] {
  if (clientIp === null) return all.every(({ sourceIPs, cut }) => sourceIPs.length === 0 && !cut) ? [''] : [];
  const own = all.map(({ sourceIPs }) => sourceIPs.filter((ip) => written(ip) === clientIp));
  const each = distinct([clientIp, ...own.flat()]);
  const isKnown = own.every((ips) => ips.length > 0) && !each.some((ip) => ip.includes(blank));
  return isKnown && each.length <= maxAddresses ? each : [];
}

/** RFC 3339 in whole seconds, with the margin at both ends. */
function spanOf({ firstSeen, lastSeen }: Subject): Span | null {
  const [first, last] = [Date.parse(firstSeen ?? ''), Date.parse(lastSeen ?? firstSeen ?? '')];
  if (Number.isNaN(first) || Number.isNaN(last)) return null;
  const at = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, '');
  return { from: at(first - marginSeconds * 1000), to: at(last + marginSeconds * 1000) };
}

/** One step that lets pass what fits any of some values; none where there is nothing to ask. */
export const anyOf = <T>(values: readonly T[], or: ' or ' | ' OR ', test: (value: T) => string): string[] =>
  values.length === 0 ? [] : [`where ${values.map(test).join(or)}`];

/** What stands beside an event that a query does not name. */
export function notNamed({ events, unnamed }: Asked, hasParts: boolean): string {
  if (unnamed > 0) return `unknown: ${unnamed} of ${events} events of the finding are not named`;
  return hasParts ? 'no, or named in another part' : 'no';
}
