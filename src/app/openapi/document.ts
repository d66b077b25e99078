/** What can be asked over HTTP, as OpenAPI 3.1. A test holds it to the routes that are registered. */
import { searchNames } from '../../core/find/searches/names.ts';
import { maxLimit } from '../parameters.ts';
import { defaultLimit, formats } from '../question.ts';
import {
  findingsSchema,
  rareSchema,
  searchesSchema,
  searchSchema,
  suppressedSchema,
  surpriseSchema,
} from './answers.ts';
import { callSchema } from './call.ts';
import { campaignSchema } from './campaign.ts';
import { callsExample, findingsExample } from './examples.ts';
import { findingSchema, keptFindingSchema, severity } from './finding.ts';
import {
  date,
  inPath,
  jsonOf,
  objectOf,
  oneOf,
  operation,
  paging,
  problemAnswer,
  query,
  ref,
  rows,
  text,
  texts,
  unkept,
  whole,
  withAnswers,
  withIds,
} from './parts.ts';
import { sharedPath } from './shared-path.ts';
import { clustersSchema, healthSchema, saidSchema } from './state.ts';
import { shownSchema, suppressionSchema, trialSchema } from './suppression.ts';
import { suppressionPath } from './suppression-path.ts';
import { status, workPath, workSchema } from './work.ts';

const tooMuch = {
  '422': problemAnswer('More than can be ranked at once; `detail` says how to ask for less.'),
};

const rankedSchema = objectOf<{ day: string; clusters: string[] }>({ day: date, clusters: texts }, {});

const problemSchema = objectOf<{
  type: string;
  title: string;
  status: number;
  detail: string;
  trial?: object;
}>(
  { type: text, title: text, status: { type: 'integer' }, detail: text },
  { trial: ref('Trial') },
  'RFC 9457',
);

