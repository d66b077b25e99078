/** Clusters and health, described. The compiler holds the members to those of their types. */
import type { BlindSpot } from '../coverage/blind-spots.ts';
import type { ClusterState, StateFailure } from '../coverage/state.ts';
import type { Said } from '../health/check.ts';
import type { Health } from '../health/health.ts';
import type { Crowd } from '../ports/days.ts';
import {
  among,
  flag,
  integer,
  listOf,
  mapOf,
  maybe,
  number,
  objectOf,
  orNull,
  ref,
  text,
  texts,
  told,
} from './parts.ts';

export const saidSchema = objectOf<Said>(
  {
    id: told(text, 'Stable, to be matched.'),
    level: among('problem', 'unknown', 'information'),
    what: text,
    todo: text,
  },
  { command: told(text, 'What to run first.') },
);

const failure = objectOf<StateFailure>(
  {
    what: among('count', 'rank'),
    when: told(text, 'The hour, or the day.'),
    status: orNull(integer),
    code: text,
    failures: integer,
    since: text,
    again: text,
  },
  {},
);
const crowd = objectOf<Crowd>({ callers: integer, addresses: integer, together: integer }, {});
const blindSpot = objectOf<BlindSpot>({ id: text, what: text, todo: text }, {});

const state = objectOf<ClusterState>(
  {
    ...{ cluster: text, clusterId: text, blobs: integer, sealed: integer, bytes: integer },
    ...{ lines: integer, events: integer, requests: integer, duplicates: integer, salvaged: integer },
    skipped: mapOf(integer),
    ...{ firstHour: maybe, lastHour: maybe, missingHours: integer, replaced: integer, damaged: integer },
    ...{ daysWithLogs: integer, learning: flag },
    budget: objectOf<ClusterState['budget']>({ rows: integer, limit: integer, folded: integer }, {}),
    failed: listOf(failure),
    lagSeconds: orNull(number),
    delaySeconds: orNull(number),
    cutShare: number,
    crowd: orNull(crowd),
    blindSpots: listOf(blindSpot),
  },
  {},
);

export const clustersSchema = objectOf<{ clusters: ClusterState[]; archive: Said[] }>(
  { clusters: listOf(state), archive: listOf(ref('Said')) },
  {},
);

const seen = orNull(number);

export const healthSchema = objectOf<Health>(
  {
    status: among('ok', 'degraded'),
    problems: texts,
    said: listOf(ref('Said')),
    ...{ clusters: seen, undelivered: seen, damaged: seen, sweepAge: seen, unreadable: seen },
    rankingAge: seen,
    ...{ poisoned: mapOf(number), quiet: mapOf(number), bounds: mapOf(number) },
  },
  {},
);
