/** A log that is being counted: its events into rows by cluster, and what became of every line of it. */
import { startOf, sumAccounts } from '../../core/count/cursor.ts';
import type { Row } from '../../core/count/row.ts';
import { type SegmentBuilder, segmentAfter } from '../../core/count/segment.ts';
import { patternText } from '../../core/rank/pattern.ts';
import { sumTotals } from '../../core/read/account.ts';
import { noSkips } from '../../core/read/call.ts';
import { blobNameOf, type Cluster, clusterNamed, clusterOf, logPath } from '../../core/read/path.ts';
import type { EventAt, PresenceAt } from '../../core/read/reader.ts';
import { UnreadableError } from '../../errors.ts';
import type { Step } from '../reading/steps.ts';
import type { LogFile } from './files.ts';
import { pathInWords } from './log-names.ts';
import { isWanted, type Read, type ReadFilesOptions, type ReadPart } from './read.ts';
import { categoryIn, isLog, notUnderstood } from './understood.ts';

/** Bounds of nothing: on a laptop memory is the limit, and `rare` must be exact. */
const unlimited = {
  rows: Number.POSITIVE_INFINITY,
  chars: Number.POSITIVE_INFINITY,
  budget: { rows: Number.POSITIVE_INFINITY, foldUri: (uri: string) => uri, patternOf: patternText },
};

const counter = (): SegmentBuilder =>
  segmentAfter(startOf('', 0), nothing, new Map<string, Row>(), unlimited);

const nothing = {
  end: 0,
  lines: 0,
  skipped: noSkips(),
  salvaged: 0,
  original: { lines: 0, skipped: noSkips() },
};

type ReadStep = Step & { readonly kind: 'read' };

export interface OpenLog {
  take(found: readonly (EventAt | PresenceAt)[]): void;
  /** Closes it where there is no more. */
  enter(step: ReadStep): void;
}

/** @param member of an archive, `null` where there is none */
export function openLog(
  file: LogFile,
  member: string | null,
  read: Read,
  options: ReadFilesOptions,
): OpenLog {
  const source = member === null ? file.path : `${file.path}:${member}`;
  const path = logPath(blobNameOf(member ?? file.path) ?? '');
  const hour = path?.hour ?? null;
  const tallies = new Map<string, { cluster: Cluster; segment: SegmentBuilder }>();
  let before: ReadStep | null = null;

  const partsOf = (cluster: Cluster): ReadPart[] => {
    const known = read.clusters.get(cluster.id) ?? { cluster, parts: [] };
    read.clusters.set(cluster.id, known);
    return known.parts;
  };

  function close({ head, totals, broken }: ReadStep): void {
    const { lines, skipped, salvaged, original } = totals;
    const category = skipped['other-category'] > 0 ? categoryIn(head) : null;
    if (category !== null && category !== options.read.category) read.otherCategories.add(category);
    if (!broken && tallies.size === 0 && lines > 0 && category === null && !isLog(head, skipped)) {
      const problem = `${pathInWords(source)}: ${notUnderstood(lines, skipped)}`;
      if (file.named && member === null) throw new UnreadableError(problem);
      options.warn(problem);
      read.strange.push(source);
    }
    if (path !== null && tallies.size === 0 && isWanted(path.cluster, read, options))
      partsOf(path.cluster).push({ source, hour, rows: [] });
    const cursors = [...tallies.values()].map(({ cluster, segment }) => {
      const { cursor, rows } = segment.close(nothing, true);
      const wanted = isWanted(cluster, read, options);
      if (wanted) partsOf(cluster).push({ source, hour, rows });
      return { wanted, cursor };
    });
    const sum = sumAccounts(cursors.filter(({ wanted }) => wanted).map(({ cursor }) => cursor));
    const all = sumAccounts(cursors.map(({ cursor }) => cursor));
    // Lines of other clusters' calls are not accounted for: lines = events + skipped.
    read.logs.push({
      ...sum,
      lines: lines - (all.events - sum.events),
      skipped,
      salvaged,
      original: {
        ...sum.original,
        ...original,
        lines: original.lines - (all.original.events - sum.original.events),
      },
      hour,
    });
  }

  return {
    take(found) {
      for (const one of found) {
        const { resourceId } = 'event' in one ? one.event : one.presence;
        const cluster =
          path?.cluster ??
          (resourceId === null ? null : clusterOf(resourceId)) ??
          clusterNamed(options.cluster);
        let tally = tallies.get(cluster.id);
        if (tally === undefined) {
          tally = { cluster, segment: (options.takerOf ?? counter)(cluster) };
          tallies.set(cluster.id, tally);
        }
        tally.segment.take(one);
      }
    },
    enter(step) {
      const all =
        before === null
          ? step
          : { ...step, head: before.head, totals: sumTotals(before.totals, step.totals) };
      if (step.to === null) close(all);
      else before = all;
    },
  };
}
