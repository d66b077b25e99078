import { describe, expect, test } from 'vitest';
import { withinBudget } from '../../../src/core/count/budget.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCall } from '../../build.ts';

const budget = { rows: 100, foldUri: (uri: string) => `folded ${uri.length}`, patternOf: JSON.stringify };
const call = aCall({
  user: 'u',
  impersonated: 'i',
  impersonatedGroups: ['h'],
  groups: ['g'],
  sourceIPs: ['10.0.0.1', '10.0.0.2'],
  userAgent: 'kubectl',
  subresource: 'log',
  namespace: 'n',
  requestURI: '/api',
});
const folded = {
  requestURI: '(folded)',
  userAgent: '(folded)',
  namespace: '(folded)',
  sourceIPs: ['10.0.0.2'],
};

describe('a new row keeps', () => {
  test('all of its call below the budget', () => {
    expect(withinBudget(call, 0, budget)).toBe(call);
    expect(withinBudget(call, 99, budget)).toBe(call);
  });

  test('the pattern of its URI from there to half as much again', () => {
    for (const rows of [100, 149])
      expect(withinBudget(call, rows, budget)).toEqual({ ...call, requestURI: 'folded 4' });
    expect(withinBudget({ ...call, requestURI: null }, 100, budget)).toEqual({ ...call, requestURI: null });
  });

  test('who calls and what is done to what, up to twice the budget', () => {
    for (const rows of [150, 199]) expect(withinBudget(call, rows, budget)).toEqual({ ...call, ...folded });
  });

  test('nothing that a caller chooses beyond', () => {
    expect(withinBudget(call, 200, budget)).toEqual({
      ...folded,
      user: '(folded)',
      impersonated: null,
      impersonatedGroups: [],
      groups: [],
      sourceIPs: [],
      verb: '(folded)',
      resource: '(folded)',
      subresource: null,
      code: null,
    });
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
  const kept = (over: Partial<Call>): Call => withinBudget({ ...none, ...over }, 0, budget);

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
