/** What cannot be seen of a cluster, in sentences that say what to do. Pure: knows what was counted; asks nobody. */
import { sumAccounts } from '../../core/count/cursor.ts';
import type { Crowd } from '../ports/days.ts';
import type { CountedBlob } from '../ports/ledger.ts';

export interface BlindSpot {
  /** Stable, to be matched. */
  readonly id:
    | 'missing-hours'
    | 'category'
    | 'quiet'
    | 'cut'
    | 'one-address'
    | 'private'
    | 'delay'
    | 'damaged'
    | 'replaced';
  readonly what: string;
  readonly todo: string;
}

export interface Seen {
  readonly blobs: readonly CountedBlob[];
  /** Hours without a log, as they are said. */
  readonly missing: readonly string[];
  /** Of the last day that was folded; `null` where none was. */
  readonly crowd: Crowd | null;
  /** Whether its client IPs are ignored. */
  readonly isPrivate: boolean;
  /** The one category that is read. */
  readonly category: string;
  /** Hours since the newest log began, where that is too long. */
  readonly quietHours: number | null;
}

const most = { hours: 24, cutShare: 0.01, delaySeconds: 3_600 };
/** So many callers at one address are no coincidence, and fewer may be. */
const least = { callers: 3, together: 0.9 };

/** A log that was put there so long after its hour was brought in by hand: how late it is says nothing of Azure. */
const broughtMs = 48 * 3_600_000;

export const wasBrought = (hour: CountedBlob['hour'], created: string): boolean =>
  Date.parse(created) - Date.parse(`${hour}:00:00Z`) > broughtMs;

/** Seconds that Azure takes from an event to the log, at the least; `null` where nothing tells. */
export function delayOf(blobs: readonly CountedBlob[]): number | null {
  const delays = blobs.flatMap(({ hour, cursor: { created, delay } }) =>
    delay === null || wasBrought(hour, created) ? [] : [delay],
  );
  return delays.length === 0 ? null : delays.reduce((one, other) => Math.min(one, other));
}

/** Share of the events whose record Azure had cut; 0 where there are none. */
export function cutShare(blobs: readonly CountedBlob[]): number {
  const { salvaged, events } = sumAccounts(blobs.map(({ cursor }) => cursor));
  return events === 0 ? 0 : Math.round((10_000 * salvaged) / events) / 10_000;
}

export function blindSpots(seen: Seen): BlindSpot[] {
  const { blobs, crowd } = seen;
  return [
    ...missingHours(seen.missing),
    ...category(seen),
    ...(seen.quietHours === null
      ? []
      : [
          spot(
            'quiet',
            `The newest log that is counted began ${seen.quietHours} hours ago.`,
            'Does the cluster run, and is its diagnostic setting on?',
          ),
        ]),
    ...cut(cutShare(blobs)),
    ...delayed(delayOf(blobs)),
    ...rewritten(blobs),
    ...(seen.isPrivate
      ? [spot('private', 'Client IPs are ignored: the cluster is behind Private Link.', '')]
      : together(crowd)),
  ];
}

const spot = (id: BlindSpot['id'], what: string, todo: string): BlindSpot => ({ id, what, todo });

function missingHours(missing: readonly string[]): BlindSpot[] {
  if (missing.length === 0) return [];
  const more = missing.length - most.hours;
  const hours = `${missing.slice(-most.hours).join(', ')} UTC${more > 0 ? `, and for ${more} before` : ''}`;
  const todo = 'Was the cluster stopped? Else Azure has lost them, or they came to another account.';
  return [spot('missing-hours', `No log blob was counted for the hours ${hours}.`, todo)];
}

/** kube-audit-admin leaves out what only reads. Source: Microsoft, "Monitor AKS", resource logs. */
function category({ blobs, category: read }: Seen): BlindSpot[] {
  const { lines, skipped } = sumAccounts(blobs.map(({ cursor }) => cursor));
  const wrong = skipped['other-category'];
  const reads = 'Archive kube-audit instead, if that can be paid.';
  return [
    ...(read === 'kube-audit-admin'
      ? [spot('category', 'kube-audit-admin is read: get and list are not in it, of secrets neither.', reads)]
      : []),
    ...(wrong > lines / 2
      ? [
          spot(
            'category',
            `${wrong} of ${lines} lines are of another category than ${read}: nothing is known of them.`,
            'Look at RARECALL_LOG_CONTAINER and RARECALL_LOG_CATEGORY.',
          ),
        ]
      : []),
  ];
}

function cut(share: number): BlindSpot[] {
  if (share < most.cutShare) return [];
  const what = `${percent(share)} of the events were cut by Azure: what they granted or ran may be missing.`;
  return [spot('cut', what, 'Nothing: records end at 16 KiB.')];
}

const percent = (share: number): string => `${Math.round(1_000 * share) / 10} %`;

function delayed(delaySeconds: number | null): BlindSpot[] {
  if (delaySeconds === null || delaySeconds < most.delaySeconds) return [];
  const what = `No event was archived sooner than ${Math.round(delaySeconds / 60)} minutes after it happened.`;
  return [spot('delay', what, 'Nothing here: that is Azure’s own delay. What is late is told late.')];
}

function rewritten(blobs: readonly CountedBlob[]): BlindSpot[] {
  const damaged = blobs.filter((blob) => blob.damaged).length;
  const replaced = blobs.filter(({ cursor }) => cursor.generation > 0).length;
  return [
    ...(damaged === 0
      ? []
      : [spot('damaged', `The counts of ${damaged} log blobs are damaged; they are counted again.`, '')]),
    ...(replaced === 0
      ? []
      : [
          spot(
            'replaced',
            `${replaced} log blobs were replaced under their name; the newest is counted.`,
            'Who may write to the archive besides Azure Monitor?',
          ),
        ]),
  ];
}

function together(crowd: Crowd | null): BlindSpot[] {
  if (crowd === null || crowd.callers < least.callers || crowd.together < least.together * crowd.callers)
    return [];
  const what = `${crowd.together} of ${crowd.callers} callers have one address in common: where a call comes from says little.`;
  const todo = 'If it is Private Link or a proxy, name the cluster in RARECALL_PRIVATE_CLUSTERS.';
  return [spot('one-address', what, todo)];
}
