/** What is told of counting and of deliveries: what was really committed and taken, once, and nothing of what was in it. */
import { expect, test } from 'vitest';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memorySink } from '../../../src/adapters/memory/sink.ts';
import { memoryTelemetry } from '../../../src/adapters/memory/telemetry.ts';
import { measuredLedger, measuredSink } from '../../../src/app/watching/measured.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aBlob, aFinding } from '../../build.ts';

const world = (now = '2026-10-01T09:05:00Z') => {
  const telemetry = memoryTelemetry();
  return { telemetry, ledger: measuredLedger(memoryLedger(), telemetry, () => new Date(now)) };
};
const counted = { bytes: 100, lines: 10, events: 4, salvaged: 1, skipped: { ...noSkips(), machinery: 6 } };

test('what a commit adds is told by cluster, and what it adds nothing to is not', async () => {
  const { telemetry, ledger } = world();
  const open = await ledger.open(aBlob({ length: 300, modified: new Date('2026-10-01T09:04:30Z') }));
  const next = await ledger.commit(open, { cursor: { ...open.cursor, ...counted }, rows: [] });
  expect(telemetry.measured).toEqual([
    { metric: 'lines', value: 10, cluster: 'aks-1' },
    { metric: 'calls', value: 4, cluster: 'aks-1' },
    { metric: 'skipped', value: 6, cluster: 'aks-1' },
    { metric: 'salvaged', value: 1, cluster: 'aks-1' },
    { metric: 'lag', value: 30, cluster: 'aks-1' },
  ]);
  await ledger.commit(next, { cursor: { ...next.cursor, bytes: 200, lines: 12 }, rows: [] });
  expect([telemetry.sum('lines'), telemetry.sum('calls')]).toEqual([12, 4]);
  expect(telemetry.told).toEqual([]);
});

test('whoever loses a race tells nothing', async () => {
  const { telemetry, ledger } = world();
  const [one, other] = [await ledger.open(aBlob()), await ledger.open(aBlob())];
  await ledger.commit(one, { cursor: { ...one.cursor, ...counted }, rows: [] });
  const before = telemetry.measured.length;
  await expect(ledger.commit(other, { cursor: { ...other.cursor, ...counted }, rows: [] })).rejects.toThrow(
    ConflictError,
  );
  expect(telemetry.measured).toHaveLength(before);
});

test('a log that is only closed, or was brought in long after, has no lag', async () => {
  const { telemetry, ledger } = world('2026-10-05T09:00:00Z');
  const open = await ledger.open(aBlob({ created: '2026-10-04T09:00:00.000Z' }));
  const next = await ledger.commit(open, { cursor: { ...open.cursor, ...counted }, rows: [] });
  await ledger.commit(next, { cursor: { ...next.cursor, sealed: true }, rows: [] });
  expect(telemetry.measured.filter(({ metric }) => metric === 'lag')).toEqual([]);
});

test('a log that was replaced is told with its generation, once it counts', async () => {
  const { telemetry, ledger } = world();
  const open = await ledger.open(aBlob());
  await ledger.commit(open, { cursor: { ...open.cursor, ...counted }, rows: [] });
  const again = await ledger.open(aBlob({ created: '2026-10-01T08:59:00.000Z' }));
  expect(telemetry.told).toEqual([]);
  const next = await ledger.commit(again, { cursor: { ...again.cursor, ...counted }, rows: [] });
  await ledger.commit(next, { cursor: { ...next.cursor, bytes: 120 }, rows: [] });
  expect(telemetry.told).toEqual([
    {
      event: 'logReplaced',
      said: {
        cluster: 'aks-1',
        clusterId: aBlob().path.cluster.id,
        hour: '2026-10-01T08',
        because: 'replaced',
        generation: 1,
      },
    },
  ]);
});

test('a finding that a sink took is told without anything that stands in it', async () => {
  const telemetry = memoryTelemetry();
  const finding = aFinding();
  await measuredSink(memorySink('hook'), telemetry).deliver(finding, 'key');
  const [told] = telemetry.told;
  expect(told).toMatchObject({ event: 'findingTold', said: { sink: 'hook', finding: finding.id } });
  expect(telemetry.told).toHaveLength(1);
  const words = JSON.stringify(told);
  for (const secret of [finding.user, finding.clientIp, finding.title, finding.message])
    expect(words).not.toContain(secret);
});

test('a finding that a sink did not take is not told', async () => {
  const telemetry = memoryTelemetry();
  const refusing = { name: 'hook', deliver: () => Promise.reject(new Error('no')) };
  await expect(measuredSink(refusing, telemetry).deliver(aFinding(), 'key')).rejects.toThrow('no');
  expect(telemetry.told).toEqual([]);
});
