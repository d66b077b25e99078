/** A `rare` question over many days: what it gathers, and where it ends. */
import { beforeEach, expect, test } from 'vitest';
import { answered } from '../../functions/http.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { rareRows } from '../../src/app/rare-rows.ts';
import { dayOfTime } from '../../src/core/count/day.ts';
import type { Row } from '../../src/core/count/row.ts';
import { TooMuchError } from '../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aRow } from '../build.ts';

let ledger: ReturnType<typeof memoryLedger>;
beforeEach(() => {
  ledger = memoryLedger();
});

async function log(hour: string, ...rows: readonly Row[]): Promise<void> {
  const open = await ledger.open(aBlob({ name: aBlobName(hour) }, hour));
  const cursor = { ...open.cursor, bytes: 10, lines: rows.length, events: rows.length };
  await ledger.commit(open, { cursor, rows });
}

const on = (date: string, user: string): Row => {
  const time = `${date}T08:00:00.000000Z`;
  return aRow({ key: `${date} ${user}`, day: dayOfTime(time), firstSeen: time, lastSeen: time }, { user });
};

const every = () => true;
const october = { from: dayOfTime('2026-10-01') ?? fail(), to: dayOfTime('2026-10-02') ?? fail() };
function fail(): never {
  throw new Error('no day');
}

test('gathers the rows of the days, and what became of the lines of their blobs', async () => {
  await log('2026-09-30T08', on('2026-09-30', 'ben'));
  await log('2026-10-01T08', on('2026-10-01', 'ben'), on('2026-10-01', 'cleo'), on('9999-12-31', 'dan'));
  await log('2026-10-03T00', on('2026-10-02', 'ben'), on('2026-10-03', 'ben'));
  await log('2026-10-03T01', on('2026-10-02', 'late'));
  const asked = rareRows(october, 1, every);
  await asked.add(ledger, aCluster);
  expect(asked.rows.map(({ key }) => key)).toEqual(['2026-10-01 ben', '2026-10-01 cleo', '2026-10-02 ben']);
  expect([asked.blobs, asked.accounts.lines]).toEqual([2, 5]);

  const all = rareRows(null, 1, ({ call }) => call.user !== 'ben');
  await all.add(ledger, aCluster);
  expect(all.rows.map(({ key }) => key)).toEqual(['2026-10-01 cleo', '9999-12-31 dan', '2026-10-02 late']);
  expect([all.blobs, all.accounts.lines]).toEqual([4, 7]);
});

test('is refused where the rows are more than memory takes; the same call of a day weighs once', async () => {
  for (const hour of ['08', '09', '10', '11'])
    await log(`2026-10-01T${hour}`, on('2026-10-01', 'ben'), on('2026-10-01', 'cleo'));
  const one = { groups: ['a', 'b'], sourceIPs: ['203.0.113.9', '203.0.113.10'] };
  const within = rareRows(october, 0, every, 5_000);
  await within.add(ledger, aCluster);
  expect(within.rows).toHaveLength(2);

  // Each pair of an address and a group is a tuple: a caller can forge many of the one, and have many of the other.
  const wide = { ...one, sourceIPs: Array.from({ length: 100 }, (_, i) => `203.0.113.${i}`) };
  await log('2026-10-01T12', { ...aRow({ key: 'wide', day: october.from }, wide) });
  const beyond = rareRows(october, 0, every, 20_000);
  const refused = beyond.add(ledger, aCluster);
  await expect(refused).rejects.toBeInstanceOf(TooMuchError);
  const asked = rareRows(october, 0, ({ call }) => call.user === 'cleo', 5_000);
  await asked.add(ledger, aCluster);
  expect(asked.rows).toHaveLength(1);
});

test('the answer is a problem that says how to ask for less', async () => {
  const door = () => Promise.reject(new TooMuchError('ask for fewer days'));
  const context = { error: () => undefined } as unknown as Parameters<typeof answered>[0];
  const { status, body } = await answered(context, door);
  expect([status, JSON.parse(String(body))]).toMatchObject([
    422,
    { status: 422, detail: 'ask for fewer days' },
  ]);
});
