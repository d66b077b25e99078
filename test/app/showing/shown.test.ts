/** Pages of more than one day, gathered from what is kept in memory. */
import { beforeEach, expect, test } from 'vitest';
import { memoryDays } from '../../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../../src/adapters/memory/ledger.ts';
import { memorySuppressions } from '../../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../../src/adapters/memory/work.ts';
import { findingsOfActor, foundDays, rangeOf } from '../../../src/app/showing/found-days.ts';
import { shown } from '../../../src/app/showing/shown.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Finding } from '../../../src/core/find/finding.ts';
import type { Hour } from '../../../src/core/read/path.ts';
import { nowhere } from '../../../src/core/show/links.ts';
import { noNames } from '../../../src/core/show/names.ts';
import { MissingError } from '../../../src/errors.ts';
import { aBlob, aBlobName, aCluster, aResourceId } from '../../build.ts';
import { aFinding } from '../../core/show/samples.ts';

const now = new Date('2026-10-11T04:05:06Z');
const day = (text: string): Day => text as Day;
const settings = { names: noNames };
let ports: ReturnType<typeof inMemory>;

function inMemory() {
  return {
    ledger: memoryLedger(),
    days: memoryDays(),
    findings: memoryFindings(),
    work: memoryWork(),
    suppressions: memorySuppressions(),
    clock: () => now,
  };
}
const ours = { cluster: aCluster.name, clusterId: aCluster.id };

async function logged(one: string, isRanked: boolean): Promise<void> {
  const hour = `${one}T08`;
  const open = await ports.ledger.open(
    aBlob({ name: aBlobName(hour, aResourceId), path: { cluster: aCluster, hour: hour as Hour } }, hour),
  );
  await ports.ledger.commit(open, { cursor: { ...open.cursor, bytes: 10, requests: 3 }, rows: [] });
  await ports.days.save(aCluster, day(one), 'v', []);
  if (isRanked) await ports.days.ranked(aCluster, day(one), 'v');
}
const found = (one: string, over: Partial<Finding> = {}): Finding =>
  aFinding({ ...ours, id: `of-${one}`, day: day(one), ...over });

beforeEach(async () => {
  ports = inMemory();
  await logged('2026-10-08', true);
  await logged('2026-10-10', false);
  await ports.findings.save(
    day('2026-10-08'),
    aCluster,
    [found('2026-10-08'), found('2026-10-08', { id: 'early', learning: true })],
    [found('2026-10-08', { id: 'held' })],
  );
  await ports.findings.save(day('2026-10-10'), aCluster, [
    found('2026-10-10', { user: 'eve' }),
    found('2026-10-10', { id: 'his' }),
  ]);
});

test('each day says what was told, what was kept, and why nothing was', async () => {
  const days = await foundDays(ports, { from: day('2026-10-08'), to: day('2026-10-10') }, settings);
  expect(
    days.map(({ day: one, findings, held, state }) => [one, findings.map(({ id }) => id), held, state]),
  ).toEqual([
    ['2026-10-10', expect.arrayContaining(['of-2026-10-10', 'his']), 0, 'unranked'],
    ['2026-10-09', [], 0, 'no-logs'],
    ['2026-10-08', ['of-2026-10-08'], 2, 'ranked'],
  ]);
});

test('an actor is found by his name and cluster, the newest first; nobody else is', async () => {
  const range = { from: day('2026-10-01'), to: day('2026-10-11') };
  const ids = async (user: string, cluster: string | null, names = noNames) =>
    (await findingsOfActor(ports, { user, cluster }, range, { names })).map(({ id }) => id);
  const { user } = aFinding();
  expect(await ids(user, null)).toEqual(['his', 'of-2026-10-08']);
  expect(await ids(user, aCluster.id)).toEqual(['his', 'of-2026-10-08']);
  expect(await ids(user, aCluster.name)).toEqual(['his', 'of-2026-10-08']);
  expect(await ids(user, 'another')).toEqual([]);
  expect(await ids('', null)).toEqual([]);
  const objectId = '00000000-0000-4000-8000-0000000000aa';
  await ports.findings.save(day('2026-10-09'), aCluster, [found('2026-10-09', { user: objectId })]);
  const names = new Map([[objectId, 'Ada']]);
  expect(await ids(`Ada (${objectId})`, null, names)).toEqual(['of-2026-10-09']);
  expect(await ids(objectId, null, names)).toEqual(['of-2026-10-09']);
});

test('a range that is not given ends with the last day that has logs, and is a month', async () => {
  expect(await rangeOf(ports, { from: null, to: null })).toEqual({ from: '2026-09-10', to: '2026-10-10' });
  expect(await rangeOf(ports, { from: day('2026-10-09'), to: null })).toEqual({
    from: '2026-10-09',
    to: '2026-10-10',
  });
  expect(await rangeOf(ports, { from: day('2026-10-20'), to: null })).toEqual({
    from: '2026-10-20',
    to: '2026-10-20',
  });
  await expect(rangeOf(inMemory(), { from: null, to: null })).rejects.toBeInstanceOf(MissingError);
});

test('each kind of page is shown, and what is not there is none', async () => {
  const show = shown({
    ports,
    settings: () => settings,
    report: async (one) => `report of ${one}`,
    clusters: async (from, to) => ({ clusters: [], archive: [{ what: `${from} ${to}`, todo: '' }] }),
  });
  expect(await show({ page: 'report', day: '2026-10-08' }, nowhere)).toBe('report of 2026-10-08');
  expect(await show({ page: 'report', day: 'today' }, nowhere)).toBeNull();
  expect(await show({ page: 'finding', id: 'none' }, nowhere)).toBeNull();
  const finding = await show({ page: 'finding', id: 'held' }, nowhere, { foot: ' And more.' });
  expect(finding).toContain('Kept and told to nobody');
  expect(finding).toContain(' And more.');
  const range = { from: day('2026-10-09'), to: day('2026-10-10') };
  expect(await show({ page: 'days' }, nowhere, range)).toContain('Findings from 2026-10-09 to 2026-10-10');
  const actor = await show({ page: 'actor', user: 'eve', cluster: '' }, nowhere, range);
  expect(actor).toContain('All findings of eve');
  expect(actor).toContain('1 finding on 1 day');
  expect(await show({ page: 'clusters' }, nowhere, range)).toContain('2026-10-09 2026-10-10');
});
