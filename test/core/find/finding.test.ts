import { expect, test } from 'vitest';
import { asciiJson } from '../../../src/core/count/bounded.ts';
import { knownFalsePositives } from '../../../src/core/find/finding.ts';
import { storedCalls } from '../../../src/core/find/stored-calls.ts';
import { byRisk, findings } from '../../../src/core/find/told.ts';
import type { RankedCall } from '../../../src/core/judge/ranked-call.ts';
import { aCluster, aDay, aPattern, daysBefore, rankAndJudge } from '../build.ts';

const day = aDay('2026-10-01');
const context = { day, learning: false, budget: 20 };
const usual = [aPattern({}), aPattern({ user: 'ben@example.com' })];
const secretRead = aPattern({ resource: 'secrets', requestURI: '/api/v1/namespaces/payments/secrets/x' });
const [aRanked] = rankAndJudge({
  day,
  cluster: aCluster,
  today: [secretRead],
  baseline: daysBefore('2026-10-01', 30, usual),
}).calls;

const aCall = (overrides: Partial<RankedCall> = {}): RankedCall => {
  if (aRanked === undefined) throw new Error('nothing was ranked');
  return { ...aRanked, rarity: 99.5, ...overrides };
};

test('a finding is one actor from one client IP in one cluster', () => {
  const calls = [
    aCall({ rank: 1 }),
    aCall({ rank: 2, resource: 'pods', subresource: 'exec', verb: 'get', rarity: 99.7 }),
    aCall({ rank: 3, clientIp: '198.51.100.7' }),
    aCall({ rank: 4, user: 'ben@example.com' }),
    aCall({ rank: 5, clusterId: '/other', cluster: 'other' }),
  ];
  const found = findings(calls, context).findings;
  expect(found).toHaveLength(4);
  expect(found[0]?.calls.map(({ rank }) => rank)).toEqual([2, 1]);
});

test('the risk of a finding is that of its worst call, and its factors are those of all', () => {
  const factor = (id: string, weight: number) => ({ id, weight, why: '', innocent: '', next: '' });
  const call = (rank: number, score: number, ...factors: ReturnType<typeof factor>[]) =>
    aCall({ rank, rarity: 99, risk: { score, factors } });
  const calls = [
    call(1, 44, factor('exec', 2)),
    call(2, 60, factor('secrets', 2), factor('exec', 2)),
    call(3, 25, factor('public-ip', 1.44)),
  ];
  const [finding] = findings(calls, context).findings;
  expect(finding?.risk).toMatchObject({ score: 60, severity: 'medium' });
  expect(finding?.risk.factors.map(({ id }) => id)).toEqual(['exec', 'secrets', 'public-ip']);
  expect(finding?.riskObjects.map(({ score }) => score)).toEqual([60, 60]);
});

test('findings stand in the order of the risk that is shown, equal ones in that of their strength', () => {
  const call = (user: string, score: number, rarity: number) =>
    aCall({ user, rarity, risk: { score, factors: [] } });
  const found = findings([call('a', 30, 99.9), call('b', 50, 95), call('c', 30, 99.99)], context).findings;
  expect(found.map(({ user, risk }) => [user, risk.score])).toEqual([
    ['b', 50],
    ['c', 30],
    ['a', 30],
  ]);
});

