/** What descriptions of routes are put together from: parameters, answers, problems. Refuses to know any route. */
import { besideRows } from '../../core/show/csv.ts';
import { formats, maxLimit } from '../question.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const date: Schema = { type: 'string', format: 'date', examples: ['2026-10-31'] };
export const maybe: Schema = { type: ['string', 'null'] };
export const integer: Schema = { type: 'integer' };
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const told = (schema: Schema, description: string): Schema => ({ ...schema, description });

export const whole = (fallback: number): Schema => ({
  type: 'integer',
  minimum: 0,
  maximum: maxLimit,
  default: fallback,
});
export const oneOf = (...values: readonly string[]): Schema => ({
  type: 'string',
  enum: values,
  default: values[0],
});

export const query = (parameters: Readonly<Record<string, Schema>>) =>
  Object.entries(parameters).map(([name, schema]) => ({ name, in: 'query', schema }));

export const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

export const operation = (
  summary: string,
  parameters: readonly unknown[],
  types: readonly string[],
  status = '200',
) => ({
  summary,
  parameters,
  responses: {
    [status]: { description: 'The answer.', content: Object.fromEntries(types.map((type) => [type, {}])) },
    '400': problemAnswer('The question is written wrong; `detail` names every fault.'),
    '404': problemAnswer('Nothing of that is known.'),
    '500': problemAnswer('The question could not be answered.'),
    '503': problemAnswer('There was not time for all of it: asked again after Retry-After, it goes on.'),
  },
});

export const jsonType = 'application/json';

const headers = Object.fromEntries(
  besideRows.map((name) => [
    `rarecall-${name}`,
    { description: `With CSV: \`${name}\` of the JSON, where that has one.`, schema: text },
  ]),
);

/** An operation that answers with rows, as JSON or CSV. */
export const rows = (summary: string, parameters: readonly unknown[]) => {
  const one = operation(summary, parameters, [jsonType, 'text/csv']);
  const { '200': answer, ...others } = one.responses;
  return { ...one, responses: { '200': { ...answer, headers }, ...others } };
};

export const withAnswers = <T extends { readonly responses: object }>(one: T, responses: object) => ({
  ...one,
  responses: { ...one.responses, ...responses },
});

const format = oneOf(...formats);
export const paging = { page: text, format };
export const inPath = (name: string, schema: Schema) => [{ name, in: 'path', required: true, schema }];
