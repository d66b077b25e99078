/** /api/findings/{id}: one finding, with what each sink has been told of it; and how it is worked. No GET changes anything. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseFormat, parseNothing } from '../src/app/question.ts';
import { type App, compose } from '../src/compose.ts';
import type { ShownWork } from '../src/core/find/work/work.ts';
import { parseWork } from '../src/core/find/work/work-parser.ts';
import { answered, expectedVersions, json, jsonOf, page, problem } from './http.ts';

export function finding(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseFormat(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const [rarecall, id] = [compose(context), request.params.id ?? ''];
    if (asked.value === 'html') {
      const shown = await rarecall.page({ page: 'finding', id }, {}, 1);
      return shown === null ? unknown() : page(shown);
    }
    const found = await rarecall.finding(id);
    return found === null ? unknown() : json(found);
  });
}

/** Characters of a body: the longest note, every character of it written as an escape, and room. */
const longestBody = 20_000;

/** Set by App Service Authentication alone: what a caller sends under this name does not get through where that is on. */
const signedInHeader = 'x-ms-client-principal-name';

export function work(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseNothing(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const rarecall = compose(context);
    const id = request.params.id ?? '';
    if (request.method === 'PATCH') return await change(rarecall, request, id);
    const found = await rarecall.work(id);
    return found === null ? unknown() : tagged(id, found);
  });
}

const unknown = () => problem(404, 'Not found', 'There is no finding of this id.');

const tagged = (finding: string, work: ShownWork, more: object = {}): HttpResponseInit => {
  const answer = json({ finding, ...work, ...more });
  return { ...answer, headers: { ...answer.headers, etag: `"${work.etag}"` } };
};

async function change(rarecall: App, request: HttpRequest, id: string): Promise<HttpResponseInit> {
  const body = await request.text();
  if (body.length > longestBody)
    return problem(413, 'Too long', `The body is longer than ${longestBody} characters.`);
  const parsed = parseWork(jsonOf(body), request.headers.get(signedInHeader));
  if (!parsed.ok) return problem(400, 'Bad change', parsed.problem);
  const expected = expectedVersions(request);
  const { status, owner } = parsed.change;
  // A note is added whatever stands there; all else takes the place of what somebody else may have said meanwhile.
  if (expected === undefined && (status !== undefined || owner !== undefined))
    return problem(
      428,
      'Say what you have seen',
      'Status, verdict and owner are changed with If-Match: the ETag of the work that was read, several of them, or *.',
    );
  const changed = await rarecall.changeWork(id, parsed, expected);
  if (changed === null) return unknown();
  return tagged(id, changed.work, changed.offer === undefined ? {} : { offer: changed.offer });
}

app.http('finding', { route: 'findings/{id}', methods: ['GET'], authLevel: 'function', handler: finding });

app.http('work', {
  route: 'findings/{id}/work',
  methods: ['GET', 'PATCH'],
  authLevel: 'function',
  handler: work,
});
