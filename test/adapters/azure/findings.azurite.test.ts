import type { TableClient } from '@azure/data-tables';
import { describe, expect, inject, test } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { findingTable } from '../../../src/adapters/azure/findings.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { DamagedError } from '../../../src/errors.ts';
import { manyTellers } from '../../app/many-tellers.ts';
import { aCluster, aFinding } from '../../build.ts';
import { findingsContract } from '../../contract/findings.contract.ts';

let made = 0;

function newTable(): () => Promise<TableClient> {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const name = `findings${process.pid}x${++made}`;
  return () => store.table(name);
}

findingsContract(async () => findingTable(newTable()));

const day = '2026-10-01' as Day;
const [healthy, broken] = [aFinding({ id: 'healthy' }), aFinding({ id: 'broken' })];

/** A day of two findings, and what was written over one of them. */
async function damagedBy(columns: Record<string, unknown>, mode: 'Merge' | 'Replace' = 'Merge') {
  const table = newTable();
  const findings = findingTable(table);
  await findings.save(day, aCluster, [healthy, broken]);
  const [first] = await findings.ofDay(day);
  if (first?.finding.id !== 'broken') throw new Error('another finding');
  await findings.told(first, 'webhook');
  await (await table()).upsertEntity({ partitionKey: day, rowKey: 'broken', ...columns }, mode);
  return { findings, table, version: first.version };
}

describe('a damaged finding', () => {
  test.each<[string, Record<string, unknown>]>([
    ['an old tail behind it', { finding1: '"}]}' }],
    ['an old tail much later', { finding1: '', finding2: ' ', finding3: '"x":1}' }],
    ['half of it', { finding0: JSON.stringify(broken).slice(0, 900) }],
    ['nothing', { finding0: 'null' }],
    ['another value', { finding0: '7' }],
    ['another object', { finding0: '{}' }],
    ['another finding', { finding0: JSON.stringify(healthy) }],
    ['other words', { finding0: JSON.stringify({ ...broken, message: 'other' }) }],
    ['no version', { version: '' }],
    ['a column of another type', { finding0: 12 }],
  ])('costs itself alone, and is made again when its day is ranked: %s', async (_, columns) => {
    const { findings, version } = await damagedBy(columns);
    const read = await findings.readDay(day);
    expect([read.kept.map(({ finding }) => finding.id), read.damaged]).toEqual([['healthy'], 1]);
    expect(await findings.ofDay(day)).toEqual(read.kept);
    await expect(findings.find('broken')).rejects.toBeInstanceOf(DamagedError);
    await findings.save(day, aCluster, [healthy, broken]);
    expect(await findings.readDay(day)).toMatchObject({ damaged: 0, kept: [{}, {}] });
    expect(await findings.find('broken')).toMatchObject({ finding: broken, told: { webhook: version } });
  });

  test('goes when it is not found again, and what sinks were told of it comes back with it', async () => {
    const { findings, version } = await damagedBy({ finding1: 'tail' });
    for (let again = 0; again < 2; again++) {
      await findings.save(day, aCluster, [healthy]);
      expect(await findings.readDay(day)).toMatchObject({ damaged: 0, kept: [{}] });
      expect(await findings.find('broken')).toBeNull();
    }
    await findings.save(day, aCluster, [healthy, broken]);
    expect(await findings.find('broken')).toMatchObject({ closed: false, told: { webhook: version } });
  });

  test('is not touched by the ranking of another cluster', async () => {
    const { findings } = await damagedBy({ finding1: 'tail' });
    await findings.save(day, { id: 'other', name: 'other' }, []);
    expect((await findings.readDay(day)).damaged).toBe(1);
  });

  test('is forgotten with its day, whatever is left of it', async () => {
    const { findings } = await damagedBy({}, 'Replace');
    expect((await findings.readDay(day)).damaged).toBe(1);
    expect(await findings.forget('2026-10-02' as Day, new Date('2100-01-01T00:00:00Z'))).toBe(1);
    expect(await findings.readDay(day)).toEqual({ kept: [], damaged: 0 });
  });
});

test('many tellers at once, on stores of their own, tell each finding once', async () => {
  const name = `findings${process.pid}x${++made}`;
  const findings = () => {
    const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
    return findingTable(() => store.table(name));
  };
  await manyTellers({ tellers: 8, findings });
});
