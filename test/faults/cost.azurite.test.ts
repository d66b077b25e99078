/** What counting costs when nothing goes wrong: transactions, as the storage bill counts them. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger/ledger.ts';
import { segmentAfter } from '../../src/core/count/segment.ts';
import { noSkips } from '../../src/core/read/call.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { aBlob, anApplied, anEvent } from '../build.ts';
import { type FaultyProxy, faultyProxy } from './proxy.ts';
import { world } from './world.ts';

const storage = inject('azurite');
let proxy: FaultyProxy;
beforeAll(async () => {
  proxy = await faultyProxy(storage, randomFrom('cost'));
});
afterAll(() => proxy.close());

test('a segment costs one write and two reads of the table at most', async () => {
  const { run, append, segments } = await world(storage, proxy);
  const of = (kind: string) => proxy.requests.get(kind) ?? 0;
  await append(1, 1);
  // Makes the tables and knows the cluster, once for each process.
  await run();
  const [reads, commits, writes, looks, before] = [
    of('table list'),
    of('table commit'),
    of('table write') + of('table make'),
    of('blob look') + of('blob read'),
    segments(),
  ];
  const runs = 12;
  for (let i = 0; i < runs; i++) {
    await append(40 * i + 1, 300);
    await run();
  }
  // 34 = what 12 runs need for 1, 41, 81, … 441 lines, 99 calls at once.
  expect(segments() - before).toBe(34);
  expect(of('table commit') - commits).toBe(34);
  expect(of('table write') + of('table make') - writes).toBe(0);
  expect(of('table list') - reads).toBe(runs);
  expect(of('blob look') + of('blob read') - looks).toBe(2 * runs);
});

test('a blob of many rows that grows a little costs no more', async () => {
  const { run, append, segments } = await world(storage, proxy);
  for (let first = 0; first < 2_400; first += 400) {
    await append(400, 400, first);
    await run();
  }
  const [reads, before] = [proxy.requests.get('table list') ?? 0, segments()];
  for (let i = 0; i < 6; i++) {
    await append(1, 1, i);
    await run();
  }
  expect(segments() - before).toBe(6);
  expect((proxy.requests.get('table list') ?? 0) - reads).toBe(6);
});

/** Texts that grow most on their way: quotes and backslashes are escaped twice, letters beyond ASCII once. */
test.each(['"', '\\', 'é', '𐍈', 'x'])(
  'the heaviest segment that can be made of %s fits a transaction',
  async (letter) => {
    const store = account({ name: 'AzureWebJobsStorage', connectionString: storage });
    const mark = `heavy${process.pid}x${letter.codePointAt(0)}`;
    const ledger = ledgerTable(
      () => store.table(`ledger${mark}`),
      () => store.table(`clusters${mark}`),
    );
    const open = await ledger.open(aBlob());
    const limits = {
      rows: ledger.rowsPerSegment,
      chars: ledger.charsPerSegment,
      budget: { rows: 20_000, foldUri: (uri: string) => uri, patternOf: JSON.stringify },
    };
    const progress = {
      end: 100,
      lines: 1,
      skipped: noSkips(),
      salvaged: 0,
      original: { lines: 1, skipped: noSkips() },
    };
    const segment = segmentAfter(open.cursor, progress, open.rows, limits);
    const long = letter.repeat(300);
    // Of one kind no more than two lists are kept.
    const texts = Array.from({ length: 20 }, () => long);
    const applied = anApplied({ kind: long, name: long, images: texts, dangerous: texts });
    let events = 0;
    for (let fits = true; fits; events++) {
      const requestURI = `${events % 120}${letter.repeat(100 * (events % 3))}`;
      fits = segment.add(anEvent({ applied }, { requestURI }), events);
    }
    const made = segment.close(progress, false);
    expect(made.rows.length).toBeGreaterThanOrEqual(10);
    await ledger.commit(open, { ...made, cursor: { ...made.cursor, bytes: 100 } });
    expect((await ledger.open(aBlob())).rows.size).toBe(made.rows.length);
  },
);
