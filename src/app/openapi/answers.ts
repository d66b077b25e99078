/** Answers about calls, findings and searches, described. The compiler holds the members to those of their types. */
import type { Crowded, RareAnswer, SurpriseAnswer } from '../../core/find/answer.ts';
import type { SearchAnswer } from '../../core/find/searches/answer.ts';
import type { SuppressedCalls } from '../../core/find/suppressions/hidden.ts';
import { type RareRow, rareFields } from '../../core/rank/rare.ts';
import type { NamedCluster } from '../../core/show/day-logs.ts';
import type { answerFindings } from '../answer.ts';
import type { searchList } from '../search.ts';
import {
  among,
  date,
  flag,
  integer,
  listOf,
  mapOf,
  number,
  objectOf,
  orNull,
  ref,
  type Schema,
  text,
  texts,
  told,
} from './parts.ts';

const next = told(text, 'For `page=` of the next question; none on the last page.');
const skipped = told(mapOf(integer), 'Lines that gave no call, by reason.');
const damaged = told(integer, 'What is damaged, so that something may be missing here.');

export const suppressedSchema = objectOf<SuppressedCalls>(
  {
    suppression: objectOf<SuppressedCalls['suppression']>(
      { id: text, owner: text, reason: text, expires: text },
      {},
    ),
    hits: told(integer, 'Calls it hid.'),
    calls: told(listOf(ref('Call')), 'The first of them, strongest first.'),
    expiresSoon: flag,
  },
  { damaged: told(flag, 'What is kept of the calls cannot be read.') },
);

const crowded = objectOf<Crowded>(
  { cluster: text, caller: text, different: integer, unlisted: integer, folded: integer },
  {},
);

export const surpriseSchema = objectOf<SurpriseAnswer>(
  {
    ranking: among('surprise'),
    day: orNull(date),
    baselineDays: integer,
    learning: flag,
    lines: integer,
    skipped,
    calls: listOf(ref('Call')),
    findings: listOf(ref('Finding')),
  },
  {
    held: told(integer, 'Findings beyond the budget of the day.'),
    crowded: told(listOf(crowded), 'Who made more different calls than are looked at one by one.'),
    suppressed: listOf(ref('SuppressedCalls')),
    ...{ damaged, next },
  },
);

const rareRow = objectOf<RareRow>(
  {
    ...(Object.fromEntries(rareFields.map((name) => [name, text])) as {
      [K in (typeof rareFields)[number]]: Schema;
    }),
    count: integer,
    percent: number,
  },
  {},
);

export const rareSchema = objectOf<RareAnswer>(
  {
    ranking: among('rare'),
    ...{ lines: integer, events: integer, requests: integer, combinations: integer, tuples: integer },
    skipped,
    rows: listOf(rareRow),
  },
  { damaged, next },
);

const cluster = objectOf<NamedCluster>({ cluster: text, clusterId: text }, {});

export const findingsSchema = objectOf<Awaited<ReturnType<typeof answerFindings>>>(
  {
    day: date,
    logs: told(flag, 'Some log of the day was counted.'),
    findings: listOf(ref('Finding')),
    suppressed: listOf(ref('SuppressedCalls')),
  },
  {
    note: told(text, 'What is missing of the answer, and what to do.'),
    withoutLogs: listOf(cluster),
    unranked: listOf(cluster),
    ...{ damaged, next },
  },
);

const splunk = objectOf<SearchAnswer['splunk']>({ id: text, name: text }, {});

export const searchSchema = objectOf<SearchAnswer>(
  {
    search: text,
    reading: among('sound', 'strict'),
    splunk,
    days: orNull(objectOf<NonNullable<SearchAnswer['days']>>({ from: date, to: date }, {})),
    ...{ lines: integer, events: integer, skipped, total: integer },
    columns: texts,
    rows: told(
      listOf(mapOf({ anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, texts] })),
      'Each by `columns`; they differ by search. What a call has several of is a list.',
    ),
    notes: texts,
    differences: texts,
  },
  { next },
);

export const searchesSchema = objectOf<{ searches: ReturnType<typeof searchList> }>(
  {
    searches: listOf(
      objectOf<ReturnType<typeof searchList>[number]>(
        { name: text, finds: text, splunk, differences: texts, notInLedger: texts },
        {},
      ),
    ),
  },
  {},
);
