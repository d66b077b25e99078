import { describe, expect, test } from 'vitest';
import { hide, suppressedCalls } from '../../../../src/core/find/suppressions/hidden.ts';
import {
  expiresSoon,
  hiderOf,
  isActive,
  type Suppression,
  type SuppressionMatch,
} from '../../../../src/core/find/suppressions/suppression.ts';
import { trialOf, tried } from '../../../../src/core/find/suppressions/trial.ts';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import type { Call } from '../../../../src/core/read/call.ts';
import { aFinding } from '../../../build.ts';
import { aCluster, aDay, aPattern, daysBefore, rankAndJudge } from '../../build.ts';

/** A call as the ranking shows it, from what was logged. */
function ranked(call: Partial<Call> = {}, over: Partial<RankedCall> = {}): RankedCall {
  const [one] = rankAndJudge({
    day: aDay('2026-10-01'),
    cluster: aCluster,
    today: [aPattern(call)],
    baseline: daysBefore('2026-10-01', 3, [aPattern({ verb: 'watch' })]),
  }).calls;
  if (one === undefined) throw new Error('nothing was ranked');
  // Worth telling, and not by itself.
  const factors = one.risk.factors.filter(({ id }) => id !== 'first-in-cluster');
  return { ...one, rarity: 99, risk: { score: 40, factors }, ...over };
}

const a = (match: SuppressionMatch, over: Partial<Suppression> = {}): Suppression => ({
  id: 'nightly',
  owner: 'platform',
  reason: 'The nightly check.',
  expires: '2026-12-31',
  match,
  ...over,
});

const isHidden = (match: SuppressionMatch, call: Partial<Call> = {}): boolean =>
  hiderOf([a(match)])(ranked(call)) !== null;

describe('a suppression of a name', () => {
  const named = (...names: string[]) => ranked({}, { names });
  const hides = (name: string, ...names: string[]) =>
    hiderOf([a({ user: 'anna@*', name })])(named(...names)) !== null;

  test('hides a call of that object alone', () => {
    expect(hides('db', 'db')).toBe(true);
    expect(hides('db', 'db-2')).toBe(false);
    expect(hides('db', 'db', 'tls')).toBe(false);
    expect(hides('db')).toBe(false);
  });

  test('that is a beginning hides a call all of whose objects begin so, and are known', () => {
    const releases = Array.from({ length: 20 }, (_, at) => `sh.helm.release.${at}`);
    expect(hides('sh.helm.release.*', ...releases.slice(1))).toBe(true);
    expect(hides('sh.helm.release.*', ...releases.slice(2), 'db')).toBe(false);
    expect(hides('sh.helm.release.*', ...releases)).toBe(false);
  });
});

describe('a suppression of a command', () => {
  const running = (...words: string[]): RankedCall => {
    const asked = words.map((word) => `command=${encodeURIComponent(word)}`).join('&');
    return ranked({
      subresource: 'exec',
      requestURI: `/api/v1/namespaces/payments/pods/web-0/exec?${asked}`,
    });
  };
  const hides = (command: string | null, call: RankedCall) =>
    hiderOf([a({ user: 'anna@*', command })])(call) !== null;

  test('hides what folds to it, and nothing else that is run', () => {
    expect(hides('cat /var/{path}', running('cat', '/var/lib/a.txt'))).toBe(true);
    expect(hides('cat /var/{path}', running('cat', '/var/log/b.txt'))).toBe(true);
    expect(hides('cat /var/{path}', running('cat', '/etc/shadow'))).toBe(false);
    expect(hides('cat /var/{path}', running('tail', '/var/lib/a.txt'))).toBe(false);
    expect(hides('cat *', running('cat', '/etc/shadow'))).toBe(true);
    expect(hides('cat', running('cat', '/etc/shadow'))).toBe(false);
  });

  test('tells what runs nothing from what does', () => {
    expect(hides(null, ranked())).toBe(true);
    expect(hides(null, running('sh'))).toBe(false);
    expect(hides('sh', ranked())).toBe(false);
  });

  test('compares what is shown, whether or not more is revealed', () => {
    const shown = running('redis-cli', 'flush', 'walrus');
    expect(shown.command).toBe('redis-cli [redacted] [redacted]');
    const revealed: RankedCall = { ...shown, command: 'redis-cli flush walrus' };
    for (const call of [shown, revealed]) {
      expect(hides('redis-cli [redacted] [redacted]', call)).toBe(true);
      expect(hides('redis-cli flush walrus', call)).toBe(false);
    }
  });
});

