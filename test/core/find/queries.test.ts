import { expect, test } from 'vitest';
import type { Subject } from '../../../src/core/find/queries/asked.ts';
import { queriesFor } from '../../../src/core/find/queries.ts';
import type { RankedCall } from '../../../src/core/judge/ranked-call.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCluster, aDay, aPattern, rankAndJudge } from '../build.ts';

function rankedCall(call: Partial<Call> = {}, over: Partial<RankedCall> = {}): RankedCall {
  const { calls } = rankAndJudge({
    day: aDay('2026-10-01'),
    cluster: aCluster,
    today: [aPattern(call)],
    baseline: [],
  });
  const [found] = calls;
  if (found === undefined) throw new Error('nothing was ranked');
  return { ...found, ...over };
}

const about = (calls: readonly RankedCall[], over: Partial<Subject> = {}): Subject => ({
  clusterId: aCluster.id,
  clientIp: '203.0.113.9',
  firstSeen: '2026-10-01T08:00:00.250000Z',
  lastSeen: '2026-10-01T08:20:00.000000Z',
  calls,
  ...over,
});

test('queries ask for the actor, the address and the agent, about the time of the finding', () => {
  const queries = queriesFor(about([rankedCall()]));
  expect(queries.aksAudit.split('\n')).toEqual([
    'AKSAudit',
    '| where TimeGenerated between (datetime(2026-10-01T07:50:00Z) .. datetime(2026-10-01T08:30:00Z))',
    '| where _ResourceId =~ "/subscriptions/s/managedclusters/shop"',
    '| where tostring(User.username) == "anna@example.com"',
    '| where tostring(SourceIps) has "203.0.113.9"',
    '| where UserAgent startswith "kubectl"',
    '| extend InFinding = AuditId in ("a-1")',
    '| project TimeGenerated, InFinding, Verb, RequestUri, User, SourceIps, UserAgent, ResponseStatus, ObjectRef',
    '| order by TimeGenerated asc',
  ]);
  expect(queries.azureDiagnostics).toContain(
    '| where Category == "kube-audit"\n| extend Event = parse_json(log_s)',
  );
  expect(queries.azureDiagnostics).toContain('| where tostring(Event.user.username) == "anna@example.com"');
  expect(queries.splunk.split('\n')).toEqual([
    '`kubernetes_azure` category=kube-audit earliest=1790841000 latest=1790843400',
    '| where upper(resourceId)="/SUBSCRIPTIONS/S/MANAGEDCLUSTERS/SHOP"',
    '| spath input=properties.log',
    `| where 'user.username'="anna@example.com"`,
    `| where isnotnull(mvfilter('sourceIPs{}'="203.0.113.9"))`,
    '| where like(lower(userAgent), "kubectl%")',
    '| eval in_finding=if(auditID="a-1", "yes", "no")',
    '| sort 0 requestReceivedTimestamp',
    '| table requestReceivedTimestamp in_finding verb requestURI user.username sourceIPs{} userAgent responseStatus.code',
  ]);
});

test('who impersonates is asked for, since that is who is logged as the user', () => {
  const { aksAudit } = queriesFor(about([rankedCall({ user: 'anna@example.com', impersonated: 'admin' })]));
  expect(aksAudit).toContain('tostring(User.username) == "anna@example.com"');
});

test('no call of the finding is left out by what is asked for', () => {
  const agents = (count: number) =>
    Array.from({ length: count }, (_, at) => rankedCall({ userAgent: `kubectl-${'abcdefg'[at]}/v1` }));
  expect(queriesFor(about(agents(5))).aksAudit).toContain('startswith "kubectl-e"');
  expect(queriesFor(about(agents(6))).aksAudit).not.toContain('startswith');
  const nameless = [rankedCall(), rankedCall({ userAgent: '/kubectl' })];
  expect(queriesFor(about(nameless)).splunk).not.toContain('like(');
  const both = queriesFor(
    about([rankedCall({ user: 'admin' }), rankedCall({ user: 'eve', impersonated: 'admin' })]),
  );
  expect(both.aksAudit).toContain(
    '| where tostring(User.username) == "admin" or tostring(User.username) == "eve"\n',
  );
  expect(both.splunk).toContain(`| where 'user.username'="admin" OR 'user.username'="eve"\n`);
});

