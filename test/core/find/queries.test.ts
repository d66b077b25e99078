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
    '| extend InFinding = iff(AuditId in ("a-1"), "yes", "no")',
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
    '| eval in_finding=if(in(auditID, "a-1"), "yes", "no")',
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
  expect(aksAudit).toContain('InFinding = "unknown: 1 of 1 events of the finding are not named"\n');
  expect(blobs).toEqual([]);
});

test('an address is asked for as it was logged', () => {
  const call = rankedCall({ sourceIPs: ['::ffff:203.0.113.9'] });
  const { aksAudit, splunk } = queriesFor(about([call]));
  expect(aksAudit).toContain('has "203.0.113.9" or tostring(SourceIps) has "::ffff:203.0.113.9"\n');
  expect(splunk).toContain(`mvfilter('sourceIPs{}'="::ffff:203.0.113.9")`);
  // The last of them may be taken for the client: what is before it is another's.
  const last = rankedCall({ sourceIPs: ['198.51.100.1', '203.0.113.9'] });
  expect(queriesFor(about([last])).aksAudit).not.toContain('198.51.100.1');
});

test('what a caller wrote stays within its quotes', () => {
  const user = 'a"b\\ | delete `x`\n| union *\u202e';
  const queries = queriesFor(about([rankedCall({ user, userAgent: 'kubectl" or "a"="a/v1' })]));
  expect(queries.aksAudit).toContain('== "a\\"b\\\\ | delete `x`\\n| union *\\u202e"\n');
  expect(queries.aksAudit).toContain('startswith "kubectl\\" or \\"a\\"=\\"a"\n');
  expect(queries.splunk).toContain(`like('user.username', "a\\"b_ | delete _x__| union *_")\n`);
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

const eventsIn = (count: number, source = (at: number) => `${at}.json`) =>
  Array.from({ length: count }, (_, at) => ({
    auditID: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    time: null,
    source: source(at),
    offset: at,
  }));

test('fifty blobs are named, and no more', () => {
  const blobs = (count: number) =>
    queriesFor(about([rankedCall({}, { evidence: eventsIn(count) })])).blobs.map(({ source }) => source);
  expect(blobs(50)).toHaveLength(50);
  expect(blobs(51)).toEqual(blobs(50));
});

/** Ids of all queries in one language. */
const named = (
  queries: ReturnType<typeof queriesFor>,
  language: 'aksAudit' | 'azureDiagnostics' | 'splunk',
) => [queries, ...(queries.parts ?? [])].map((one) => one[language].match(/"[\w]{8}-[\w-]+"/g) ?? []);

test('all events are named, in parts where they are many, each once and in every language', () => {
  const evidence = eventsIn(640, () => 'one.json');
  const calls = Array.from({ length: 40 }, (_, at) =>
    rankedCall({}, { count: 16, evidence: evidence.slice(16 * at, 16 * at + 16) }),
  );
  const queries = queriesFor(about(calls));
  expect(queries.unnamed).toBeUndefined();
  expect(queries.parts).toHaveLength(6);
  for (const language of ['aksAudit', 'azureDiagnostics', 'splunk'] as const) {
    const ids = named(queries, language);
    expect(ids.map(({ length }) => length)).toEqual([50, 100, 100, 100, 100, 100, 90]);
    expect(ids.flat()).toEqual(evidence.map(({ auditID }) => `"${auditID}"`));
  }
  expect(queries.aksAudit).toContain('"yes", "no, or named in another part")');
  expect(queries.parts?.[0]?.aksAudit.split('\n').slice(1, 3)).toEqual(
    queries.aksAudit.split('\n').slice(1, 3),
  );
  const one = queriesFor(about(calls.slice(0, 3)));
  expect(one.parts).toBeUndefined();
  expect(one.splunk).toContain('"yes", "no")');
});

test('each query is short enough to be sent, and all of them to be stored, however much there was', () => {
  const evidence = eventsIn(3_000);
  const queries = queriesFor(about([rankedCall({}, { evidence })]));
  for (const one of [queries, ...(queries.parts ?? [])])
    for (const text of [one.aksAudit, one.azureDiagnostics, one.splunk])
      expect(text.length).toBeLessThan(6_000);
  expect(JSON.stringify(queries).length).toBeLessThan(150_000);
});

test('a finding whose events are more than are held says in its queries that they are not all', () => {
  const held = rankedCall({}, { count: 500, evidence: eventsIn(16) });
  const said = 'unknown: 484 of 500 events of the finding are not named';
  const { aksAudit, azureDiagnostics, splunk, unnamed } = queriesFor(about([held]));
  expect(unnamed).toBe(484);
  for (const query of [aksAudit, azureDiagnostics, splunk]) expect(query).toContain(`"yes", "${said}")`);
  const more = queriesFor(about([rankedCall()]), [rankedCall(), rankedCall({}, { count: 7 })]);
  expect(more.aksAudit).toContain('unknown: 7 of 8 events');
});

test('an event whose id was masked, is missing, or would have to be escaped is not named, and counts as such', () => {
  const ids = [null, '[redacted]', 'a"b', 'a\\b', 'a b', '\u00e4', 'x'.repeat(41), 'x'.repeat(40)];
  const evidence = ids.map((auditID) => ({ auditID, time: null, source: 'one.json', offset: 0 }));
  const { aksAudit, unnamed } = queriesFor(about([rankedCall({}, { count: 8, evidence })]));
  expect(unnamed).toBe(7);
  expect(aksAudit).toContain(`AuditId in ("${'x'.repeat(40)}")`);
});

test('ten users and five agents are asked for by name, and no more', () => {
  const users = (count: number) =>
    queriesFor(about(Array.from({ length: count }, (_, at) => rankedCall({ user: `u-${at}` })))).aksAudit;
  expect(users(10)).toContain('== "u-9"');
  expect(users(11)).not.toContain('== "u-0"');
});

test('the category that is read is the one that is asked for', () => {
  const of = (category: string | undefined) => queriesFor(about([rankedCall()], { category }));
  expect(of(undefined)).toEqual(of('kube-audit'));
  const admin = of('kube-audit-admin');
  expect(admin.aksAudit).toMatch(/^AKSAuditAdmin\n/);
  expect(admin.azureDiagnostics).toContain('| where Category == "kube-audit-admin"\n');
  expect(admin.splunk).toMatch(/^`kubernetes_azure` category=kube-audit-admin earliest/);
  expect(of('a*" | x').splunk).toMatch(/^`kubernetes_azure` category="a_\\" \| x" earliest/);
});

test('what is missing is asked for as such', () => {
  const nobody = rankedCall({ user: '', userAgent: '', sourceIPs: [] });
  const { aksAudit, azureDiagnostics, splunk } = queriesFor(about([nobody], { clientIp: null }));
  expect(aksAudit).toContain('| where isempty(tostring(User.username))\n');
  expect(aksAudit).toContain('| where isnull(SourceIps) or array_length(SourceIps) == 0\n');
  expect(aksAudit).toContain('| where isempty(UserAgent)\n');
  expect(azureDiagnostics).toContain('| where isempty(tostring(Event.user.username))\n');
  expect(splunk).toContain(`| where isnull('user.username') OR 'user.username'=""\n`);
  expect(splunk).toContain(`| where isnull('sourceIPs{}')\n`);
  expect(splunk).toContain(`| where isnull(userAgent) OR userAgent=""\n`);
});

test('what is masked, or longer than is kept, is asked for as far as it is known', () => {
  const of = (user: string) => queriesFor(about([rankedCall({}, { user })]));
  expect(of('ci-[redacted]').aksAudit).toContain('| where tostring(User.username) startswith "ci-"\n');
  expect(of('ci-[redacted]').splunk).toContain(`| where like('user.username', "ci-%")\n`);
  expect(of('[redacted]').aksAudit).not.toContain('username');
  const long = `${'a'.repeat(245)}~0123456789`;
  expect(of(long).aksAudit).toContain(`username) startswith "${'a'.repeat(245)}"\n`);
  const masked = rankedCall({}, { sourceIPs: ['[redacted]'] });
  expect(queriesFor(about([masked], { clientIp: '[redacted]' })).aksAudit).not.toContain('SourceIps)');
});

test('of a record that was cut, which may not parse, nothing is left out', () => {
  const whole = rankedCall();
  const cut = rankedCall({ userAgent: '' }, { cut: true });
  const { azureDiagnostics, aksAudit } = queriesFor(about([whole, cut]));
  expect(azureDiagnostics).toContain(
    '| where tostring(Event.user.username) == "anna@example.com" or isempty(tostring(Event.auditID))\n',
  );
  expect(azureDiagnostics).toContain(
    '| where isnotempty(tostring(Event.auditID)) or log_s has "anna@example.com"\n',
  );
  expect(aksAudit).not.toMatch(/isempty|startswith/);
  expect(queriesFor(about([whole])).azureDiagnostics).not.toContain('isempty');
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
