/** /api/suppressions: what is not told on purpose. GET lists, PUT tries and sets, DELETE takes one away. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseSuppressionChange, parseSuppressionQuestion } from '../src/app/question.ts';
import { type App, compose } from '../src/compose.ts';
import { isSuppressionId, parseSuppressions } from '../src/core/find/suppressions/parser.ts';
import { isShipped } from '../src/core/find/suppressions/shipped.ts';
import { answered, expectedVersions, json, jsonOf, problem } from './http.ts';

/** Characters of a body. */
const longestBody = 1_000_000;

export function suppressions(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseSuppressionQuestion(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const { id } = asked.value;
    const rarecall = compose(context);
    if (id !== null) return await one(rarecall, id, 200);
    const damaged = await rarecall.damagedSuppressions();
    return json({ suppressions: await listed(rarecall), ...(damaged.length > 0 ? { damaged } : {}) });
  });
}

export function changeSuppressions(
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseSuppressionChange(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const rarecall = compose(context);
    return request.method === 'PUT'
      ? await put(rarecall, request, asked.value)
      : await remove(rarecall, request, asked.value.id);
  });
}

const shipped = () =>
  problem(
    409,
    'Shipped',
    'This suppression ships with the product and cannot be taken away: set one of the same id to replace it.',
  );

const unknown = () => problem(404, 'Not found', 'There is no suppression of this id.');

const listed = async (rarecall: App, ids?: ReadonlySet<string>) =>
  (await rarecall.suppressions())
    .map(({ suppression }) => suppression)
    .filter((suppression) => ids?.has(suppression.id) ?? true);

async function one(rarecall: App, id: string, status: number, more: object = {}): Promise<HttpResponseInit> {
  if (!isSuppressionId(id)) return unknown();
  const [found] = await rarecall.suppressions(id);
  if (found === undefined) return unknown();
  const answer = json({ ...found.suppression, ...more }, status);
  return { ...answer, headers: { ...answer.headers, etag: `"${found.version}"` } };
}

async function put(
  rarecall: App,
  request: HttpRequest,
  { trial: isTrial, force }: { readonly trial: boolean; readonly force: boolean },
): Promise<HttpResponseInit> {
  const body = await request.text();
  if (body.length > longestBody)
    return problem(413, 'Too long', 'The body is longer than a million characters.');
  const parsed = parseSuppressions(jsonOf(body), rarecall.now());
  if (!parsed.ok) return problem(400, 'Bad suppression', parsed.problem);
  const { suppressions, isList } = parsed;
  if (isTrial) return json(await rarecall.trySuppressions(suppressions));
  const expected = expectedVersions(request);
  if (isList && expected !== undefined)
    return problem(400, 'Bad question', 'If-Match goes with a single suppression.');
  const set = await rarecall.setSuppressions(suppressions, { expected, force });
  if (set.state === 'refused') return problem(400, 'Bad suppression', set.problem);
  const { trial } = set;
  if (set.state === 'doubtful')
    return problem(409, 'Not confirmed', `${set.problem}; force=true keeps it all the same`, { trial });
  const status = set.added.length > 0 ? 201 : 200;
  const [first] = suppressions;
  if (!isList && first !== undefined) return await one(rarecall, first.id, status, { trial });
  const ids = new Set(suppressions.map(({ id }) => id));
  return json({ suppressions: await listed(rarecall, ids), trial }, status);
}

async function remove(rarecall: App, request: HttpRequest, id: string | null): Promise<HttpResponseInit> {
  if (id === null) return problem(400, 'Bad question', 'id must name the suppression to take away.');
  if (!isSuppressionId(id)) return unknown();
  if (await rarecall.removeSuppression(id, expectedVersions(request))) return { status: 204 };
  return isShipped(id) ? shipped() : unknown();
}

app.http('suppressions', {
  route: 'suppressions',
  methods: ['GET'],
  authLevel: 'function',
  handler: suppressions,
});

// Who may read the findings must not be able to hide them: another function, another key.
app.http('changeSuppressions', {
  route: 'suppressions',
  methods: ['PUT', 'DELETE'],
  authLevel: 'admin',
  handler: changeSuppressions,
});
