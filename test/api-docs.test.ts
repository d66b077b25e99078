/** What docs/api.md says can be asked is what can be asked: every route, parameter and status. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openapiDocument } from '../src/app/openapi/document.ts';
import { parseCallQuestion, parseFindingQuestion } from '../src/app/question.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/api.md'), 'utf8');
const described = Object.entries(openapiDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods as object).map(([method, operation]) => ({
    route: `${method.toUpperCase()} /api${path}`,
    responses: Object.keys((operation as { responses: object }).responses),
  })),
);

test('its table has exactly the routes that there are', () => {
  const named = [...page.matchAll(/^\| `([A-Z]+ \/api\/\S+)` \|/gm)].map(([, route]) => route);
  expect(named.sort()).toEqual(described.map(({ route }) => route).sort());
});

test('its problems are those that are described, and 401, which is Azure’s own', () => {
  const named = [...page.matchAll(/^\| ([45]\d\d) \|/gm)].map(([, status]) => status);
  const known = new Set(described.flatMap(({ responses }) => responses).filter((status) => status >= '400'));
  expect(named.filter((status) => status !== '401')).toEqual([...known].sort());
});

test('its questions about calls and findings are right', () => {
  const asked = [...page.matchAll(/\/api\/(calls|findings)\?([^"\s]+)"/g)];
  expect(asked.length).toBeGreaterThan(5);
  for (const [, what, query = ''] of asked) {
    const parse = what === 'calls' ? parseCallQuestion : parseFindingQuestion;
    expect([query, parse(new URLSearchParams(query))]).toMatchObject([query, { ok: true }]);
  }
});
