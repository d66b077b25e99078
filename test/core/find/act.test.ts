import { describe, expect, it } from 'vitest';
import { actPhrase, peopleIn, unseenPhrase, whoPhrase } from '../../../src/core/find/act.ts';
import { anApplied } from '../../build.ts';
import { aCall } from '../show/samples.ts';

describe('what was done', () => {
  it.each([
    [[], 'get secrets in payments'],
    [['db'], 'get secrets in payments (db)'],
    [['a', 'b', 'c', 'd', 'e'], 'get secrets in payments (a, b, c, 2 more)'],
  ])('names the objects %j', (names, phrase) => {
    expect(actPhrase(aCall({ names }))).toBe(phrase);
  });

  it('is bounded', () => {
    const names = Array.from({ length: 20 }, (_, at) => `${at}${'x'.repeat(300)}`);
    expect(actPhrase(aCall({ names })).length).toBeLessThan(300);
  });
});

describe('who did it', () => {
  const taken = {
    user: 'bob',
    impersonatedBy: 'eve',
    impersonatedGroups: ['system:masters', 'system:authenticated'],
  };

  it.each([
    [{}, 'dana.ruiz@contoso.example'],
    [{ user: '' }, 'a caller without a name'],
    [taken, 'bob (impersonated by eve, with system:masters)'],
    [{ ...taken, impersonatedGroups: [] }, 'bob (impersonated by eve)'],
    [{ ...taken, impersonatedBy: '' }, 'bob (impersonated by somebody without a name, with system:masters)'],
    [{ ...taken, user: 'system:anonymous' }, 'system:anonymous (impersonated by eve, with system:masters)'],
    [
      { ...taken, impersonatedGroups: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      'bob (impersonated by eve, with a, b, c, d, e, 2 more)',
    ],
  ])('%j', (over, phrase) => {
    expect(whoPhrase(aCall(over))).toBe(phrase);
  });

  it('are the callers first, then those who were taken on, each once', () => {
    const calls = [
      { user: 'bob', impersonatedBy: 'eve' },
      { user: 'bob' },
      { user: 'bob', impersonatedBy: 'mallory' },
    ];
    expect(peopleIn(calls.map((call) => aCall(call)))).toEqual(['eve', 'bob', 'mallory']);
    expect(peopleIn([aCall({ user: '' })])).toEqual([]);
  });
});

describe('what could not be seen', () => {
  const cut = 'the record was cut at 16 KiB: ';
  const unlogged = anApplied({ unlogged: true });
  it.each([
    [{}, null],
    [{ verb: 'create', applied: anApplied() }, null],
    [{ cut: true, verb: 'create' }, `${cut}what was applied and who allowed it is not known`],
    [
      { cut: true, verb: 'create', applied: anApplied() },
      `${cut}all of what was applied and who allowed it is not known`,
    ],
    [{ cut: true, verb: 'get' }, `${cut}who allowed it is not known`],
    [{ cut: true, verb: 'get', grants: ['x'] }, `${cut}the end of it is not known`],
    [
      { verb: 'create', applied: unlogged },
      'the body was too big to be logged: what was applied is not known',
    ],
    [
      { cut: true, verb: 'create', applied: unlogged },
      'the record was cut at 16 KiB, and the body was too big to be logged: what was applied and who allowed it is not known',
    ],
  ])('of %j is %s', (over, phrase) => {
    expect(unseenPhrase(aCall(over))).toBe(phrase);
  });
});
