/** What several questions over HTTP have in common, as schemas of OpenAPI. */
import { matchFields } from '../core/find/suppression.ts';

const text = { type: 'string' } as const;

export const openapiSchemas = {
  Suppression: {
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
        properties: Object.fromEntries(matchFields.map((field) => [field, { type: ['string', 'null'] }])),
      },
      status: { description: 'Its hits, and whether it is active.', type: 'object', readOnly: true },
      trial: { description: 'What it would have hidden.', type: 'object', readOnly: true },
    },
  },
  Problem: {
    description: 'RFC 9457',
    type: 'object',
    properties: { type: text, title: text, status: { type: 'integer' }, detail: text },
  },
} as const;
