/** Names that one caller takes on: he has one share of everything, whatever he calls himself. */
import { expect, test } from 'vitest';
import { adversary, attack, attacker, dayBefore, decoys, everyDay, expectTold, hunted } from './month.ts';

const before = await hunted(attack);

test.each([20, 130])('%i decoys do not use up what is told of a day', async (count) => {
  expectTold(await hunted([...attack, ...decoys(count)]), before);
});

test.each([1, 3])('decoys of %i days before, who do what the attack will do', async (days) => {
  const told = await hunted([...attack, ...decoys(130, { day: dayBefore(days) })]);
  expectTold(told, before);
});

test.each([20, 130])('%i decoys on every day of the month', async (count) => {
  const days = everyDay(30, (day, at) => decoys(count, { day }, `w${at}`));
  expectTold(await hunted([...attack, ...days]), before);
});

/** The attack on every day before, by somebody. */
const copies = (who: readonly Record<string, unknown>[]) =>
  everyDay(30, (day, at) =>
    attack.flatMap((text) =>
      who.map((over, n) => {
        const record = JSON.parse(text);
        const inner = JSON.parse(record.properties.log);
        const time = inner.requestReceivedTimestamp.replace(/^[\d-]+/, day);
        const times = { requestReceivedTimestamp: time, stageTimestamp: time };
        const auditID = `${at}-${n}-${inner.auditID}`;
        record.properties.log = JSON.stringify({ ...inner, auditID, ...times, ...over });
        return JSON.stringify({ ...record, time });
      }),
    ),
  );

test('who does in many names what the attack will do, every day, makes it no more usual than by his own', async () => {
  const user = { username: adversary, groups: ['system:authenticated'] };
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
    user,
    impersonatedUser: { username: `decoy-${name}`, groups: ['system:authenticated'] },
  }));
  const rarity = async (added: readonly string[]): Promise<number> =>
    Math.max(
      ...(await hunted([...attack, ...added])).ranked.calls.flatMap((call) =>
        call.user === attacker ? call.rarity : [],
      ),
    );
  const [alone, inNames] = [await rarity(copies([{ user }])), await rarity(copies(names.slice(0, 4)))];
  expect(inNames).toBeGreaterThan(alone - 2);
});
