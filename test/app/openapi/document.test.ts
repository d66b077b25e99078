/** The description of the API is whole, and answers can be held to it: what is not described is found. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { openapiDocument } from '../../../src/app/openapi/document.ts';
import { callsExample, findingsExample } from '../../../src/app/openapi/examples.ts';
import { aFinding } from '../../build.ts';
import { faultsOf } from '../../openapi.ts';

const operations = Object.entries(openapiDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods as unknown as Record<string, { operationId: string }>).map(
    ([method, operation]) => ({
      name: `${method} ${path}`,
      ...operation,
    }),
  ),
);

test('each operation has an id of its own, as a client would name it', () => {
  const ids = Object.fromEntries(operations.map(({ name, operationId }) => [name, operationId]));
  expect(new Set(Object.values(ids)).size).toBe(operations.length);
  expect(ids).toMatchObject({
    'get /calls': 'getCalls',
    'get /findings/{id}': 'getFindingsById',
    'get /openapi.json': 'getOpenapiJson',
    'post /days/{day}/rank': 'postDaysByDayRank',
  });
});

test('whatever is referred to is there', () => {
  const text = JSON.stringify(openapiDocument);
  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(Object.keys(openapiDocument.components.schemas)).toContain(name);
});

test('whatever is described is a schema as JSON Schema knows it', () => {
  const ajv = new Ajv2020({ strict: false });
  const described: unknown[] = [];
  JSON.stringify(openapiDocument, (name, value: unknown) => {
    if (name === 'schema' || name === 'schemas') described.push(value);
    return value;
  });
  expect(described.length).toBeGreaterThan(50);
  for (const one of described) expect([one, ajv.validateSchema({ $defs: { one } })]).toEqual([one, true]);
});

test('each format that can be asked for is answered by a type that is described', () => {
  const types: Record<string, string> = {
    ...{ json: 'application/json', jsonl: 'application/jsonl' },
    ...{ csv: 'text/csv', html: 'text/html' },
  };
  interface Get {
    parameters: { name: string; schema: { enum?: string[] } }[];
    responses: { '200': { content: object } };
  }
  const paths = openapiDocument.paths as unknown as Record<string, { get?: Get }>;
  const asked = Object.entries(paths).flatMap(([path, { get }]) =>
    (get?.parameters.find(({ name }) => name === 'format')?.schema.enum ?? []).map((format) => ({
      path,
      type: types[format],
      content: get?.responses['200'].content ?? {},
    })),
  );
  expect(asked.length).toBeGreaterThan(10);
  for (const { path, type, content } of asked)
    expect([path, Object.keys(content)]).toEqual([path, expect.arrayContaining([type])]);
});

test('each type of content is described', () => {
  const contents: object[] = [];
  JSON.stringify(openapiDocument, (name, value: object) => {
    if (name === 'content') contents.push(...Object.values(value));
    return value;
  });
  expect(contents.length).toBeGreaterThan(50);
  for (const one of contents) expect(one).toHaveProperty('schema');
});

describe('answers', () => {
  const of = (path: string, body: unknown, status = 200) =>
    faultsOf('GET', path, status, 'application/json; charset=utf-8', JSON.parse(JSON.stringify(body)));

  test('as in the examples are as described', () => {
    expect(of('/calls', callsExample)).toEqual([]);
    expect(of('/findings', { ...findingsExample, findings: [aFinding()] })).toEqual([]);
  });

  test('of searches have lists in their rows as well', () => {
    const row = { user: 'a', groups: ['b', 'c'], code: null, count: 1, allowed: true };
    const answer = {
      ...{ search: 'scan', reading: 'sound', splunk: { id: 'x', name: 'y' }, days: null },
      ...{ lines: 1, events: 1, skipped: {}, total: 1, columns: Object.keys(row), rows: [row] },
      ...{ notes: [], differences: [] },
    };
    expect(of('/searches/scan', answer)).toEqual([]);
    expect(of('/searches/scan', { ...answer, rows: [{ groups: [1] }] })).not.toEqual([]);
  });

  test.each([
    ['a member that is not described', { ...findingsExample, secret: 1 }, 'secret'],
    ['one within another', { ...findingsExample, findings: [{ ...aFinding(), secret: 1 }] }, 'secret'],
    ['a member that is missing', { ...findingsExample, logs: undefined }, 'logs'],
    ['another type', { ...findingsExample, day: 7 }, 'string'],
    [
      'another value',
      { ...findingsExample, findings: [{ ...aFinding(), riskObjects: [{ type: 'x' }] }] },
      'user',
    ],
  ])('with %s are found', (_, body, named) => {
    expect(of('/findings', body).join('\n')).toContain(named);
  });

  test('of an address, status or type that is not described are found', () => {
    expect(of('/nothing', {})).toEqual(['/nothing is not described']);
    expect(of('/findings', {}, 418)).toEqual(['GET /findings 418 application/json is not described']);
    expect(faultsOf('GET', '/report', 200, 'text/plain', '')).toHaveLength(1);
    expect(faultsOf('GET', '/findings', 400, 'application/problem+json', { status: 400 })).not.toEqual([]);
  });
});
