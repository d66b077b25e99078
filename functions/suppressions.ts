/** /api/suppressions: what is not told on purpose. GET lists, PUT sets or tries, DELETE takes one away. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseSuppressionQuestion } from '../src/app/question.ts';
import { type App, compose } from '../src/compose.ts';
import { isSuppressionId, parseSuppressions } from '../src/core/find/suppression-parser.ts';
import { answered, json, problem } from './http.ts';

/** Characters of a body. */
const longestBody = 1_000_000;

export function suppressions(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseSuppressionQuestion(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const { id, trial } = asked.value;
    const rarecall = compose(context);
    if (request.method === 'PUT') return await put(rarecall, request, trial);
    if (request.method === 'DELETE') return await remove(rarecall, request, id);
    if (id !== null) return await one(rarecall, id, 200);
    const damaged = await rarecall.damagedSuppressions();
    return json({ suppressions: await listed(rarecall), ...(damaged.length > 0 ? { damaged } : {}) });
  });
}

const unknown = () => problem(404, 'Not found', 'There is no suppression of this id.');

const listed = async (rarecall: App, ids?: ReadonlySet<string>) =>
  (await rarecall.suppressions())
    .map(({ suppression }) => suppression)
    .filter((suppression) => ids?.has(suppression.id) ?? true);

async function one(rarecall: App, id: string, status: number): Promise<HttpResponseInit> {
  if (!isSuppressionId(id)) return unknown();
  const [found] = await rarecall.suppressions(id);
  if (found === undefined) return unknown();
  const answer = json(found.suppression, status);
  return { ...answer, headers: { ...answer.headers, etag: `"${found.version}"` } };
}

async function put(rarecall: App, request: HttpRequest, trial: boolean): Promise<HttpResponseInit> {
  const body = await request.text();
  if (body.length > longestBody)
    return problem(413, 'Too long', 'The body is longer than a million characters.');
  const parsed = parseSuppressions(jsonOf(body), rarecall.now());
  if (!parsed.ok) return problem(400, 'Bad suppression', parsed.problem);
  const { suppressions, isList } = parsed;
  if (trial) return json(await rarecall.trySuppressions(suppressions));
  const expected = expectedVersion(request);
  if (isList && expected !== undefined)
    return problem(400, 'Bad question', 'If-Match goes with a single suppression.');
  const added = await rarecall.setSuppressions(suppressions, expected);
  const status = added.length > 0 ? 201 : 200;
  const [first] = suppressions;
  return isList || first === undefined
    ? json({ suppressions: await listed(rarecall, new Set(suppressions.map(({ id }) => id))) }, status)
    : await one(rarecall, first.id, status);
}

async function remove(rarecall: App, request: HttpRequest, id: string | null): Promise<HttpResponseInit> {
  if (id === null) return problem(400, 'Bad question', 'id must name the suppression to take away.');
  if (!isSuppressionId(id)) return unknown();
  return (await rarecall.removeSuppression(id, expectedVersion(request))) ? { status: 204 } : unknown();
}

/** What is no JSON is no suppression, and is refused as such. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The version that the caller has read, where he says so. */
const expectedVersion = (request: HttpRequest): string | undefined =>
  request.headers.get('if-match')?.replace(/^(?:W\/)?"|"$/g, '');

app.http('suppressions', {
  route: 'suppressions',
  methods: ['GET', 'PUT', 'DELETE'],
  authLevel: 'function',
  handler: suppressions,
});
