/** Short makers for tests of ranking, judging and finding; every default is an ordinary call. */
import { addDays, type Day } from '../../src/core/count/day.ts';
import type { DayRow } from '../../src/core/count/row.ts';
import { nothingDone } from '../../src/core/judge/amounts.ts';
import type { JudgedCall } from '../../src/core/judge/factor.ts';
import { type JudgedRanking, judged } from '../../src/core/judge/ranked-call.ts';
import { foldPatterns } from '../../src/core/rank/fold-patterns.ts';
import { nothingSeen } from '../../src/core/rank/past.ts';
import type { PatternRow } from '../../src/core/rank/pattern-row.ts';
import { rankSurprise, type SurpriseInput } from '../../src/core/rank/surprise.ts';
import type { Call } from '../../src/core/read/call.ts';
import type { Cluster } from '../../src/core/read/path.ts';
import { nothingSaid } from '../../src/core/read/said.ts';

export const aCall = (overrides: Partial<Call> = {}): Call => ({
  user: 'anna@example.com',
  impersonated: null,
  impersonatedGroups: [],
  groups: ['system:authenticated', 'team-a'],
  sourceIPs: ['203.0.113.9'],
  userAgent: 'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225',
  verb: 'get',
  resource: 'pods',
  subresource: null,
  namespace: 'payments',
  requestURI: '/api/v1/namespaces/payments/pods/web-0',
  code: 200,
  ...overrides,
});

export const aDay = (text: string): Day => text as Day;

export const aRow = (call: Partial<Call> = {}, overrides: Partial<DayRow> = {}): DayRow => ({
  key: JSON.stringify(call),
  client: 'kubectl',
  day: aDay('2026-10-01'),
  call: aCall(call),
  events: 1,
  requests: 1,
  firstSeen: '2026-10-01T08:00:00.000000Z',
  lastSeen: '2026-10-01T08:00:00.000000Z',
  evidence: [
    {
      auditID: 'a-1',
      received: '2026-10-01T08:00:00.000000Z',
      time: '2026-10-01T08:00:00.000000Z',
      stage: 'ResponseComplete',
      isRequest: true,
      offset: 0,
      source: 'one.json',
    },
  ],
  said: nothingSaid,
  applied: null,
  folded: false,
  ...overrides,
});

/** A call of which its past says nothing. */
export const judgedAs = (row: PatternRow, facts: Partial<JudgedCall> = {}): JudgedCall => ({
  ...row,
  ...nothingSeen,
  ipIsNew: false,
  ipIsUnknown: false,
  isElsewhere: false,
  isFirst: false,
  isNewcomer: false,
  inAll: nothingDone,
  ...facts,
});

/** A service account or node that was at a public address. */
export const aPresence = (user: string, ip: string): PatternRow =>
  aPattern(
    {
      user,
      groups: [],
      sourceIPs: [ip],
      userAgent: '',
      verb: 'appear',
      resource: null,
      namespace: null,
      requestURI: null,
      code: null,
    },
    { client: 'presence', events: 0, requests: 0, evidence: [] },
  );

/** A pattern row as `foldPatterns` makes it, of one call. */
export function aPattern(call: Partial<Call> = {}, overrides: Partial<DayRow> = {}): PatternRow {
  const [row] = foldPatterns([aRow(call, overrides)], 'first');
  if (row === undefined) throw new Error('the call has no pattern');
  return row;
}

/** A baseline of equal days, the last of them being the day before. */
export const daysBefore = (
  day: string,
  count: number,
  patterns: readonly PatternRow[],
): { day: Day; patterns: readonly PatternRow[] }[] =>
  Array.from({ length: count }, (_, at) => ({ day: addDays(aDay(day), at - count), patterns }));

export const aCluster: Cluster = { id: '/subscriptions/s/managedclusters/shop', name: 'shop' };

/** A ranking with its risks, as a finding is made of it. */
export const rankAndJudge = ({
  cluster,
  ...input
}: SurpriseInput & { readonly cluster: Cluster }): JudgedRanking => judged(rankSurprise(input), cluster);