test('a finding names what Splunk wants to know', () => {
  const [finding] = findings([aCall()], context).findings;
  expect(finding).toMatchObject({
    day: '2026-10-01',
    cluster: 'shop',
    user: 'anna@example.com',
    clientIp: '203.0.113.9',
    risk: { impact: 50, confidence: 50, score: aCall().risk.score },
    riskObjects: [
      { type: 'user', value: 'anna@example.com' },
      { type: 'system', value: 'shop' },
    ],
    threatObjects: [
      { type: 'ip_address', value: '203.0.113.9' },
      { type: 'http_user_agent', value: 'kubectl/v1.30.1 (linux/amd64) kubernetes/6911225' },
    ],
    killChainPhases: ['Exploitation'],
    analyticStories: ['Kubernetes Sensitive Object Access Activity'],
    attackVersion: '19.2',
    detection: {
      id: '4b6d1ba8-0000-4cec-87e6-6cbbd71651b5',
      name: 'Kubernetes Azure detect suspicious kubectl calls',
      version: 4,
    },
    learning: false,
  });
  expect(finding?.message).toBe(
    'anna@example.com from 203.0.113.9 on shop: get secrets in payments. First time in 30 days that anna@example.com reads secrets in payments; 0 of 1 others ever did.',
  );
  expect(finding?.attack.map(({ id }) => id)).toEqual(['T1552.007', 'T1078', 'T1059.013']);
});

test('the id depends on actor, address, cluster and day alone', () => {
  const idOf = (calls: RankedCall[], when = context) => findings(calls, when).findings[0]?.id;
  const id = idOf([aCall()]);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(idOf([aCall({ resource: 'pods', rarity: 99.9 }), aCall({ rank: 7 })])).toBe(id);
  expect(idOf([aCall({ clientIp: null })])).not.toBe(id);
  expect(idOf([aCall()], { ...context, day: aDay('2026-10-02') })).not.toBe(id);
});

test('the strongest come first and the budget holds back the rest', () => {
  const calls = [99.1, 99.9, 99.5].map((rarity, at) =>
    aCall({ rarity, rank: at + 1, user: `user-${rarity}` }),
  );
  const { findings: found, held } = findings(calls, { ...context, budget: 2 });
  expect(found.map(({ user }) => user)).toEqual(['user-99.9', 'user-99.5']);
  expect(held).toHaveLength(1);
  expect(findings([], context)).toEqual({ findings: [], held: [] });
});

test('of a cluster that is learning five are told at most, the worst, and the rest is held back', () => {
  const calls = Array.from({ length: 7 }, (_, at) =>
    aCall({ user: `user-${at}`, rarity: 95, risk: { score: 30 + at, factors: [] } }),
  );
  const { findings: found, held } = findings(calls, { ...context, learning: true });
  expect(found.map(({ risk }) => risk.score)).toEqual([36, 35, 34, 33, 32]);
  expect(held).toHaveLength(2);
  expect(findings(calls, { ...context, learning: true, budget: 2 }).findings).toHaveLength(2);
  expect(findings(calls, context).findings).toHaveLength(7);
});

test('one actor with many addresses does not use up the budget of all', () => {
  const loud = Array.from({ length: 30 }, (_, at) =>
    aCall({ rank: at + 1, user: 'system:anonymous', clientIp: `198.51.100.${at}`, rarity: 99.9 }),
  );
  const quiet = aCall({ rank: 31, rarity: 99.1 });
  const { findings: found, held } = findings([...loud, quiet], context);
  expect(found).toHaveLength(20);
  expect(held).toHaveLength(11);
  expect(found.at(-1)?.user).toBe('anna@example.com');
  expect(found[0]?.clientIp).toBe('198.51.100.0');
});

test('nor does one caller who takes on many names', () => {
  const decoys = Array.from({ length: 130 }, (_, at) =>
    aCall({ rank: at + 1, user: `decoy-${at}`, impersonatedBy: 'eve@example.com', rarity: 99.9 }),
  );
  const quiet = ['ann', 'ben', 'system:serviceaccount:a:b'].map((user) =>
    aCall({ rank: 131, user, rarity: 92 }),
  );
  const { findings: found, held } = findings([...decoys, ...quiet], context);
  expect(found.map(({ user }) => user)).toEqual(expect.arrayContaining(quiet.map(({ user }) => user)));
  expect(found).toHaveLength(20);
  expect(held).toHaveLength(113);
});

