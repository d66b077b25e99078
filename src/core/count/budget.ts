/**
 * The cardinality budget: what a flood of distinct calls can cost a blob at most, and whom it costs (DESIGN 5, 3.14).
 * Attackers choose URIs, agents and forwarded addresses, so the budget must bound every one of them; and it is shared out
 * by who really calls, so that one caller folds his own rows and nobody else's.
 *
 * Source of the shares: Choudhury & Hahne 1998, "Dynamic queue length thresholds for shared-memory packet switches": nobody
 * has more than what is still free. One caller may use half of the room, two a third each, and something is free always.
 * What is kept of a row follows from the rows that are there alone, so every worker decides the same.
 */
import type { Call, Text } from '../read/call.ts';
import { bounded } from './bounded.ts';
import type { Row } from './row.ts';

export interface Budget {
  /** Rows with whole calls that a blob may have. There are never more than twice as many rows of any kind. */
  readonly rows: number;
  /** The pattern of a URI; given, since patterns are judged later than calls are counted. */
  readonly foldUri: (uri: string) => string;
  /** What makes two calls of another client than kubectl the same. */
  readonly patternOf: (call: Call) => string;
}

/**
 * How much is kept of a call: all; all but its URI, which is a pattern; who calls and what is done to what; who calls.
 * A presence has no more than one form. Each has a room of its own.
 */
const kinds = ['whole', 'pattern', 'bare', 'caller', 'presence'] as const;
type Kind = (typeof kinds)[number];

const roomOf = (kind: Kind, { rows }: Budget): number => (kind === 'whole' ? rows : rows / 4);

/** The rows of a blob or day, by how much of them is kept and by caller. */
export interface Room {
  /** The call as a new row may keep it, the same object where nothing had to go. Takes no room. */
  fitted(row: Pick<Row, 'call' | 'client' | 'folded'>): Call;
  /** Whether that an identity was there may be kept. */
  hasPresence(call: Call): boolean;
  /** Takes room for a new row. */
  take(row: Pick<Row, 'call' | 'client' | 'folded'>): void;
}

export function roomIn(budget: Budget, rows: Iterable<Row> = []): Room {
  const used = new Map(kinds.map((kind) => [kind, shares(roomOf(kind, budget))] as const));
  const isFree = (kind: Kind, call: Call): boolean => used.get(kind)?.isFree(call) === true;
  const room: Room = {
    fitted(row) {
      const { call } = row;
      const kind = kindOf(row);
      for (const [form, keep] of forms) {
        if (kinds.indexOf(form) < kinds.indexOf(kind) || !isFree(form, call)) continue;
        return form === kind ? shortened(call) : shortened(keep(call, budget));
      }
      return foldedCall;
    },
    hasPresence: (call) => isFree('presence', call),
    take: (row) => used.get(kindOf(row))?.take(row.call),
  };
  if (budget.rows !== Number.POSITIVE_INFINITY) for (const row of rows) room.take(row);
  return room;
}

/** Who has how much of some room. Who impersonates, is one caller; of his share, no user that he takes on gets all. */
function shares(room: number) {
  let all = 0;
  const byCaller = new Map<string, number>();
  const byUser = new Map<string, number>();
  const userOf = (call: Call): string => JSON.stringify([call.user, call.impersonated]);
  return {
    isFree(call: Call): boolean {
      const left = room - all - (byCaller.get(call.user ?? '') ?? 0);
      return left > 0 && (call.impersonated === null || left > (byUser.get(userOf(call)) ?? 0));
    },
    take(call: Call): void {
      all += 1;
      byCaller.set(call.user ?? '', (byCaller.get(call.user ?? '') ?? 0) + 1);
      if (call.impersonated !== null) byUser.set(userOf(call), (byUser.get(userOf(call)) ?? 0) + 1);
    },
  };
}

const foldedAway = '(folded)';

/** Nothing left that a caller chooses. */
const foldedCall: Call = {
  user: foldedAway,
  impersonated: null,
  impersonatedGroups: [],
  groups: [],
  sourceIPs: [],
  userAgent: foldedAway,
  verb: foldedAway,
  resource: foldedAway,
  subresource: null,
  namespace: foldedAway,
  requestURI: foldedAway,
  code: null,
};

const forms: readonly (readonly [Kind, (call: Call, budget: Budget) => Call])[] = [
  ['whole', (call) => call],
  [
    'pattern',
    (call, { foldUri }) => ({
      ...call,
      requestURI: call.requestURI === null ? null : foldUri(call.requestURI),
    }),
  ],
  [
    'bare',
    (call) => ({
      ...call,
      requestURI: foldedAway,
      userAgent: foldedAway,
      namespace: foldedAway,
      sourceIPs: call.sourceIPs.slice(-1),
    }),
  ],
  ['caller', ({ user, impersonated }) => ({ ...foldedCall, user, impersonated })],
];

/** How much was kept of a row. */
function kindOf({ call, client, folded }: Pick<Row, 'call' | 'client' | 'folded'>): Kind {
  if (client === 'presence') return 'presence';
  if (!folded) return 'whole';
  if (call.verb === foldedAway) return 'caller';
  return call.requestURI === foldedAway ? 'bare' : 'pattern';
}

/** Longest written form of a call that is kept whole: beyond it one row would not fit an entity. */
const maxCallChars = 60_000;
const maxTextChars = 2_000;
const maxListMembers = 20;

function shortened(call: Call): Call {
  if (charsOf(call) <= maxCallChars) return call;
  const text = (value: Text): Text => (value === null ? null : bounded(value, maxTextChars));
  const list = (values: readonly string[]) =>
    values.slice(0, maxListMembers).map((value) => bounded(value, 100));
  return {
    user: text(call.user),
    impersonated: text(call.impersonated),
    impersonatedGroups: list(call.impersonatedGroups),
    groups: list(call.groups),
    sourceIPs: list(call.sourceIPs),
    userAgent: bounded(call.userAgent, maxTextChars),
    verb: text(call.verb),
    resource: text(call.resource),
    subresource: text(call.subresource),
    namespace: text(call.namespace),
    requestURI: text(call.requestURI),
    code: call.code,
  };
}

/** An upper bound of the call's written length: every character may need six (`\u0000`). */
function charsOf(call: Call): number {
  let chars = call.userAgent.length;
  for (const value of [call.user, call.impersonated, call.verb, call.resource, call.subresource])
    chars += value?.length ?? 0;
  chars += (call.namespace?.length ?? 0) + (call.requestURI?.length ?? 0);
  for (const value of call.groups) chars += value.length + 3;
  for (const value of call.impersonatedGroups) chars += value.length + 3;
  for (const value of call.sourceIPs) chars += value.length + 3;
  return chars;
}
