/** How a finding is worked, in the description of routes. The compiler holds the members to those of the answer. */
import { type ShownWork, verdicts, type WorkEntry, workStatuses } from '../../core/find/work/work.ts';
import {
  date,
  inPath,
  integer,
  jsonType,
  listOf,
  maybe,
  operation,
  problemAnswer,
  type Schema,
  text as string,
  told,
  withAnswers,
} from './parts.ts';

const time: Schema = { type: 'string', format: 'date-time' };
const by = told(string, 'Who says he did it; where App Service Authentication is on, who is signed in.');
export const status: Schema = { type: 'string', enum: workStatuses };
const verdict: Schema = { type: ['string', 'null'], enum: [...verdicts, null] };
const orNull = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: ['object', 'null'],
  properties,
});

const entry: Readonly<Record<keyof WorkEntry, Schema>> = {
  at: time,
  by,
  status,
  verdict: told({ type: 'string', enum: verdicts }, 'With the status closed alone.'),
  owner: told(maybe, 'null: nobody’s.'),
  note: string,
};

const members: Readonly<Record<keyof ShownWork, Schema>> = {
  status: told(status, '`new` where nobody has touched it.'),
  verdict: told(
    verdict,
    'Of a closed one: TruePositive, BenignPositive, FalsePositive and Undetermined of Microsoft Sentinel.',
  ),
  owner: maybe,
  notes: told(integer, 'How many there are; `history` has them.'),
  lastNote: orNull({ at: time, by, text: string }),
  changed: told(orNull({ at: time, by }), 'The last time anything was.'),
  etag: told(string, 'For `If-Match`, in quotes.'),
  story: told(
    listOf({ type: 'object', properties: { finding: string, day: date, status, verdict, owner: maybe } }),
    'Earlier findings of the same story that somebody has worked; where there are any.',
  ),
  history: told(
    listOf({ type: 'object', properties: entry }),
    'Every change, the first one first; where one finding is asked for.',
  ),
};

export const workSchema: Schema = {
  description:
    'How a finding is worked, as `work` of a finding and of GET and PATCH /findings/{id}/work. Members may be added.',
  type: 'object',
  properties: members,
};

const changed = {
  required: true,
  content: {
    [jsonType]: {
      schema: {
        description:
          'At least one of status, verdict, owner and note. A verdict closes, and closing needs one.',
        type: 'object',
        additionalProperties: false,
        properties: {
          status,
          verdict: { type: 'string', enum: verdicts },
          owner: { type: ['string', 'null'], maxLength: 256 },
          note: { type: 'string', maxLength: 2_000 },
          by: { type: 'string', maxLength: 256 },
        },
      },
    },
  },
};

export const workPath = {
  get: operation('How a finding is worked, with all that was ever changed', inPath('id', string), [jsonType]),
  patch: {
    ...withAnswers(
      operation(
        'Take a finding, close it, give it to somebody, add a note',
        [...inPath('id', string), { name: 'If-Match', in: 'header', schema: string }],
        [jsonType],
      ),
      {
        '412': problemAnswer('It has changed since it was read.'),
        '413': problemAnswer('The body is too long.'),
        '422': problemAnswer('It takes no more notes or changes.'),
        '428': problemAnswer('Status, verdict and owner are changed with If-Match alone.'),
      },
    ),
    requestBody: changed,
    description:
      'What is found stays as it is, and is told as before. A note alone needs no If-Match: it is added behind all others. With the verdict `expected` the answer has an `offer`: suppressions that would have hidden exactly this finding (`body`, as PUT /suppressions takes it), how much of it (`hidden`), what else of the last 30 days (`trial`), and why they would be kept only with force (`doubt`). Nothing of it is set.',
  },
};
