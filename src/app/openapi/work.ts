/** How a finding is worked, in the description of routes. The compiler holds the members to those of the answer. */
import {
  type EarlierWork,
  type ShownWork,
  verdicts,
  type WorkEntry,
  workStatuses,
} from '../../core/find/work/work.ts';
import type { Offer } from '../working/work.ts';
import {
  among,
  date,
  flag,
  ifMatch,
  inPath,
  integer,
  jsonOf,
  jsonType,
  listOf,
  maybe,
  objectOf,
  operation,
  orNull,
  problemAnswer,
  ref,
  type Schema,
  text as string,
  told,
  unkept,
  withAnswers,
} from './parts.ts';

const time: Schema = { type: 'string', format: 'date-time' };
const by = told(string, 'Who says he did it; where App Service Authentication is on, who is signed in.');
export const status = among(...workStatuses);
const verdict: Schema = { type: ['string', 'null'], enum: [...verdicts, null] };

const entry = objectOf<WorkEntry>(
  { at: time, by },
  {
    status,
    verdict: told(among(...verdicts), 'With the status closed alone.'),
    owner: told(maybe, 'null: nobody’s.'),
    note: string,
  },
);

const always = {
  status: told(status, '`new` where nobody has touched it.'),
  verdict: told(
    verdict,
    'Of a closed one: TruePositive, BenignPositive, FalsePositive and Undetermined of Microsoft Sentinel.',
  ),
  owner: maybe,
  notes: told(integer, 'How many there are; `history` has them.'),
  lastNote: orNull(objectOf<NonNullable<ShownWork['lastNote']>>({ at: time, by, text: string }, {})),
  changed: told(
    orNull(objectOf<NonNullable<ShownWork['changed']>>({ at: time, by }, {})),
    'The last time anything was.',
  ),
  etag: told(string, 'For `If-Match`, in quotes.'),
};
const sometimes = {
  story: told(
    listOf(objectOf<EarlierWork>({ finding: string, day: date, status, verdict, owner: maybe }, {})),
    'Earlier findings of the same story that somebody has worked; where there are any.',
  ),
  history: told(listOf(entry), 'Every change, the first one first; where one finding is asked for.'),
};

export const workSchema = objectOf<ShownWork>(
  always,
  sometimes,
  'How a finding is worked, as `work` of a finding. Members may be added.',
);

const hidden = objectOf<Offer['hidden']>({ calls: integer, vanishes: flag, hidden: integer }, {});

const offer = objectOf<Offer>(
  {
    body: objectOf<Offer['body']>({ suppressions: listOf(ref('Suppression')) }, {}),
    hidden: told(hidden, 'What of this very finding they would have hidden.'),
    trial: told(orNull(ref('Trial')), 'Of the last 30 days.'),
    doubt: told(maybe, 'Why they would be kept only with force.'),
  },
  {},
);

/** As the door of one finding's work gives it. */
const workAnswer = objectOf<ShownWork & { readonly finding: string; readonly offer?: Offer }>(
  { finding: string, ...always },
  { ...sometimes, offer: told(offer, 'With the verdict `expected`.') },
);

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
  get: operation(
    'How a finding is worked, with all that was ever changed',
    inPath('id', string),
    jsonOf(workAnswer),
  ),
  patch: {
    ...withAnswers(
      unkept(
        'Take a finding, close it, give it to somebody, add a note',
        [...inPath('id', string), ifMatch],
        jsonOf(workAnswer),
      ),
      {
        '412': problemAnswer('It has changed since it was read: no tag of If-Match is its own.'),
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
