/** Attackers who hide: under many names, with many accounts, beside junk. */
import { describe, expect, test } from 'vitest';
import type { Day } from '../../src/core/count/day.ts';
import type { AttackOptions } from '../../src/simulate/attacks/attack.ts';
import type { Junk } from '../../src/simulate/attacks/junk.ts';
import { scenarioNamed } from '../../src/simulate/attacks/scenarios.ts';
import { isOfAttack, type Request, uriOf } from '../../src/simulate/request.ts';
import { attackOn, type SimulationOptions, worldsOf } from '../../src/simulate/simulate.ts';

const options: SimulationOptions = {
  seed: 7,
  from: '2026-09-07' as Day,
  days: 20,
  clusters: [{ name: 'aks-one', people: 14, teams: 3, robots: 3, machinery: 2, open: true }],
};
const [world] = worldsOf(options);
if (world === undefined) throw new RangeError('one cluster was asked for');
const day = 19;
const midnight = Date.parse('2026-09-26') * 1000;

const by = (more: Partial<AttackOptions>, id = 'log-scraping'): Request[] =>
  attackOn(options, world, {
    cluster: 'aks-one',
    day,
    scenario: scenarioNamed(id),
    loudness: 'loud',
    ...more,
  });
const alone = by({});
const callers = (requests: readonly Request[]): Set<string> =>
  new Set(requests.map(({ who, impersonated }) => `${who.username} as ${impersonated?.username}`));

describe('as whom', () => {
  test('many names: one caller, another name with each command, the same requests', () => {
    const attack = by({ guise: 'impersonated' });
    expect(attack.map(({ step }) => step)).toEqual(alone.map(({ step }) => step));
    expect(new Set(attack.map(({ who }) => who.username)).size).toBe(1);
    expect(callers(attack).size).toBe(12);
  });

  test('many accounts: several callers from one place, each in his own name', () => {
    const attack = by({ guise: 'accounts' });
    expect(callers(attack).size).toBe(5);
    expect(attack.every(({ impersonated }) => impersonated === null)).toBe(true);
    expect(new Set(attack.map(({ sourceIPs, userAgent }) => `${sourceIPs[0]} ${userAgent}`)).size).toBe(1);
    expect(attack[0]?.who).toEqual(alone[0]?.who);
  });

  test.each(['anonymous-probing', 'impersonation'])('%s keeps the name that it needs', (id) => {
    for (const guise of ['impersonated', 'accounts'] as const) expect(by({ guise }, id)).toEqual(by({}, id));
  });
});

describe('beside what', () => {
  const junkOf = (junk: Junk): Request[] => {
    const all = by({ junk });
    // What hides an attack does not move it.
    expect(all.filter(isOfAttack)).toEqual(alone);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b));
    return all.filter((request) => !isOfAttack(request));
  };

  test('a flood: ten thousand different calls of one caller, all refused, on the day', () => {
    const junk = junkOf('flood');
    expect(new Set(junk.map(({ step }) => `${step.verb} ${uriOf(step)}`)).size).toBe(10_050);
    expect(callers(junk).size).toBe(1);
    expect(junk.every(({ code }) => code === 403)).toBe(true);
    expect(junk.every(({ at }) => at >= midnight && at < midnight + 86_400_000_000)).toBe(true);
  });

  test('decoys: the attacker under forty made-up names', () => {
    const junk = junkOf('decoys');
    expect(callers(junk).size).toBe(40);
    expect(new Set(junk.map(({ who }) => who.username))).toEqual(new Set([alone[0]?.who.username]));
  });

  test('poison: three hundred strange calls on each of the fourteen days before, and none on the day', () => {
    const days = Map.groupBy(junkOf('poison'), ({ at }) => Math.floor((at - midnight) / 86_400_000_000));
    expect([...days.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, i) => i - 14));
    for (const own of days.values()) expect(own.length).toBe(300);
  });
});
