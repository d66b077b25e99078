/**
 * Findings over a table: one partition a day, one entity a finding; what a sink was told and what it refused, a column
 * each. One partition more says whose turn it is to tell a sink.
 */
import { odata, type TableClient } from '@azure/data-tables';
import type { Findings, KeptFinding, Refusals } from '../../app/ports/findings.ts';
import type { Day } from '../../core/count/day.ts';
import type { Finding } from '../../core/find/finding.ts';
import { storedCalls } from '../../core/find/stored-calls.ts';
import { byStrength } from '../../core/find/told.ts';
import { versionOf } from '../../core/find/version.ts';
import { forgetPartitions } from './forget.ts';
import { sinkTurns, turnPartition } from './sink-turns.ts';
import { type Entity, fromJsonColumns, hashKey, jsonColumns, withinLimits } from './table-entity.ts';

const toldPrefix = 'told_';
const refusedPrefix = 'refused_';

export function findingTable(table: () => Promise<TableClient>): Findings {
  async function list(filter: string): Promise<KeptFinding[]> {
    const found: KeptFinding[] = [];
    for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } }))
      found.push(keptOf(entity));
    return found.sort((a, b) => byStrength(a.finding, b.finding));
  }

  return {
    async save(day, cluster, findings, held = []) {
      const client = await table();
      const clusterKey = hashKey(cluster.id);
      const kept = await list(odata`PartitionKey eq ${day} and cluster eq ${clusterKey}`);
      const before = new Map(kept.map((one) => [one.finding.id, one]));
      for (const finding of [...findings, ...held]) {
        const isHeld = held.includes(finding);
        const entity = { ...entityOf(day, clusterKey, finding), closed: isHeld, held: isHeld };
        const known = before.get(finding.id);
        before.delete(finding.id);
        const isSame = known?.closed === isHeld && known.held === isHeld;
        if (known?.version === entity.version && isSame) continue;
        // Merged: what the sinks have been told stays.
        await client.upsertEntity(entity, 'Merge');
      }
      for (const { finding, closed, held: wasHeld } of before.values()) {
        const gone = { partitionKey: day, rowKey: finding.id, closed: true, held: false };
        if (!closed || wasHeld) await client.updateEntity(gone, 'Merge');
      }
    },

    async find(id) {
      // The id alone names no day. It is a hash, so a scan by row key finds one row at most. Days sort before turns.
      const [found] = await list(odata`PartitionKey lt ${turnPartition} and RowKey eq ${id}`);
      return found ?? null;
    },

    ofDay: (day) => list(odata`PartitionKey eq ${day}`),

    async told({ finding, version, refused }, sink) {
      const entity = { partitionKey: finding.day, rowKey: finding.id, [toldPrefix + sink]: version };
      // Merging takes no column away: an empty one says nothing.
      const forgiven = refused[sink] === undefined ? {} : { [refusedPrefix + sink]: '' };
      await (await table()).updateEntity({ ...entity, ...forgiven }, 'Merge');
    },

    async refused({ finding }, sink, refusals) {
      const entity = { partitionKey: finding.day, rowKey: finding.id };
      const noted = { [refusedPrefix + sink]: JSON.stringify(refusals) };
      const lost = refusals.nextAt === null ? { givenUp: true } : {};
      await (await table()).updateEntity({ ...entity, ...noted, ...lost }, 'Merge');
    },

    givenUp: (from) => list(odata`PartitionKey ge ${from} and givenUp eq ${true}`),

    ...sinkTurns(table),

    forget: async (before, deadline) => await forgetPartitions(await table(), '', before, deadline),
  };
}

function entityOf(day: Day, cluster: string, finding: Finding): Entity & { version: string } {
  const kept = { ...finding, calls: storedCalls(finding.calls) };
  const version = versionOf(kept);
  const entity = {
    partitionKey: day,
    rowKey: finding.id,
    cluster,
    version,
  };
  return withinLimits({ ...entity, ...jsonColumns('finding', kept) });
}

function keptOf(entity: Entity): KeptFinding {
  const columns = (prefix: string) =>
    Object.entries(entity)
      .filter(([name, value]) => name.startsWith(prefix) && value !== '')
      .map(([name, value]) => [name.slice(prefix.length), String(value)] as const);
  const refused = columns(refusedPrefix).map(([sink, json]) => [sink, JSON.parse(json) as Refusals] as const);
  return {
    finding: fromJsonColumns('finding', entity),
    version: String(entity.version),
    told: Object.fromEntries(columns(toldPrefix)),
    refused: Object.fromEntries(refused),
    closed: entity.closed === true,
    held: entity.held === true,
  };
}
