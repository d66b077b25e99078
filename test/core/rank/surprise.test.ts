import { describe, expect, test } from 'vitest';
import { mergeRankings } from '../../../src/core/judge/ranked-call.ts';
import { foldPatterns } from '../../../src/core/rank/fold-patterns.ts';
import { rankSurprise, type SurpriseInput, surpriseRanking } from '../../../src/core/rank/surprise.ts';
import { aCluster, aDay, aPattern, aRow, daysBefore, rankAndJudge } from '../build.ts';

const usual = [
  aPattern({}),
  aPattern({ verb: 'list', requestURI: '/api/v1/namespaces/payments/pods' }),
  aPattern({ user: 'ben@example.com', namespace: 'shop', requestURI: '/api/v1/namespaces/shop/pods/a' }),
];
const secretRead = aPattern({ resource: 'secrets', requestURI: '/api/v1/namespaces/payments/secrets/x' });

const ranked = (input: Partial<SurpriseInput> = {}) =>
  rankAndJudge({
    day: aDay('2026-10-01'),
    cluster: aCluster,
    today: [...usual, secretRead],
    baseline: daysBefore('2026-10-01', 30, usual),
    ...input,
  });

test('what nobody did before stands above what everybody does', () => {
  const { state, baselineDays, calls } = ranked();
  expect(state).toBe('ready');
  expect(baselineDays).toBe(30);
  expect(calls.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
  expect(calls[0]).toMatchObject({ resource: 'secrets', user: 'anna@example.com', cluster: 'shop' });
  expect(calls[0]?.rarity).toBeGreaterThan(95);
  expect(calls[0]?.bits.total).toBeGreaterThan(calls[1]?.bits.total ?? 0);
  expect(calls[0]?.risk.factors.map(({ id }) => id)).toEqual(['secrets', 'first-in-cluster']);
  expect(calls[0]?.attack.map(({ id }) => id)).toEqual(['T1552.007', 'T1078', 'T1059.013']);
});

test('the explanation says what is new and who else does it', () => {
  expect(ranked().calls[0]?.explanation).toBe(
    'First time in 30 days that anna@example.com reads secrets in payments; 0 of 1 others ever did.',
  );
});

test('a verb that a caller made up is told as it is', () => {
  const strange = ['constructor', '__proto__'].map((verb) => aPattern({ verb, resource: 'secrets' }));
  const told = ranked({ today: [...usual, ...strange] }).calls.map(({ explanation }) => explanation);
  for (const verb of ['constructor', '__proto__'])
    expect(told).toContainEqual(expect.stringContaining(`anna@example.com ${verb} secrets in payments`));
});

test('volume changes nothing: neither repeats of today nor of the baseline', () => {
  const often = (patterns: typeof usual) =>
    patterns.map((row) => ({ ...row, requests: row.requests * 50, events: 90 }));
  const order = (calls: ReturnType<typeof ranked>['calls']) =>
    calls.map(({ pattern, rarity, user }) => [pattern, rarity, user]);
  const repeated = ranked({
    today: often([...usual, secretRead]),
    baseline: daysBefore('2026-10-01', 30, often(usual)),
  });
  expect(order(repeated.calls)).toEqual(order(ranked().calls));
});

test('the order of patterns and of days changes nothing', () => {
  const baseline = daysBefore('2026-10-01', 30, usual.toReversed()).toReversed();
  expect(ranked({ today: [secretRead, ...usual], baseline })).toEqual(ranked());
});

test('days outside of the baseline do not count', () => {
  const baseline = [
    ...daysBefore('2026-10-01', 30, usual),
    ...daysBefore('2026-08-01', 5, [secretRead]),
    { day: aDay('2026-10-01'), patterns: [secretRead] },
  ];
  expect(ranked({ baseline })).toEqual(ranked());
});

test('a cluster with few days is learning', () => {
  expect(ranked({ baseline: daysBefore('2026-10-01', 6, usual) })).toMatchObject({
    state: 'learning',
    baselineDays: 6,
  });
  expect(ranked({ baseline: daysBefore('2026-10-01', 7, usual) }).state).toBe('ready');
  const first = ranked({ baseline: [] });
  expect(first).toMatchObject({ state: 'learning', baselineDays: 0 });
  expect(first.calls[0]?.explanation).toMatch(/there is no baseline yet\.$/);
});

test('equal surprise is settled by what came first, then by the pattern', () => {
  const today = ['09', '08'].map((hour) =>
    aPattern({ resource: hour === '08' ? 'aaa' : 'bbb' }, { firstSeen: `2026-10-01T${hour}:00:00.000000Z` }),
  );
  expect(ranked({ today }).calls.map(({ resource }) => resource)).toEqual(['aaa', 'bbb']);
});

test('a term of weight 0 is left out, as the client IP behind Private Link', () => {
  const today = [aPattern({ sourceIPs: ['198.51.100.7'] })];
  const weights = { action: 1, namespace: 0.5, clientIp: 0, agent: 0.5, breadth: 0.5, member: 1 };
  const [call] = ranked({ today, options: { weights } }).calls;
  expect(Object.keys(call?.bits ?? {})).toEqual([
    'total',
    'action',
    'namespace',
    'agent',
    'breadth',
    'member',
    'news',
  ]);
  expect(call?.bits.total).toBeLessThan(ranked({ today }).calls[0]?.bits.total ?? 0);
});

const hours = (at: number, overrides: Parameters<typeof aPattern>[0]) =>
  aPattern(overrides, { firstSeen: `2026-10-01T10:${String(at).padStart(2, '0')}:00.000000Z` });

test('a call among other new ones of a sitting stands above the same call alone', () => {
  const namespaces = ['shop', 'crm', 'data', 'media'];
  const attack = namespaces.map((namespace, at) =>
    hours(at, { resource: 'secrets', namespace, requestURI: `/api/v1/namespaces/${namespace}/secrets/x` }),
  );
  const alone = hours(0, {
    user: 'ben@example.com',
    resource: 'secrets',
    namespace: 'crm',
    requestURI: '/api/v1/namespaces/crm/secrets/x',
  });
  const { calls } = ranked({ today: [...usual, alone, ...attack] });
  expect(calls.slice(0, 4).every(({ user }) => user === 'anna@example.com')).toBe(true);
  expect(calls[0]?.explanation).toMatch(/At the same sitting 4 things were new for anna@example\.com\.$/);
  // Where the namespace is new as well, that says more.
  const atHome = calls.find(({ namespace }) => namespace === 'shop');
  expect(atHome?.explanation).toMatch(/in at least 4 namespaces on this day, more than usual\./);
});

test('what is done in a namespace of the cluster itself is another thing, so of others it is told what is true of all', () => {
  const attack = ['shop', 'crm', 'data', 'kube-system'].map((namespace, at) =>
    hours(at, { resource: 'secrets', namespace, requestURI: `/api/v1/namespaces/${namespace}/secrets/x` }),
  );
  const { calls } = ranked({ today: [...usual, ...attack] });
  const atHome = calls.find(({ namespace }) => namespace === 'shop');
  expect(atHome?.explanation).toContain(
    'reads secrets in at least 3 namespaces on this day, more than usual.',
  );
});

test('at most so many calls are returned, the most surprising ones', () => {
  const { calls } = ranked({ options: { limit: 1 } });
  expect(calls.map(({ resource }) => resource)).toEqual(['secrets']);
});

test('who makes more different calls than there is room for pushes out only his own', () => {
  const junk = Array.from({ length: 40 }, (_, at) =>
    aPattern({ user: 'eve@example.com', resource: `zz${at}`, namespace: `ns${at}`, code: 403 }),
  );
  const taken = Array.from({ length: 40 }, (_, at) =>
    aPattern({
      user: 'eve@example.com',
      impersonated: `u${at}`,
      resource: `yy${at}`,
      namespace: `ns${at}`,
    }),
  );
  const today = [...junk, ...taken, ...usual, secretRead];
  const { calls } = ranked({ today, options: { limit: 10 } });
  expect(calls).toHaveLength(10);
  const others = calls.filter(({ user, impersonatedBy }) => (impersonatedBy ?? user) !== 'eve@example.com');
  expect(others).toHaveLength(usual.length + 1);
  expect(calls.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const totals = calls.map(({ bits }) => bits.total ?? 0);
  expect(totals).toEqual(totals.toSorted((a, b) => b - a));
});

describe('generated namespaces are one pattern, and not one place', () => {
  const secrets = (namespace: string) =>
    aPattern({ resource: 'secrets', namespace, requestURI: `/api/v1/namespaces/${namespace}/secrets/db` });
  const judgedAgainst = (usually: (day: number) => string, today: string) => {
    const baseline = daysBefore('2026-10-01', 30, usual).map((day, at) => ({
      ...day,
      patterns: [...day.patterns, secrets(usually(at))],
    }));
    return ranked({ today: [...usual, secrets(today)], baseline }).calls.find(
      ({ resource }) => resource === 'secrets',
    );
  };
  test.each([
    ['numbers', 'tenant-101', 'tenant-102'],
    ['UUIDs', 't-11111111-1111-1111-1111-111111111111', 't-22222222-2222-2222-2222-222222222222'],
    ['hashes', 't-0a1b2c3d4e5f', 't-9f8e7d6c5b4a'],
  ])('another one of %s than always shows, as with names', (_, own, other) => {
    const [usually, never] = [judgedAgainst(() => own, own), judgedAgainst(() => own, other)];
    const named = judgedAgainst(() => 'tenant-a', 'tenant-b');
    expect(never?.bits.member).toBeGreaterThan(5);
    expect(never?.rarity).toBeGreaterThan(80);
    expect(usually?.rarity).toBeLessThan((never?.rarity ?? 0) - 15);
    expect(never?.rarity).toBeGreaterThan((named?.rarity ?? 0) - 1.5);
    expect(never?.explanation).toContain('but never before in this one of them');
  });

  test('where another one comes every day, the next is no news', () => {
    const preview = judgedAgainst((day) => `pr-${1_000 + day}`, 'pr-2000');
    expect(preview?.bits.member).toBeLessThan(0.2);
    expect(preview?.rarity).toBeLessThan(90);
  });

  test('how many there were on a day counts', () => {
    const many = Array.from({ length: 12 }, (_, at) => secrets(`tenant-${200 + at}`).example);
    const row = foldPatterns(
      many.map((call) => aRow(call)),
      'first',
    );
    expect(row).toHaveLength(1);
    expect(row[0]?.members).toHaveLength(12);
    const [call] = ranked({
      today: row,
      baseline: daysBefore('2026-10-01', 30, [secrets('tenant-200')]),
    }).calls;
    expect(call?.explanation).toContain('in at least 12 namespaces on this day');
  });
});

test('without a past the day is judged by itself: what few did stands out', () => {
  const team = ['anna', 'ben', 'carl', 'dora'].flatMap((name) =>
    ['get', 'list'].map((verb) => aPattern({ user: `${name}@example.com`, verb })),
  );
  const { calls } = ranked({ baseline: [], today: [...team, secretRead] });
  expect(calls[0]?.resource).toBe('secrets');
  expect(calls[0]?.rarity).toBeGreaterThan(calls.at(-1)?.rarity ?? 0);
});

test('rankings of several clusters become one by rarity', () => {
  const call = ranked().calls[0];
  if (call === undefined) throw new Error('nothing was ranked');
  const of = (clusterId: string, rarities: readonly number[]) =>
    rarities.map((rarity, at) => ({ ...call, clusterId, rarity, rank: at + 1 }));
  const merged = mergeRankings([of('a', [99, 50]), of('b', [99.5, 99, 20])]);
  expect(merged.map(({ clusterId, rarity, rank }) => [rank, clusterId, rarity])).toEqual([
    [1, 'b', 99.5],
    [2, 'a', 99],
    [3, 'b', 99],
    [4, 'a', 50],
    [5, 'b', 20],
  ]);
});

test('a flood of anybody does not make what is rare look usual on the days after', () => {
  const verbs = ['get', 'list', 'watch'];
  const daily = ['anna', 'ben', 'cleo', 'dan', 'eve'].flatMap((user) =>
    ['pods', 'deployments', 'services', 'events', 'configmaps', 'nodes'].flatMap((resource) =>
      verbs.map((verb) => aPattern({ user, verb, resource })),
    ),
  );
  const flood = Array.from({ length: 2_000 }, (_, at) => {
    const seen = new Date(Date.UTC(2026, 8, 29, 0, 0, 2 * at)).toISOString();
    const name = [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    return aPattern({ user: 'system:anonymous', resource: name, namespace: name }, { firstSeen: seen });
  });
  const attack = aPattern({ user: 'anna', resource: 'secrets', sourceIPs: ['192.0.2.66'] });
  const baseline = daysBefore('2026-10-01', 30, daily).map((one) =>
    one.day === '2026-09-29' ? { ...one, patterns: [...daily, ...flood] } : one,
  );
  const { calls } = ranked({ today: [...daily, attack], baseline });
  expect(calls[0]?.resource).toBe('secrets');
  expect(calls[0]?.rarity).toBeGreaterThan(90);
});

test('days that come row by row are learnt as those at hand', async () => {
  const day = aDay('2026-10-01');
  const baseline = daysBefore('2026-10-01', 12, [...usual, aPattern({ verb: 'patch' })]);
  const today = [...usual, secretRead];
  const ranking = surpriseRanking({ day, days: baseline.map((one) => one.day) });
  for (const one of baseline) await ranking.learnFrom(one.day, one.patterns);
  await ranking.learnFrom(day, [secretRead]);
  const plain = ({ calls, ...rest }: ReturnType<typeof rankSurprise>) => ({
    ...rest,
    calls: calls.map(({ row, rarity, reasons }) => [row.key, rarity, [...reasons.terms]]),
  });
  expect(plain(ranking.rank(today))).toEqual(plain(rankSurprise({ day, today, baseline })));
});

test('a habit of long ago counts less than one of last week', () => {
  const past = daysBefore('2026-10-01', 30, usual);
  const habit = [...usual, secretRead];
  const bitsOf = (isThen: (at: number) => boolean) =>
    ranked({ baseline: past.map((one, at) => (isThen(at) ? { ...one, patterns: habit } : one)) }).calls.find(
      ({ resource }) => resource === 'secrets',
    )?.bits.action ?? 0;
  expect(bitsOf((at) => at < 5)).toBeGreaterThan(bitsOf((at) => at >= 25) + 0.5);
});

describe('what was refused', () => {
  const binding = (code: number) =>
    aPattern({
      user: 'ben@example.com',
      verb: 'create',
      resource: 'clusterrolebindings',
      namespace: null,
      requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
      code,
    });
  const refusedBefore = (times: number) =>
    daysBefore('2026-10-01', 30, usual).map((day, at) =>
      at >= 30 - times ? { ...day, patterns: [...day.patterns, binding(403)] } : day,
    );
  const judgedAfter = (times: number, code: number) => {
    const { calls } = ranked({ today: [...usual, binding(code)], baseline: refusedBefore(times) });
    const call = calls.find(({ resource }) => resource === 'clusterrolebindings');
    return {
      action: call?.bits.action ?? 0,
      factors: call?.risk.factors.map(({ id }) => id) ?? [],
      explanation: call?.explanation ?? '',
    };
  };

  test('for days is as new as ever when it is allowed', () => {
    const [never, tried] = [judgedAfter(0, 200), judgedAfter(8, 200)];
    expect(tried.factors).toContain('first-in-cluster');
    expect(tried.action).toBeGreaterThan(never.action - 1.5);
    expect(tried.explanation).toContain('First time in 30 days');
  });

  test('every day is a habit, too, and never odder than the same allowed', () => {
    const daily = judgedAfter(30, 403);
    expect(daily.action).toBeLessThan(2);
    expect(daily.explanation).not.toContain('First time in 30 days that ben@example.com creates');
    expect(judgedAfter(0, 403).action).toBeLessThanOrEqual(judgedAfter(0, 200).action);
  });
});