describe('a suppression', () => {
  test.each<[SuppressionMatch, boolean]>([
    [{ user: 'anna@example.com' }, true],
    [{ user: 'Anna@example.com' }, false],
    [{ user: 'anna@example' }, false],
    [{ user: 'anna@*' }, true],
    [{ user: 'nna@*' }, false],
    [{ user: 'anna@example.com', verb: 'get', resource: 'pods', namespace: 'payments' }, true],
    [{ user: 'anna@example.com', verb: 'list' }, false],
    [{ user: null }, false],
    [{ verb: 'get', subresource: null }, true],
    [{ verb: 'get', subresource: 'log' }, false],
    [{ verb: 'get', namespace: null }, false],
    [{ verb: 'get', cluster: 'shop' }, true],
    [{ verb: 'get', cluster: '/subscriptions/s/managedclusters/shop' }, true],
    [{ verb: 'get', cluster: 'shop-2' }, false],
    [{ verb: 'get', agent: 'kubectl' }, true],
    [{ verb: 'get', agent: 'kubectl-*' }, false],
    [{ verb: 'get', outcome: 'allowed' }, true],
    [{ verb: 'get', outcome: 'refused' }, false],
    [{ verb: 'get', name: null }, true],
    [{ verb: 'get', name: 'web-0' }, false],
    [{ group: 'team-a' }, true],
    [{ group: 'team-b' }, false],
    [{ group: 'system:authenticated' }, false],
    [{ verb: 'get', group: null }, false],
    [{ clientIp: '203.0.113.9' }, true],
    [{ clientIp: '203.0.113.0/24' }, true],
    [{ clientIp: '203.0.112.0/24' }, false],
    [{ clientIp: '2001:db8::/32' }, false],
    [{ verb: 'get', clientIp: null }, false],
  ])('that says %j hides a get of pods in payments by anna of team-a: %s', (match, hidden) => {
    expect(isHidden(match)).toBe(hidden);
  });

  const call = {
    user: 'ops@example.com',
    groups: ['ops', 'system:authenticated'],
    sourceIPs: ['198.51.100.7'],
    userAgent: 'k9s/v0.32.0 (linux/amd64)',
    verb: 'delete',
    resource: 'pods',
    subresource: 'eviction',
    namespace: 'shop',
  };
  test.each<[keyof SuppressionMatch, string, readonly (string | null)[]]>([
    ['cluster', 'shop', ['sho', 'shop2', 'Shop']],
    [
      'user',
      'ops@example.com',
      ['ops@example.co', 'ops@example.com2', 'xops@example.com', 'OPS@example.com', null],
    ],
    ['clientIp', '198.51.100.7', ['198.51.100.70', '198.51.100.6', '198.51.101.0/24', null]],
    ['verb', 'delete', ['deletecollection', 'delet', 'Delete', null]],
    ['resource', 'pods', ['pod', 'podsx', 'pods/eviction', null]],
    ['subresource', 'eviction', ['evictions', 'exec', null]],
    ['namespace', 'shop', ['shop-2', 'sho', 'Shop', null]],
    ['agent', 'k9s', ['k9', 'k9s2', 'kubectl', null]],
    ['group', 'ops', ['op', 'ops2', 'system:authenticated', null]],
  ])('by %s hides %s, and none of what is only like it', (field, hit, misses) => {
    // Beside another field that fits: one that does not must be enough.
    const fits = field === 'verb' ? { resource: 'pods' } : { verb: 'delete' };
    expect(isHidden({ ...fits, [field]: hit }, call)).toBe(true);
    for (const miss of misses)
      expect([miss, isHidden({ ...fits, [field]: miss }, call)]).toEqual([miss, false]);
    if (field !== 'clientIp' && field !== 'cluster')
      expect(isHidden({ ...fits, [field]: `${hit.slice(0, -1)}*` }, call)).toBe(true);
  });

  test('sees what is missing', () => {
    const bare = { user: null, groups: ['system:authenticated'], namespace: null, sourceIPs: [] };
    expect(isHidden({ verb: 'get', user: null, group: null, namespace: null, clientIp: null }, bare)).toBe(
      true,
    );
    expect(isHidden({ verb: 'get', user: '*' }, bare)).toBe(false);
  });

  test('compares what patterns have: folded namespaces, exec whichever method opened it', () => {
    expect(isHidden({ namespace: 'pr-{n}' }, { namespace: 'pr-1234' })).toBe(true);
    expect(isHidden({ namespace: 'pr-1234' }, { namespace: 'pr-1234' })).toBe(false);
    const exec = { resource: 'pods', subresource: 'exec' };
    expect(isHidden({ verb: 'exec' }, { ...exec, verb: 'get' })).toBe(true);
    expect(isHidden({ verb: 'exec' }, { ...exec, verb: 'create' })).toBe(true);
    expect(isHidden({ verb: 'get' }, { ...exec, verb: 'get' })).toBe(false);
  });

  test('compares addresses however they are written', () => {
    expect(isHidden({ clientIp: '2001:db8::/32' }, { sourceIPs: ['2001:DB8:0::1'] })).toBe(true);
    expect(isHidden({ clientIp: '203.0.113.9' }, { sourceIPs: ['::ffff:203.0.113.9'] })).toBe(true);
  });

  test('hides nobody who impersonates, unless it says who', () => {
    const robot = 'system:serviceaccount:ci:robot';
    const act = { user: 'mallory@example.com', impersonated: robot, groups: ['team-a'] };
    expect(isHidden({ user: robot }, { user: robot })).toBe(true);
    expect(isHidden({ user: robot }, act)).toBe(false);
    expect(isHidden({ user: 'system:*' }, act)).toBe(false);
    expect(isHidden({ group: 'team-a' }, act)).toBe(false);
    expect(isHidden({ namespace: 'payments' }, act)).toBe(false);
    expect(isHidden({ user: robot, impersonatedBy: null }, act)).toBe(false);
    expect(isHidden({ user: robot, impersonatedBy: 'ops@example.com' }, act)).toBe(false);
    expect(isHidden({ user: robot, impersonatedBy: 'mallory@example.com' }, act)).toBe(true);
    expect(isHidden({ user: robot, impersonatedBy: 'mallory@example.com' }, { user: robot })).toBe(false);
  });

  test('believes no address that the client may have written', () => {
    const forged = { sourceIPs: ['203.0.113.9', '198.51.100.66'] };
    expect(isHidden({ clientIp: '203.0.113.0/24' }, forged)).toBe(false);
    expect(isHidden({ user: 'anna@example.com' }, forged)).toBe(true);
    expect(isHidden({ clientIp: '203.0.113.0/24' }, { sourceIPs: ['203.0.113.9', '172.31.4.2'] })).toBe(true);
  });

  test('has no field that is an expression', () => {
    expect(isHidden({ user: '.*' })).toBe(false);
    expect(isHidden({ user: 'anna*com' })).toBe(false);
  });

  test('hides to the end of its last day, or until its time', () => {
    const at = (time: string) => new Date(time);
    expect(isActive({ expires: '2026-12-31' }, at('2026-12-31T23:59:59Z'))).toBe(true);
    expect(isActive({ expires: '2026-12-31' }, at('2027-01-01T00:00:00Z'))).toBe(false);
    expect(isActive({ expires: '2026-12-31T12:00:00Z' }, at('2026-12-31T11:59:59Z'))).toBe(true);
    expect(isActive({ expires: '2026-12-31T12:00:00Z' }, at('2026-12-31T12:00:00Z'))).toBe(false);
    expect(expiresSoon({ expires: '2026-12-31' }, at('2026-12-24T23:59:59Z'))).toBe(false);
    expect(expiresSoon({ expires: '2026-12-31' }, at('2026-12-25T00:00:00Z'))).toBe(true);
    expect(expiresSoon({ expires: '2026-12-31' }, at('2027-01-01T00:00:00Z'))).toBe(false);
  });
});

