/** Findings as answers hold them, described. The compiler holds the members to those of their types. */
import type { Finding } from '../../core/find/finding.ts';
import type { BlobRange } from '../../core/find/queries/blob-ranges.ts';
import type { Queries, QueryTexts } from '../../core/find/queries.ts';
import type { WorkedFinding } from '../../core/find/work/work.ts';
import { severities } from '../../core/judge/severity.ts';
import type { KeptFinding, Refusals } from '../ports/findings.ts';
import { factor, technique } from './call.ts';
import {
  among,
  date,
  flag,
  integer,
  listOf,
  mapOf,
  maybe,
  objectOf,
  ref,
  type Schema,
  text,
  texts,
  told,
} from './parts.ts';

const queryTexts: { readonly [K in keyof QueryTexts]: Schema } = {
  aksAudit: told(text, 'KQL for workspaces with resource-specific tables.'),
  azureDiagnostics: told(text, 'KQL for workspaces with AzureDiagnostics.'),
  splunk: told(text, 'SPL, with the macro of the original detection.'),
};

const queries = objectOf<Queries>(
  {
    ...queryTexts,
    blobs: told(
      listOf(objectOf<BlobRange>({ source: text, from: integer, to: integer }, {})),
      'Where the lines stand in the archive: blobs and their bytes, both ends included.',
    ),
  },
  {
    parts: told(
      listOf(objectOf<QueryTexts>(queryTexts, {})),
      'Events that the first queries have no room for.',
    ),
    unnamed: told(integer, 'Events that no id names.'),
  },
);

export const severity = among(...severities);

export const findingSchema = objectOf<WorkedFinding>(
  {
    id: told(text, 'Of actor, client IP, cluster and day: the same on every run.'),
    day: date,
    cluster: text,
    clusterId: text,
    user: text,
    clientIp: maybe,
    title: told(text, 'What was done, the worst first.'),
    message: text,
    risk: objectOf<Finding['risk']>(
      { score: integer, impact: integer, confidence: integer, severity, factors: listOf(factor) },
      {},
    ),
    riskObjects: listOf(
      objectOf<Finding['riskObjects'][number]>(
        { type: among('user', 'system'), value: text, score: integer },
        {},
      ),
    ),
    threatObjects: listOf(
      objectOf<Finding['threatObjects'][number]>(
        { type: among('ip_address', 'http_user_agent'), value: text },
        {},
      ),
    ),
    killChainPhases: texts,
    analyticStories: texts,
    attack: listOf(technique),
    attackVersion: text,
    detection: objectOf<Finding['detection']>({ id: text, name: text, version: integer }, {}),
    knownFalsePositives: text,
    learning: told(flag, 'The cluster has too little history; it is told to nobody.'),
    firstSeen: maybe,
    lastSeen: maybe,
    queries,
    calls: told(listOf(ref('Call')), 'Strongest first.'),
  },
  {
    leftOut: told(integer, 'Rare calls there were besides `calls`.'),
    campaign: ref('Campaign'),
    work: ref('Work'),
  },
  'One actor from one client IP in one cluster on one day. Members may be added.',
);

type One = Finding & Pick<KeptFinding, 'version' | 'closed' | 'told' | 'refused'>;

const refusals = objectOf<Refusals>(
  { version: text, times: integer, at: text, nextAt: told(maybe, '`null`: it is given up.') },
  {},
);

const { properties, required } = findingSchema as { properties: object; required: string[] };
const kept: { readonly [K in Exclude<keyof One, keyof Finding>]: Schema } = {
  version: told(text, 'Of what it says: another one means it has changed.'),
  closed: told(flag, 'No longer found, or held back.'),
  told: told(mapOf(text), 'Sink -> version that it has.'),
  refused: told(mapOf(refusals), 'Sink -> what became of a version that it refused.'),
};

/** As `/findings/{id}` gives it. */
export const keptFindingSchema: Schema = {
  type: 'object',
  properties: { ...properties, ...kept },
  required: [...required, ...Object.keys(kept)],
};
