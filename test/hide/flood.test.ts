/** Junk of one caller, on the day of the attack and before it: it pushes out nothing, calms nothing, and is told. */
import { expect, test } from 'vitest';
import { adversary, attack, dayBefore, everyDay, expectTold, findingOf, hunted, junk } from './month.ts';

const before = await hunted(attack);
const flood = junk(10_050);

test('the attack is told where nobody hides it, and nothing is where there is none', async () => {
  expectTold(before, before);
  expect(findingOf(await hunted([]))).toBeUndefined();
});

test('ten thousand calls that are refused', async () => {
  const told = await hunted([...attack, ...flood]);
  expectTold(told, before);
  expect(told.findings.map(({ title }) => title)).toContainEqual(
    `${adversary} flooded aks-shop-prod with 10,050 different calls`,
  );
  expect(told.ranked.crowded).toMatchObject([{ caller: adversary, different: 10_050 }]);
  expect(told.ranked.crowded[0]?.unlisted).toBeGreaterThan(50);
});

test('ten thousand calls that are allowed, in many names', async () => {
  const many = Array.from({ length: 130 }, (_, at) =>
    junk(80, { as: `u${at}`, resource: `r${at}`, code: 200 }),
  );
  expectTold(await hunted([...attack, ...many.flat()]), before);
});

test.each([1, 2, 7])('the same %i days before: it calms no scale', async (days) => {
  expectTold(await hunted([...attack, ...junk(10_050, { code: 200 }, { day: dayBefore(days) })]), before);
});

test.each([
  [8, 1],
  [30, 1],
  [300, 1],
])('%i new calls each day of %i caller, which are allowed', async (count, callers) => {
  const days = everyDay(30, (day, at) =>
    Array.from({ length: callers }, (_, who) =>
      junk(count, { user: `eve-${who}`, resource: `day${at}of${who}`, code: 200 }, { day }),
    ).flat(),
  );
  expectTold(await hunted([...attack, ...days]), before);
});

test('where rows have a budget, what others do keeps rows of its own, and who has none is told', async () => {
  const told = await hunted([...flood.slice(0, 9_000), ...attack, ...flood.slice(9_000)], {
    rowBudget: 1_000,
  });
  expectTold(told, before);
  expect(findingOf(told)?.calls.map(({ requestURI }) => requestURI)).toContain(
    '/api/v1/namespaces/kube-system/secrets/bootstrap',
  );
  expect(told.ranked.crowded[0]).toMatchObject({ caller: adversary });
  expect(told.ranked.crowded[0]?.folded).toBeGreaterThan(5_000);
});