test('what is not known is not asked for', () => {
  const call = rankedCall({ userAgent: '' }, { evidence: [] });
  const { aksAudit, splunk, blobs } = queriesFor(
    about([call], { clientIp: null, firstSeen: null, lastSeen: null }),
  );
  for (const query of [aksAudit, splunk]) {
    expect(query).not.toMatch(/TimeGenerated between|earliest|has |mvfilter|startswith|like\(/);
  }
  expect(aksAudit).toContain('extend InFinding = false');
  expect(blobs).toEqual([]);
});

test('an address is asked for as it was logged', () => {
  const call = rankedCall({ sourceIPs: ['::ffff:203.0.113.9'] });
  expect(queriesFor(about([call])).aksAudit).toContain('has "::ffff:203.0.113.9"');
});

test('what a caller wrote stays within its quotes', () => {
  const user = 'a"b\\ | delete `x`\n| union *\u202e';
  const queries = queriesFor(about([rankedCall({ user, userAgent: 'kubectl" or "a"="a/v1' })]));
  expect(queries.aksAudit).toContain('== "a\\"b\\\\ | delete `x`\\n| union *\\u202e"\n');
  expect(queries.aksAudit).toContain('startswith "kubectl\\" or \\"a\\"=\\"a"\n');
  expect(queries.splunk).toContain(`like('user.username', "a\\"b\\\\ | delete _x__| union *_")\n`);
  expect(queries.splunk).toContain('like(lower(userAgent), "kubectl\\" or \\"a\\"=\\"a%")\n');
  // One line a step, whatever is in the values.
  expect(queries.splunk.split('\n')).toHaveLength(9);
});

test('what Splunk cannot write is any character, whatever else is in the text', () => {
  const { splunk } = queriesFor(about([rankedCall({ user: 'a_b`c' })]));
  expect(splunk).toContain(`like('user.username', "a_b_c")\n`);
  expect(queriesFor(about([rankedCall({ user: 'a_b' })])).splunk).toContain(`'user.username'="a_b"\n`);
});

test('the archive is named blob by blob, from the first line to beyond the last', () => {
  const at = (source: string, offset: number) => ({ auditID: 'a', time: null, source, offset });
  const calls = [
    rankedCall({}, { evidence: [at('one.json', 900), at('two.json', 0)] }),
    rankedCall({}, { evidence: [at('one.json', 100)] }),
  ];
  expect(queriesFor(about(calls)).blobs).toEqual([
    { source: 'one.json', from: 100, to: 900 + 65_535 },
    { source: 'two.json', from: 0, to: 65_535 },
  ]);
});

test('twenty blobs are named, and no more', () => {
  const evidence = Array.from({ length: 21 }, (_, at) => ({
    auditID: 'a',
    time: null,
    source: `${at}.json`,
    offset: 0,
  }));
  const blobs = (count: number) =>
    queriesFor(about([rankedCall({}, { evidence: evidence.slice(0, count) })])).blobs;
  expect(blobs(20)).toHaveLength(20);
  expect(blobs(21).map(({ source }) => source)).toEqual(evidence.slice(0, 20).map(({ source }) => source));
});

test('queries stay short, however much there was', () => {
  const evidence = Array.from({ length: 3_000 }, (_, i) => ({
    auditID: `id-${i}`,
    time: null,
    source: `${i}.json`,
    offset: i,
  }));
  const queries = queriesFor(about([rankedCall({}, { evidence })]));
  expect(JSON.stringify(queries).length).toBeLessThan(5_000);
});

test('ten users, twenty events and five agents are asked for by name, and no more', () => {
  const users = (count: number) =>
    queriesFor(about(Array.from({ length: count }, (_, at) => rankedCall({ user: `u-${at}` })))).aksAudit;
  expect(users(10)).toContain('== "u-9"');
  expect(users(11)).not.toContain('== "u-0"');
  const evidence = Array.from({ length: 21 }, (_, at) => ({
    auditID: `id-${at}`,
    time: null,
    source: 'one.json',
    offset: at,
  }));
  const { aksAudit } = queriesFor(about([rankedCall({}, { evidence })]));
  expect(aksAudit).toContain('"id-19"');
  expect(aksAudit).not.toContain('"id-20"');
});

test('where the last time is not known the first stands for both; without the first none is asked for', () => {
  const times = (over: Partial<Subject>) =>
    /earliest=\d+ latest=\d+/.exec(queriesFor(about([rankedCall()], over)).splunk)?.[0];
  expect(times({})).toBe('earliest=1790841000 latest=1790843400');
  expect(times({ firstSeen: null })).toBeUndefined();
  expect(times({ lastSeen: null })).toBe('earliest=1790841000 latest=1790842200');
  expect(times({ firstSeen: 'x' })).toBeUndefined();
  expect(times({ lastSeen: 'x' })).toBeUndefined();
});

test('an agent that is cut in the middle of a character loses its half, and that alone', () => {
  const agent = (text: string) => queriesFor(about([rankedCall({ userAgent: text })])).aksAudit;
  expect(agent(`a\ud83d\ude00b/1`)).toContain('startswith "a\\ud83d\\ude00b"');
});

test('an agent is asked for by its first 64 characters, an event by an id of up to so many', () => {
  const agent = (chars: number) => queriesFor(about([rankedCall({ userAgent: 'a'.repeat(chars) })])).splunk;
  expect(agent(64)).toContain(`"${'a'.repeat(64)}%"`);
  expect(agent(65)).toContain(`"${'a'.repeat(64)}%"`);
});