export const openapiDocument = withIds({
  openapi: '3.1.0',
  info: { title: 'Rarecall', version: '0.1.0', description: 'Rare kubectl calls in AKS audit logs.' },
  servers: [{ url: '/api' }],
  security: [{ functionKey: [] }],
  paths: {
    '/calls': {
      get: withAnswers(
        rows(
          'The ranked calls of a day. Unless one is named: surprise ranks the last day with calls, rare all days as one; `damaged` log blobs lack some',
          query({
            ranking: oneOf('surprise', 'rare'),
            day: date,
            from: date,
            to: date,
            limit: whole(defaultLimit),
            cluster: text,
            user: text,
            verb: text,
            resource: text,
            namespace: text,
            clientIp: text,
            missing: oneOf('drop', 'placeholder'),
            count: oneOf('events', 'requests'),
            ...paging,
          }),
          { oneOf: [ref('SurpriseAnswer'), ref('RareAnswer')] },
          callsExample,
        ),
        tooMuch,
      ),
    },
    '/findings': {
      get: {
        ...rows(
          'The findings of a day, the highest risk first; risk is that of the worst call',
          query({
            ...{ day: date, cluster: text, user: text, severity, status, limit: whole(100), ...paging },
            ...{ from: date, to: date, format: oneOf(...formats, 'html') },
          }),
          ref('FindingsAnswer'),
          findingsExample,
          { 'text/html': { schema: text } },
        ),
        description:
          '`format=html` is a page for people: of each day from `from` to `to` what was told, the last month unless said; with `user`, and perhaps `cluster`, all findings of that actor. `logs` is false where no log of the day was counted, of the cluster where one is asked for: then nothing was looked at. `withoutLogs` names clusters that had none, though they had some before or since; `unranked` those with logs that are not ranked yet. In all these cases `note` comes first: what is missing, and what to do. `campaign` of a finding is the story it belongs to, as of that day (schema Campaign); none where the cluster is learning. `leftOut` of a finding: rare calls there were besides its `calls`; the ranking of the day has them. `work` says how it is worked (schema Work).',
      },
    },
    '/findings/{id}': {
      get: operation(
        'One finding, and what each sink has been told; `format=html`: as a page',
        [...inPath('id', text), ...query({ format: oneOf('json', 'html') })],
        { ...jsonOf(ref('KeptFinding')), 'text/html': { schema: text } },
      ),
    },
    '/report': {
      get: unkept('The report of a day as a page', query({ day: date }), {
        'text/html': { schema: text },
      }),
    },
    '/findings/{id}/work': workPath,
    '/shared': sharedPath,
    '/searches': { get: operation('What can be searched for', [], jsonOf(searchesSchema)) },
    '/searches/{name}': {
      get: {
        ...withAnswers(
          rows(
            'What a search finds among the counted calls of a day, the last with logs unless one is named',
            [
              ...inPath('name', { type: 'string', enum: searchNames }),
              ...query({
                ...{ day: date, from: date, to: date, cluster: text, strict: oneOf('false', 'true') },
                limit: { type: 'integer', minimum: 0, maximum: maxLimit },
                ...paging,
              }),
            ],
            searchSchema,
          ),
          {
            '422': problemAnswer('It takes the log files, or is too much at once; `detail` says what to do.'),
          },
        ),
        description:
          '`notes` says what the ledger cannot answer of it, `differences` what is done otherwise than in Splunk’s search. strict=true is answered by 422: it takes the log files.',
      },
    },
    '/clusters': {
      get: {
        ...operation(
          'What is counted of each cluster; `format=html`: as a page',
          query({ from: date, to: date, format: oneOf('json', 'html') }),
          { ...jsonOf(clustersSchema), 'text/html': { schema: text } },
        ),
        description:
          '`lagSeconds`: since the last append that is counted whole. `delaySeconds`: what Azure takes from an event to the log, at the least. `cutShare`: of the events, those whose record Azure had cut. `crowd`: from how many addresses its callers came on the last day that was folded, and how many of them were at one. `blindSpots`: what cannot be seen of the cluster, each with a stable `id`, `what` it is and `todo`. `archive`: what is wrong with the archive as a whole, as `said` of health; empty where nothing is.',
      },
    },
    '/suppressions': suppressionPath,
    '/health': {
      get: {
        ...operation(
          'Is Rarecall itself well?',
          query({ deep: { type: 'boolean', default: false } }),
          jsonOf(healthSchema),
        ),
        description:
          '200 whether it is well or not: `status` is `ok` or `degraded`, `problems` says what is wrong and what to do. `said` has all of it with a stable `id` and a `level`: `problem`, `unknown` (it could not be seen), `information` (not counted as degraded), and a `command` where one helps. `deep=true` tries things out as well: identity, rights, clock, sinks that can be asked without being given a finding. `poisoned`, `undelivered`, `sweepAge` (seconds), `quiet` (hours by cluster), `unreadable` (hours of logs), `rankingAge` (hours) and `bounds` are numbers for whoever draws them, null or left out where they could not be seen. Answers within a few seconds.',
      },
    },
    '/openapi.json': { get: operation('This document', [], jsonOf({ type: 'object' })) },
    '/days/{day}/rank': {
      post: unkept('Rank a day again (admin key)', inPath('day', date), jsonOf(rankedSchema), '202'),
    },
  },
  components: {
    securitySchemes: { functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' } },
    schemas: {
      Suppression: suppressionSchema,
      ShownSuppression: shownSchema,
      SuppressedCalls: suppressedSchema,
      Trial: trialSchema,
      Call: callSchema,
      Campaign: campaignSchema,
      Finding: findingSchema,
      KeptFinding: keptFindingSchema,
      SurpriseAnswer: surpriseSchema,
      RareAnswer: rareSchema,
      FindingsAnswer: findingsSchema,
      Said: saidSchema,
      Work: workSchema,
      Problem: problemSchema,
    },
  },
} as const);
