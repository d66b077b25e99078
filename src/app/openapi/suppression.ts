/** Suppressions in the description of routes: what may be sent, and what each field is compared with. */
import {
  type MatchField,
  matchFields,
  type ShownSuppression,
  type SuppressionMatch,
  type SuppressionStatus,
} from '../../core/find/suppressions/suppression.ts';
import type { TrialOfDays } from '../../core/find/suppressions/trial.ts';
import { severity } from './finding.ts';
import {
  date,
  flag,
  integer,
  jsonType,
  listOf,
  maybe,
  objectOf,
  orNull,
  ref,
  type Schema,
  text,
  told,
} from './parts.ts';

/** A suppression, or a list of them. */
export const suppressionBody = {
  required: true,
  content: {
    [jsonType]: {
      schema: {
        oneOf: [
          { $ref: '#/components/schemas/Suppression' },
          {
            type: 'object',
            required: ['suppressions'],
            properties: {
              suppressions: { type: 'array', items: { $ref: '#/components/schemas/Suppression' } },
            },
            additionalProperties: false,
          },
        ],
      },
    },
  },
};

const fields: Readonly<Record<MatchField, string>> = {
  cluster: 'Name or resource id, in any case.',
  user: 'The effective user.',
  clientIp: 'An address, or a CIDR range no wider than /8 (IPv6: /32) by itself.',
  verb: 'As logged; `exec`, `attach`, `portforward` for these.',
  resource: 'As logged.',
  subresource: 'As logged.',
  namespace: 'Generated parts folded: `pr-{n}`, or `pr-*`.',
  agent: 'The program: `kubectl`, `k9s`, without version.',
  impersonatedBy: 'The real caller where he impersonates; left out it is null.',
  group: 'One of the groups.',
  name: 'Name of the object; all of them must match.',
  command: 'What an exec runs, as `command` of a call shows it: `cat /etc/{path}`.',
  outcome: '`allowed`, `refused`, `failed` or `unknown`.',
};

export const suppressionSchema = {
  description: 'Calls that are hidden from findings until it expires. All fields of `match` must match.',
  type: 'object',
  required: ['id', 'owner', 'reason', 'expires', 'match'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
    owner: text,
    reason: text,
    expires: {
      description: 'A day, its last, or an RFC 3339 time; at most 366 days ahead.',
      type: 'string',
    },
    match: {
      description: 'A value, a beginning and *, an address range, or null for a value that is missing.',
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        matchFields.map((field) => [field, { description: fields[field], type: ['string', 'null'] }]),
      ),
    },
    status: { description: 'Its hits, and whether it is active.', type: 'object', readOnly: true },
    trial: { description: 'What it would have hidden.', type: 'object', readOnly: true },
  },
};

const trial: { readonly [K in keyof Required<TrialOfDays>]: Schema } = {
  ...{ from: date, to: date, calls: integer, hidden: integer, findings: integer, vanished: integer },
  suppressions: listOf(objectOf<TrialOfDays['suppressions'][number]>({ id: text, hits: integer }, {})),
  touched: listOf(
    objectOf<TrialOfDays['touched'][number]>(
      {
        ...{ id: text, day: date, title: text, severity, calls: integer },
        hidden: listOf(
          objectOf<TrialOfDays['touched'][number]['hidden'][number]>(
            { suppression: text, pattern: text },
            {},
          ),
        ),
        vanishes: flag,
      },
      {},
    ),
  ),
  together: objectOf<TrialOfDays['together']>({ findings: integer, touched: integer }, {}),
  damaged: integer,
};

const { damaged: damagedOfTrial, ...ofTrial } = trial;

export const trialSchema = objectOf<TrialOfDays>(
  ofTrial,
  { damaged: damagedOfTrial },
  'What they would have hidden in the findings of the last 30 days.',
);

const status = objectOf<SuppressionStatus>(
  {
    ...{ active: flag, expiresSoon: flag, hits: integer, hitsLast30Days: integer },
    lastHitDay: orNull(date),
  },
  {},
);

const matches = objectOf<SuppressionMatch>(
  {},
  Object.fromEntries(matchFields.map((field) => [field, maybe])) as { [K in MatchField]: Schema },
);

export const shownSchema = objectOf<ShownSuppression & { readonly trial?: TrialOfDays }>(
  { id: text, owner: text, reason: text, expires: text, match: matches, status },
  {
    shipped: told(flag, 'It came with the product.'),
    trial: ref('Trial'),
  },
);

/** All of them, one of them, or what was tried. */
export const suppressionAnswer = {
  oneOf: [
    objectOf<{
      readonly suppressions: readonly ShownSuppression[];
      readonly damaged?: readonly string[];
      readonly trial?: TrialOfDays;
    }>(
      { suppressions: listOf(ref('ShownSuppression')) },
      {
        damaged: told(listOf(text), 'Ids of those that cannot be read, and hide nothing.'),
        trial: ref('Trial'),
      },
    ),
    ref('ShownSuppression'),
  ],
};

export const putAnswer = { oneOf: [...suppressionAnswer.oneOf, ref('Trial')] };
