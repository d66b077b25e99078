/** What descriptions of routes are put together from: parameters, answers, problems. Refuses to know any route. */
import { besideRows } from '../../core/show/csv.ts';
import { maxLimit } from '../parameters.ts';
import { formats } from '../question.ts';

export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const date: Schema = { type: 'string', format: 'date', examples: ['2026-10-31'] };
export const maybe: Schema = { type: ['string', 'null'] };
export const integer: Schema = { type: 'integer' };
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const told = (schema: Schema, description: string): Schema => ({ ...schema, description });

export const number: Schema = { type: 'number' };
export const flag: Schema = { type: 'boolean' };
export const texts = listOf(text);
/** Name -> whatever the schema says. */
export const mapOf = (schema: Schema): Schema => ({ type: 'object', additionalProperties: schema });
/** What is only referred to has no type to add to. */
export const orNull = ({ type, ...schema }: Schema): Schema =>
  type === undefined ? { anyOf: [schema, { type: 'null' }] } : { ...schema, type: [type, 'null'] };
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
export const among = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });

type Optional<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type Required<T> = Exclude<keyof T, Optional<T>>;

/**
 * An object of the very members of a type: the compiler holds both together, and which of them may be left out as well.
 * Members may be added, so others are not forbidden to readers.
 */
export const objectOf = <T extends object>(
  always: { readonly [K in Required<T>]: Schema },
  sometimes: { readonly [K in Optional<T>]: Schema },
  description?: string,
): Schema => ({
  ...(description === undefined ? {} : { description }),
  type: 'object',
  properties: { ...always, ...sometimes },
  required: Object.keys(always),
});

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
  /** Of each type of content, what it is: without a schema a generated client knows nothing of the others either. */
  content: Readonly<Record<string, object>>,
  status = '200',
) => ({
  summary,
  parameters,
  responses: {
    [status]: { description: 'The answer.', content },
    '304': { description: 'What If-None-Match names is still the answer.' },
    '400': problemAnswer('The question is written wrong; `detail` names every fault.'),
    '404': problemAnswer('Nothing of that is known.'),
    '500': problemAnswer('The question could not be answered.'),
    '503': problemAnswer('There was not time for all of it: asked again after Retry-After, it goes on.'),
  },
});

/** One whose answer nobody may keep, so that it is never told to be the same still: pages, and all that changes something. */
export const unkept = (...asked: Parameters<typeof operation>) => {
  const one = operation(...asked);
  const { '304': _, ...responses } = one.responses;
  return { ...one, responses };
};

export const jsonType = 'application/json';

const headers = Object.fromEntries(
  besideRows.map((name) => [
    `rarecall-${name}`,
    { description: `With CSV and JSON Lines: \`${name}\` of the JSON, where that has one.`, schema: text },
  ]),
);

export const jsonOf = (schema: Schema, example?: object) => ({
  [jsonType]: { schema, ...(example === undefined ? {} : { example }) },
});

/** An operation that answers with rows, as JSON, CSV or JSON Lines. */
export const rows = (
  summary: string,
  parameters: readonly unknown[],
  schema: Schema,
  example?: object,
  others: Readonly<Record<string, object>> = {},
) => {
  const one = operation(summary, parameters, {
    ...jsonOf(schema, example),
    'text/csv': { schema: text },
    'application/jsonl': { schema: text },
    ...others,
  });
  const { '200': answer, ...problems } = one.responses;
  return { ...one, responses: { '200': { ...answer, headers }, ...problems } };
};

export const withAnswers = <T extends { readonly responses: object }>(one: T, responses: object) => ({
  ...one,
  responses: { ...one.responses, ...responses },
});

const format = oneOf(...formats);
export const paging = { page: text, format };
export const ifMatch = {
  name: 'If-Match',
  in: 'header',
  description:
    'One ETag that was read or several of them, in quotes, with commas between; or * for whatever is there. A weak one fits nothing.',
  schema: text,
};
export const inPath = (name: string, schema: Schema) => [{ name, in: 'path', required: true, schema }];

/** `getFindingsById` of `get /findings/{id}`: what generated clients name their functions by. */
const idOf = (method: string, path: string): string =>
  method +
  path
    .split('/')
    .filter((part) => part !== '')
    .map((part) =>
      part.replace(/^\{(.*)\}$/, 'by-$1').replace(/(?:^|[-.])([a-z])/g, (_, letter) => letter.toUpperCase()),
    )
    .join('');

/** The document with an id for each operation. */
export const withIds = <const T extends { readonly paths: object }>(document: T): T => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods as object).map(([method, operation]) => [
          method,
          { operationId: idOf(method, path), ...(operation as object) },
        ]),
      ),
    ]),
  ),
});
