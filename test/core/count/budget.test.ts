import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roomIn } from '../../../src/core/count/budget.ts';
import type { Row, RowKind } from '../../../src/core/count/row.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCall, aRow } from '../../build.ts';

const budget = { rows: 100, foldUri: (uri: string) => `folded ${uri.length}`, patternOf: JSON.stringify };
const call = aCall({
  user: 'u',
  groups: ['g'],
  sourceIPs: ['10.0.0.1', '10.0.0.2'],
  userAgent: 'kubectl',
  subresource: 'log',
  namespace: 'n',
  requestURI: '/api',
});

const rowOf = (kept: Call, folded: boolean, client: RowKind = 'kubectl'): Row => ({
  ...aRow({ client, folded }),
  call: kept,
});

/** Counts distinct calls as a blob does. @returns what was kept of each */
function counted(calls: readonly Call[], before: Row[] = []): { kept: Call[]; rows: Row[] } {
  const room = roomIn(budget, before);
  const rows = new Map(before.map((row) => [JSON.stringify(row.call), row]));
  const kept = calls.map((one) => {
    if (rows.has(JSON.stringify(one))) return one;
    const fit = room.fitted(rowOf(one, false));
    const key = JSON.stringify(fit);
    if (!rows.has(key)) {
      const row = rowOf(fit, fit !== one);
      room.take(row);
      rows.set(key, row);
    }
    return fit;
  });
  return { kept, rows: [...rows.values()] };
}

const fitted = (one: Call): Call => roomIn(budget).fitted(rowOf(one, false));
const flood = (count: number, over: (at: number) => Partial<Call>): Call[] =>
  Array.from({ length: count }, (_, at) => ({
    ...call,
    requestURI: `/${at}`,
    userAgent: `k${at}`,
    ...over(at),
  }));

describe('what is kept of the calls of one caller', () => {
  const { kept, rows } = counted(flood(1_000, () => ({})));
  const how = ({ requestURI, verb }: Call): string =>
    verb === '(folded)'
      ? 'caller'
      : requestURI === '(folded)'
        ? 'bare'
        : requestURI?.startsWith('folded')
          ? 'pattern'
          : 'whole';

  test('is all of half of the budget, then a pattern, then what is done to what', () => {
    const kinds = kept.map(how);
    expect([...new Set(kinds)]).toEqual(['whole', 'pattern', 'bare']);
    expect(kinds.filter((kind) => kind === 'whole')).toHaveLength(50);
    expect(kept[50]).toEqual({ ...call, userAgent: 'k50', requestURI: 'folded 3' });
    expect(kept.at(-1)).toEqual({
      ...call,
      requestURI: '(folded)',
      userAgent: '(folded)',
      namespace: '(folded)',
      sourceIPs: ['10.0.0.2'],
    });
    // What nobody chose is one row.
    expect(rows).toHaveLength(50 + 13 + 1);
  });

  test('is at last who calls', () => {
    const { kept: last } = counted(flood(1_000, (at) => ({ verb: `v${at}` })));
    expect(new Set(last.map(how))).toEqual(new Set(['whole', 'pattern', 'bare', 'caller']));
    expect(last.at(-1)).toMatchObject({
      user: 'u',
      verb: '(folded)',
      resource: '(folded)',
      groups: [],
      code: null,
    });
  });

  test('is the call itself where nothing has to go, and a URI that is missing stays so', () => {
    expect(fitted(call)).toBe(call);
    const { kept: bare } = counted(flood(60, (at) => ({ requestURI: null, userAgent: `k${at}` })));
    expect(bare[55]?.requestURI).toBeNull();
  });
});

