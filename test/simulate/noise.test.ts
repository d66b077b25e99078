/** Noisy people are held to what real ones do: the numbers at the head of src/simulate/noise.ts. */
import { expect, test } from 'vitest';
import type { Day } from '../../src/core/count/day.ts';
import type { Request } from '../../src/simulate/request.ts';
import { requestsOn, type SimulationOptions, worldsOf } from '../../src/simulate/simulate.ts';

const days = 31;
const monthOf = (noise: boolean) => {
  const cluster = { name: 'aks-one', people: 40, teams: 6, robots: 3, machinery: 0 };
  const options: SimulationOptions = {
    seed: 5,
    from: '2026-09-07' as Day,
    days,
    clusters: [noise ? { ...cluster, noise } : cluster],
  };
  const [world] = worldsOf(options);
  if (world === undefined) throw new RangeError('one cluster was asked for');
  const requests = Array.from({ length: days }, (_, day) => requestsOn(options, world, day, false)).flat();
  return world.people.map(({ identity }) =>
    requests
      .filter(({ who, step }) => who.username === identity.username && step.resource !== null)
      .map(actionOf),
  );
};
const actionOf = ({ step: { verb, resource, subresource = '' } }: Request): string =>
  `${verb} ${resource}/${subresource}`;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The last hundreds of calls of those who made many, against all that they did before. */
function hundreds(people: readonly (readonly string[])[]) {
  const found = people
    .filter(({ length }) => length > 700)
    .flatMap((own) =>
      [1, 2, 3, 4].map((back) => {
        const start = own.length - 100 * back;
        const before = new Set(own.slice(0, start));
        const day = own.slice(start, start + 100);
        return {
          kinds: new Set(day.filter((action) => !before.has(action))).size,
          calls: day.filter((a) => !before.has(a)).length,
        };
      }),
    );
  return {
    people: found.length / 4,
    news: mean(found.map(({ kinds }) => kinds)),
    none: mean(found.map(({ kinds }) => Number(kinds === 0))),
    share: mean(found.map(({ calls }) => calls / 100)),
  };
}

const noisy = monthOf(true);
const usual = monthOf(false);

test('of a hundred calls two are of a kind that is new to the person, with their repeats one call in thirty', () => {
  const { people, news, none, share } = hundreds(noisy);
  expect(people).toBeGreaterThan(8);
  expect(news).toBeGreaterThan(1.4);
  expect(news).toBeLessThan(2.6);
  expect(none).toBeGreaterThan(0.1);
  expect(none).toBeLessThan(0.35);
  expect(share).toBeGreaterThan(0.025);
  expect(share).toBeLessThan(0.055);
});

test('the ten most frequent kinds make up three calls in four', () => {
  const shares = noisy
    .filter(({ length }) => length > 700)
    .map((own) => {
      const counts = [...Map.groupBy(own, (action) => action).values()].map(({ length }) => length);
      return (
        counts
          .sort((a, b) => b - a)
          .slice(0, 10)
          .reduce((sum, count) => sum + count, 0) / own.length
      );
    });
  expect(mean(shares)).toBeGreaterThan(0.65);
  expect(mean(shares)).toBeLessThan(0.82);
});

test('they do more than others, and more kinds of it, by kinds that no role lists too', () => {
  const total = (people: readonly (readonly string[])[]): number => people.flat().length;
  expect(total(noisy)).toBeGreaterThan(1.6 * total(usual));
  const kinds = (people: readonly (readonly string[])[]): Set<string> => new Set(people.flat());
  expect(kinds(noisy).size).toBeGreaterThan(1.3 * kinds(usual).size);
  expect([...kinds(noisy)].some((action) => action.includes('certificates'))).toBe(true);
  expect([...kinds(usual)].some((action) => action.includes('certificates/'))).toBe(false);
});
