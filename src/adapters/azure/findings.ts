/**
 * Findings over a table: one partition a day, one entity a finding; what a sink was told and what it refused, a column
 * each. One partition more says whose turn it is to tell a sink, another of which day each finding is.
 *
 * Two write to an entity, each its own columns, always merged: who ranks writes what is found, who tells writes what sinks
 * were told. So neither can lose what the other wrote, and a finding's text is written with all the columns it may have.
 *
 * The story of a finding stands in columns of its own as well: whoever ranks a later day asks for these of a week, not for
 * findings, which are a hundred times as long.
 */
import { odata, type TableClient } from '@azure/data-tables';
import type { Findings, KeptFinding, ReadFindings, Refusals } from '../../app/ports/findings.ts';
import type { Day } from '../../core/count/day.ts';
import type { Campaign } from '../../core/find/campaign/campaign.ts';
import type { Finding } from '../../core/find/finding.ts';
import { storedFinding } from '../../core/find/stored-calls.ts';
import { byRisk } from '../../core/find/told.ts';
import { versionOf } from '../../core/find/version.ts';
import { DamagedError } from '../../errors.ts';
import { forgetPartitions } from './forget.ts';
import { knownLists } from './known/known-lists.ts';
import { findingDays } from './listed/finding-days.ts';
import { sinkTurns, turnPartition } from './sink-turns.ts';
import {
  allJsonColumns,
  type Entity,
  emptyColumns,
  hashKey,
  readJsonColumns,
  withinLimits,
} from './table-entity.ts';
import { orAbsent } from './table-error.ts';

const column = 'finding';
const campaignColumn = 'campaign';
const toldPrefix = 'told_';
const refusedPrefix = 'refused_';

/** Bytes of findings that a process remembers, about: some days of a hundred and more. */
const rememberedBytes = 24_000_000;
const storyBytes = 4_000_000;

export function findingTable(table: () => Promise<TableClient>): Findings {
  const where = findingDays(table);
  const known = knownLists(foundIn, rememberedBytes);
  const stories = knownLists(storyIn, storyBytes);

  async function entities(filter: string): Promise<Entity[]> {
    const found: Entity[] = [];
    for await (const entity of (await table()).listEntities<Entity>({ queryOptions: { filter } }))
      if (!isEmptied(entity)) found.push(entity);
    return found;
  }

  async function readDay(day: Day): Promise<ReadFindings> {
    const all = await Array.fromAsync(known(await table(), odata`PartitionKey eq ${day}`));
    const found = all.filter((one) => one !== undefined);
    const kept = found.filter((one) => one !== null).sort((a, b) => byRisk(a.finding, b.finding));
    return { kept, damaged: found.length - kept.length };
  }

  return {
    async save(day, cluster, findings, held = []) {
      const client = await table();
      const clusterKey = hashKey(cluster.id);
      const kept = await entities(odata`PartitionKey eq ${day} and cluster eq ${clusterKey}`);
      const before = new Map(kept.map((entity) => [String(entity.rowKey), keptOf(entity)]));
      // Where another version has kept it nobody has noted its day.
      const placed = new Set(kept.filter((entity) => entity.placed === true).map(({ rowKey }) => rowKey));
      const all = new Set([...[...findings, ...held].map(({ id }) => id), ...before.keys()]);
      await where.note(
        day,
        [...all].filter((id) => !placed.has(id)),
      );
      for (const finding of [...findings, ...held]) {
        const isHeld = held.includes(finding);
        const entity = { ...entityOf(day, clusterKey, finding), closed: isHeld, held: isHeld };
        const known = before.get(finding.id);
        before.delete(finding.id);
        const isSame = known?.closed === isHeld && known.held === isHeld;
        if (known?.version === entity.version && isSame && placed.has(finding.id)) continue;
        await client.upsertEntity(entity, 'Merge');
      }
      for (const [rowKey, known] of before) {
        if (known?.closed === true && !known.held && placed.has(rowKey)) continue;
        const gone = { partitionKey: day, rowKey, closed: true, held: false, placed: true };
        // A damaged one can neither be shown as closed nor be made again. What sinks were told stays, should it come back.
        const nothing = known === null ? emptyColumns(column) : {};
        await client.updateEntity({ ...gone, ...nothing }, 'Merge');
      }
    },

    async find(id) {
      const day = await where.dayOf(id);
      const entity = day === null ? null : await orAbsent((await table()).getEntity<Entity>(day, id));
      if (entity === null || isEmptied(entity)) return null;
      const found = keptOf(entity);
      if (found === null)
        throw new DamagedError('the finding is damaged, and is made again when its day is ranked');
      return found;
    },

    ofDay: async (day) => (await readDay(day)).kept,
    readDay,

    async campaigns(cluster, days) {
      const [from, to] = [days[0], days.at(-1)];
      if (from === undefined || to === undefined) return [];
      const select = Object.keys(emptyColumns(campaignColumn));
      const filter = odata`cluster eq ${hashKey(cluster.id)} and closed eq ${false} and PartitionKey ge ${from} and PartitionKey le ${to}`;
      const found = await Array.fromAsync(stories(await table(), filter, select));
      return found.flatMap(({ day, story }) => (story !== null && days.includes(day) ? [story] : []));
    },

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

    givenUp: async (from) => {
      const found = await entities(
        odata`PartitionKey ge ${from} and PartitionKey lt ${turnPartition} and givenUp eq ${true}`,
      );
      return found.map(keptOf).filter((one) => one !== null);
    },

    ...sinkTurns(table),

    async forget(before, deadline) {
      if (new Date() < deadline) await where.forget(before);
      return await forgetPartitions(await table(), '', before, deadline);
    },
  };
}