describe('hiding', () => {
  const get = ranked();
  const list = ranked({ verb: 'list' });

  test('parts the calls, and says what hid which', () => {
    const usual = ranked({ verb: 'list' }, { rarity: 40 });
    const harmless = ranked({ verb: 'list', user: 'ben' }, { rarity: 89, risk: { score: 5, factors: [] } });
    const { shown, hidden } = hide([get, list, usual, harmless], [a({ verb: 'list' })]);
    expect(shown).toEqual([get, usual, harmless]);
    expect(hidden).toEqual([
      {
        suppression: {
          id: 'nightly',
          owner: 'platform',
          reason: 'The nightly check.',
          expires: '2026-12-31',
        },
        hits: 1,
        calls: [list],
      },
    ]);
  });

  test('counts a call once, for the first that matches by id', () => {
    const both = [a({ user: 'anna@*' }, { id: 'b' }), a({ verb: 'get' }, { id: 'a' })];
    const { hidden } = hide([get, list], both);
    expect(hidden.map(({ suppression, hits }) => [suppression.id, hits])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('of the only call worth telling makes the finding vanish', () => {
    const low = { ...list, rarity: 89, risk: { score: 5, factors: [] } };
    const both = { ...aFinding(), calls: [get, low] };
    expect(tried(both, hiderOf([a({ verb: 'get' })]))).toMatchObject({ hidden: [{}], vanishes: true });
    expect(tried(both, hiderOf([a({ verb: 'list' })]))).toMatchObject({ hidden: [{}], vanishes: false });
    expect(tried(both, hiderOf([a({ verb: 'watch' })]))).toMatchObject({ hidden: [], vanishes: false });
  });

  test('that is tried says how much it would have hidden', () => {
    const hider = hiderOf([a({ verb: 'get' })]);
    const finding = { ...aFinding(), calls: [get, list] };
    const both = [
      tried(finding, hider),
      tried({ ...finding, calls: [list] }, hider),
      tried({ ...finding, calls: [get] }, hider),
    ];
    expect(trialOf(both, [a({ verb: 'get' }), a({ verb: 'watch' }, { id: 'other' })])).toMatchObject({
      calls: 4,
      hidden: 2,
      findings: 3,
      vanished: 1,
      suppressions: [
        { id: 'nightly', hits: 2 },
        { id: 'other', hits: 0 },
      ],
      touched: [{ hidden: [{}] }, { hidden: [{}], vanishes: true }],
    });
    expect(tried({ ...aFinding(), calls: [] }, hider).vanishes).toBe(false);
  });

  test('counts all and keeps few', () => {
    const many = Array.from({ length: 70 }, () => get);
    const [few] = hide(many, [a({ verb: 'get' })]).hidden;
    expect([few?.hits, few?.calls.length]).toEqual([70, 40]);
    const long = Array.from({ length: 20 }, () => ranked({}, { requestURI: 'é'.repeat(10_000) }));
    const [short] = hide(long, [a({ verb: 'get' })]).hidden;
    expect([short?.hits, short?.calls.length]).toEqual([20, 3]);
  });

  test('of several clusters is told together, with a warning before it ends', () => {
    const { hidden } = hide([get, list], [a({ verb: 'get' }), a({ verb: 'list' }, { id: 'lists' })]);
    const told = suppressedCalls([...hidden, ...hidden], new Date('2026-12-28T04:00:00Z'));
    expect(told).toEqual([
      expect.objectContaining({ hits: 2, calls: [list, list], expiresSoon: true }),
      expect.objectContaining({ hits: 2, calls: [get, get], expiresSoon: true }),
    ]);
    expect(suppressedCalls(hidden, new Date('2026-10-01T04:00:00Z'))[0]?.expiresSoon).toBe(false);
    const lost = hidden.map((one) => ({ ...one, calls: [], damaged: true as const }));
    for (const parts of [
      [...hidden, ...lost],
      [...lost, ...hidden],
    ])
      expect(suppressedCalls(parts, new Date('2026-12-28T04:00:00Z'))[0]?.damaged).toBe(true);
    expect(told[0]).not.toHaveProperty('damaged');
  });
});