test('what is done in a name is another finding than what its owner does', () => {
  const own = aCall({ rarity: 99 });
  const taken = aCall({ rank: 2, rarity: 99.9, impersonatedBy: 'eve@example.com' });
  const { findings: found } = findings([own, taken], context);
  expect(found.map(({ calls }) => calls.map(({ impersonatedBy }) => impersonatedBy))).toEqual([
    ['eve@example.com'],
    [null],
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(2);
});

test('what is not rare makes no finding, nor does what is rare without being dangerous where many call', () => {
  const risk = (score: number) => ({ risk: { score, factors: [] } });
  const told = (...calls: RankedCall[]) => findings(calls, context).findings;
  expect(told(aCall({ rarity: 89.9, ...risk(40) }))).toEqual([]);
  const others = Array.from({ length: 7 }, (_, at) => aCall({ user: `usual-${at}`, rarity: 10, ...risk(1) }));
  expect(told(aCall({ rarity: 95, ...risk(18) }), ...others)).toEqual([]);
  expect(told(aCall({ rarity: 90, ...risk(19) }))).toHaveLength(1);
  // What is told is told whole.
  const [finding] = told(
    aCall({ rarity: 99, ...risk(25) }),
    aCall({ rarity: 91, ...risk(3) }),
    aCall({ rarity: 80, ...risk(3) }),
  );
  expect(finding?.calls.map(({ rarity }) => rarity)).toEqual([99, 91]);
});

test('what is odd is told without being dangerous where so few such days of callers are to be expected', () => {
  const odd = (callers: number, rarity: number) =>
    findings(
      Array.from({ length: callers }, (_, at) =>
        aCall({ user: `user-${at}`, rarity: at === 0 ? rarity : 10, risk: { score: 5, factors: [] } }),
      ),
      context,
    ).findings.length;
  expect([odd(3, 90), odd(4, 90), odd(6, 95), odd(8, 95), odd(34, 99), odd(36, 99)]).toEqual([
    1, 0, 1, 0, 1, 0,
  ]);
  // Below ninety nothing is odd, however few they are.
  expect(odd(1, 89)).toBe(0);
  // Who takes on many names is one caller.
  const taken = Array.from({ length: 9 }, (_, at) =>
    aCall({
      user: `name-${at}`,
      impersonatedBy: 'eve',
      rarity: at === 0 ? 95 : 10,
      risk: { score: 5, factors: [] },
    }),
  );
  expect(findings(taken, context).findings).toHaveLength(1);
});

test('while a cluster is learning, findings say so', () => {
  expect(findings([aCall()], { ...context, learning: true }).findings[0]?.learning).toBe(true);
});

test('a caller without a name or address is told as such', () => {
  const [finding] = findings([aCall({ user: '', clientIp: null, userAgent: '' })], context).findings;
  expect(finding?.riskObjects).toEqual([{ type: 'system', value: 'shop', score: finding?.risk.score }]);
  expect(finding?.threatObjects).toEqual([]);
  expect(finding?.message).toMatch(/^a caller without a name on shop: /);
});

test('who impersonates is named in the message', () => {
  const [finding] = findings([aCall({ user: 'admin', impersonatedBy: 'eve@example.com' })], context).findings;
  expect(finding?.message).toMatch(/^admin \(impersonated by eve@example\.com\) from /);
});

test('a finding has room in an entity of a table, whatever callers wrote', () => {
  const long = 'ж'.repeat(1_700);
  const today = Array.from({ length: 60 }, (_, at) =>
    aPattern({
      userAgent: `kubectl${at}${long}`,
      namespace: `${at}${long}`,
    }),
  );
  const { calls } = rankAndJudge({ day, cluster: aCluster, today, baseline: [] });
  const [finding] = findings(calls, { ...context, minRarity: 0, minRisk: 0 }).findings;
  const stored = { ...finding, calls: storedCalls(finding?.calls ?? []) };
  expect(stored.calls.length).toBeGreaterThan(0);
  // Two bytes a character, 1 MiB an entity.
  expect(asciiJson(stored).length).toBeLessThan(400_000);
});

test('the message names five acts, and how many more there are', () => {
  const acts = (count: number) =>
    Array.from({ length: count }, (_, at) => aCall({ rank: at + 1, verb: 'get', resource: `r${at}` }));
  const message = (count: number) => findings(acts(count), context).findings[0]?.message;
  expect(message(5)).toContain('get r3 in payments, get r4 in payments. ');
  expect(message(6)).toContain('get r3 in payments, get r4 in payments and 1 more. ');
  expect(message(6)).not.toContain('r5');
});

test.each([
  [{ verb: 'get', resource: 'pods', subresource: 'log', namespace: 'a' }, 'get pods/log in a'],
  [{ verb: 'list', resource: 'nodes', namespace: null }, 'list nodes'],
  [{ verb: null, resource: 'nodes', namespace: null }, 'call nodes'],
  [{ verb: 'get', resource: null, namespace: null, requestURI: '/logs/x?password=y' }, 'get /logs/x'],
  [{ verb: 'get', resource: null, namespace: null, requestURI: null }, 'get (no address)'],
])('%j is told as %s', (call, act) => {
  expect(findings([aCall(call)], context).findings[0]?.message).toContain(`on shop: ${act}. `);
});

test('the gravest acts are told first, whichever is the rarest', () => {
  const factor = (weight: number) => ({ id: `f${weight}`, weight, why: '', innocent: '', next: '' });
  const [finding] = findings(
    [
      aCall({ rarity: 99.99, verb: 'list', risk: { score: 30, factors: [] } }),
      aCall({ rank: 2, verb: 'delete', risk: { score: 30, factors: [factor(2), factor(1.5)] } }),
      aCall({ rank: 3, verb: 'get', risk: { score: 30, factors: [factor(2.5)] } }),
    ],
    context,
  ).findings;
  expect(finding?.message).toContain(
    'on shop: delete secrets in payments, get secrets in payments, list secrets in payments. ',
  );
  expect(finding?.calls[0]?.verb).toBe('list');
});

test('what lowers the risk of some calls is a factor of the finding only where it is one of all', () => {
  const factor = (id: string, weight: number) => ({ id, weight, why: '', innocent: '', next: '' });
  const [refused, secrets] = [factor('denied', 0.7), factor('secrets', 2)];
  const told = (...factors: (typeof refused)[][]) => {
    const calls = factors.map((own, at) =>
      aCall({ rank: at + 1, rarity: 99, risk: { score: 30, factors: own } }),
    );
    return findings(calls, context).findings[0]?.risk.factors.map(({ id }) => id);
  };
  expect(told([secrets, refused], [secrets])).toEqual(['secrets']);
  expect(told([secrets, refused], [refused])).toEqual(['secrets', 'denied']);
});

test('what tells by itself is told however usual it looks', () => {
  const factor = (id: string, weight: number) => ({ id, weight, why: '', innocent: '', next: '' });
  const risk = { score: 50, factors: [factor('first-in-cluster', 2.2), factor('rbac-write', 2.2)] };
  expect(findings([aCall({ rarity: 12, risk })], context).findings).toHaveLength(1);
});

test('factors are told once, the weightiest first, equals by name', () => {
  const factor = (id: string, weight: number) => ({ id, weight, why: '', innocent: '', next: '' });
  const calls = [
    aCall({ risk: { score: 30, factors: [factor('b', 1.5), factor('a', 1.5)] } }),
    aCall({ rank: 2, risk: { score: 30, factors: [factor('c', 2), factor('b', 1.5)] } }),
  ];
  expect(findings(calls, context).findings[0]?.risk.factors.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('the times of a finding are the first and the last of its calls, known ones alone', () => {
  const time = (hour: number) => `2026-10-01T0${hour}:00:00.000000Z`;
  const times = (...pairs: [string | null, string | null][]) => {
    const calls = pairs.map(([firstSeen, lastSeen], at) => aCall({ rank: at + 1, firstSeen, lastSeen }));
    const [finding] = findings(calls, context).findings;
    return [finding?.firstSeen, finding?.lastSeen];
  };
  expect(times([time(3), time(4)], [time(1), time(2)])).toEqual([time(1), time(4)]);
  expect(times([null, null], [time(3), time(4)])).toEqual([time(3), time(4)]);
  expect(times([null, null])).toEqual([null, null]);
});

test('calls of equal strength stand in the order of their rank, and findings by their calls', () => {
  const same = { rarity: 99, risk: { score: 25, factors: [] } };
  const found = (calls: RankedCall[]) => findings(calls, context).findings;
  const [one] = found([aCall({ ...same, rank: 2, verb: 'b' }), aCall({ ...same, rank: 1, verb: 'a' })]);
  expect(one?.calls.map(({ rank }) => rank)).toEqual([1, 2]);
  const weighty = { score: 25, factors: [{ id: 'x', weight: 4, why: '', innocent: '', next: '' }] };
  // A factor of four weighs as much as one call in half as many.
  const order = found([
    aCall({ ...same, rank: 1, user: 'plain', rarity: 99.4 }),
    aCall({ ...same, rank: 2, user: 'weighty', risk: weighty }),
    aCall({ ...same, rank: 3, user: 'rarest', rarity: 99.6 }),
  ]).map(({ user }) => user);
  expect(order).toEqual(['rarest', 'weighty', 'plain']);
});

test('a finding without calls stands behind one that has some', () => {
  const [full] = findings([aCall()], context).findings;
  if (full === undefined) throw new Error('nothing was found');
  const [empty, other] = [
    { ...full, id: 'b', calls: [] },
    { ...full, id: 'a', calls: [] },
  ];
  expect([empty, full, other].sort(byRisk).map(({ id }) => id)).toEqual([full.id, 'a', 'b']);
});

test('a finding keeps fifty calls and ten agents, cut to their bounds', () => {
  const calls = Array.from({ length: 60 }, (_, at) =>
    aCall({ rank: at + 1, userAgent: `${at}${'x'.repeat(600)}` }),
  );
  const [finding] = findings(calls, context).findings;
  expect(finding?.calls).toHaveLength(50);
  const agents = finding?.threatObjects.filter(({ type }) => type === 'http_user_agent') ?? [];
  expect(agents.map(({ value }) => value.length)).toEqual(Array(10).fill(512));
});

test('what is often innocent is said in whole sentences', () => {
  expect(knownFalsePositives).toMatch(/^People change: .* first day\. Ask whether .* with it\.$/);
});

test('who impersonates is named and at risk as well as who is taken on', () => {
  const calls = [
    aCall({
      user: 'system:anonymous',
      impersonatedBy: 'eve@example.com',
      impersonatedGroups: ['system:masters'],
    }),
    aCall({ user: 'system:anonymous', impersonatedBy: 'mallory@example.com', rank: 2, rarity: 91 }),
  ];
  const [finding] = findings(calls, context).findings;
  const who = 'system:anonymous (impersonated by eve@example.com, with system:masters)';
  expect(finding?.title).toBe(`${who} read secrets in payments on shop`);
  expect(finding?.message).toContain(`${who} from 203.0.113.9 on shop:`);
  expect(finding?.riskObjects.map(({ type, value }) => `${type} ${value}`)).toEqual([
    'user eve@example.com',
    'user system:anonymous',
    'system shop',
  ]);
});

test('a finding says what of its calls could not be seen', () => {
  const [finding] = findings([aCall(), aCall({ rank: 2, cut: true, verb: 'create' })], context).findings;
  expect(finding?.message).toMatch(
    / Not all is seen: the record was cut at 16 KiB: what was applied and who allowed it is not known\.$/,
  );
});