function entityOf(day: Day, cluster: string, finding: Finding): Entity & { version: string } {
  const kept = storedFinding(finding);
  const version = versionOf(kept);
  const entity = {
    partitionKey: day,
    rowKey: finding.id,
    cluster,
    version,
    placed: true,
  };
  const story = finding.campaign ?? null;
  const told = story === null ? emptyColumns(campaignColumn) : allJsonColumns(campaignColumn, story);
  return withinLimits({ ...entity, ...told, ...allJsonColumns(column, kept) });
}

const isEmptied = (entity: Entity): boolean => entity[`${column}0`] === '';

/** What is damaged of them is forgotten: the sink is then asked once more. */
function refusalsIn(sink: string, json: string): (readonly [string, Refusals])[] {
  try {
    return [[sink, JSON.parse(json) as Refusals]];
  } catch {
    return [];
  }
}

const storyIn = (entity: Entity) => ({
  day: entity.partitionKey as Day,
  story: readJsonColumns<Campaign>(campaignColumn, entity),
});

/** @returns `undefined` where nothing is left of it */
const foundIn = (entity: Entity): KeptFinding | null | undefined =>
  isEmptied(entity) ? undefined : keptOf(entity);

/** @returns `null` where it is damaged: it does not say what it said when its version was made */
function keptOf(entity: Entity): KeptFinding | null {
  const finding = readJsonColumns<Finding>(column, entity);
  if (finding === null || finding.id !== entity.rowKey || versionOf(finding) !== entity.version) return null;
  const columns = (prefix: string) =>
    Object.entries(entity)
      .filter(([name, value]) => name.startsWith(prefix) && value !== '')
      .map(([name, value]) => [name.slice(prefix.length), String(value)] as const);
  const refused = columns(refusedPrefix).flatMap(([sink, json]) => refusalsIn(sink, json));
  return {
    finding,
    version: entity.version,
    told: Object.fromEntries(columns(toldPrefix)),
    refused: Object.fromEntries(refused),
    closed: entity.closed === true,
    held: entity.held === true,
  };
}