describe('nobody uses up what others need', () => {
  const others = (count: number) => flood(count, (at) => ({ user: 'bob', requestURI: `/bob/${at}` }));
  const wholeOf = (kept: readonly Call[], given: readonly Call[]): number =>
    given.filter((one) => kept.includes(one)).length;

  test.each([
    ['one caller', () => ({ user: 'eve' }), 25],
    ['one who takes on many', (at: number) => ({ user: 'eve', impersonated: `u${at}` }), 25],
    ['one who takes on one', () => ({ user: 'eve', impersonated: 'root' }), 25],
    ['three callers at once', (at: number) => ({ user: `eve${at % 3}` }), 13],
    ['callers without a name', () => ({ user: null }), 25],
  ])('%s may flood', (_, who, left) => {
    const own = others(left);
    const { kept } = counted([...flood(2_000, who), ...own]);
    expect(wholeOf(kept, own)).toBe(left);
  });

  test('behind one who calls for all, a flood of one leaves room for the others', () => {
    const proxied = (user: string, count: number) =>
      flood(count, (at) => ({ user: 'rancher', impersonated: user, requestURI: `/${user}/${at}` }));
    const own = proxied('bob', 10);
    const { kept } = counted([...proxied('eve', 2_000), ...own]);
    expect(wholeOf(kept, own)).toBe(10);
  });

  test('a hundred callers leave something still', () => {
    const own = others(1);
    const { kept } = counted([...flood(2_000, (at) => ({ user: `eve${at % 9}` })), ...own]);
    expect(wholeOf(kept, own)).toBe(1);
    const { kept: all } = counted([...flood(5_000, (at) => ({ user: `eve${at % 500}` })), ...own]);
    expect(all.at(-1)?.user).not.toBeUndefined();
  });

  test('nor does a flood of presences', () => {
    const presence = (user: string, at: number): Row =>
      rowOf(
        aCall({ user, verb: 'appear', requestURI: null, sourceIPs: [`198.51.100.${at}`] }),
        false,
        'presence',
      );
    const room = roomIn(budget);
    let kept = 0;
    for (let at = 0; at < 500; at++) {
      const row = presence('system:serviceaccount:a:b', at);
      if (!room.hasPresence(row.call)) continue;
      room.take(row);
      kept += 1;
    }
    expect(kept).toBe(13);
    expect(room.hasPresence(presence('system:node:n', 0).call)).toBe(true);
    expect(room.fitted(rowOf(call, false))).toBe(call);
  });
});

describe('the rows that are there decide alone', () => {
  const calls = fc
    .array(
      fc.record({
        user: fc.constantFrom('a', 'b', 'c'),
        impersonated: fc.constantFrom(null, 'x', 'y'),
        requestURI: fc.nat(400).map((at) => `/${at}`),
        verb: fc.constantFrom('get', 'list'),
      }),
      { minLength: 100, maxLength: 400 },
    )
    .map((all) => all.map((over) => ({ ...call, ...over })));

  test('so it is the same whoever counts on from where', () => {
    fc.assert(
      fc.property(calls, fc.nat(400), (all, at) => {
        const whole = counted(all);
        const begun = counted(all.slice(0, at));
        expect(counted(all.slice(at), begun.rows).rows).toEqual(whole.rows);
      }),
      { numRuns: 20 },
    );
  });

  test('and there are never more than twice as many as the budget', () => {
    const everything = flood(5_000, (at) => ({
      user: `u${at % 701}`,
      impersonated: at % 3 === 0 ? `i${at}` : null,
      verb: `v${at}`,
      namespace: `n${at}`,
    }));
    expect(counted(everything).rows.length).toBeLessThanOrEqual(200);
  });
});

describe('a long call is shortened', () => {
  const none: Call = aCall({
    user: null,
    groups: [],
    sourceIPs: [],
    userAgent: '',
    verb: null,
    resource: null,
    namespace: null,
    requestURI: null,
  });
  const kept = (over: Partial<Call>): Call => fitted({ ...none, ...over });

  test.each([
    'user',
    'impersonated',
    'userAgent',
    'verb',
    'resource',
    'subresource',
    'namespace',
    'requestURI',
  ] as const)('whichever of its texts is long: %s', (field) => {
    const whole = 'x'.repeat(60_000);
    expect(kept({ [field]: whole })[field]).toBe(whole);
    expect(kept({ [field]: `${whole}x` })[field]).toMatch(/^x{1956}…[\w-]{43}$/);
  });

  test('every text of it counts, and each list member for three more', () => {
    const text = 'x'.repeat(7_500);
    const all = {
      user: text,
      impersonated: text,
      userAgent: text,
      verb: text,
      resource: text,
      subresource: text,
      namespace: text,
      requestURI: text,
    };
    expect(kept(all).user).toBe(text);
    const shorter = { ...all, user: text.slice(4), impersonated: text.slice(4) };
    expect(kept({ ...shorter, groups: ['a'], sourceIPs: ['b'] }).user).toBe(shorter.user);
    expect(kept({ ...shorter, groups: ['ab'], sourceIPs: ['b'] }).user).not.toBe(shorter.user);
    expect(kept({ ...shorter, groups: ['a'], sourceIPs: ['bc'] }).user).not.toBe(shorter.user);
  });

  test('its lists to twenty members of a hundred characters', () => {
    const member = 'x'.repeat(3_000);
    const short = kept({ groups: Array(21).fill(member), sourceIPs: Array(21).fill(member), code: 403 });
    for (const list of [short.groups, short.sourceIPs]) {
      expect(list).toHaveLength(20);
      expect(list[19]).toMatch(/^x{56}…[\w-]{43}$/);
    }
    expect(short).toMatchObject({ user: null, verb: null, namespace: null, code: 403 });
  });
});
