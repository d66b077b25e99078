/**
 * /api/shared: the page that a signed link names, for whoever has the link; by a link to work a finding, a form on it, sent here.
 * The only door without a key: what the link says is believed only after its signature, and all that is wrong gets the one
 * same answer. No GET changes anything: chats fetch links. There is no cookie, so no other site can send what it has no link for.
 */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import type { RefusedForm } from '../../src/app/working/by-link.ts';
import { type App, compose } from '../../src/compose.ts';
import { deadLinkPage } from '../../src/core/show/pages/shared.ts';
import { answered, formPage, page, problem, seeOther } from '../http.ts';

export function shared(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, () => {
    const rarecall = compose(context);
    return request.method === 'POST' ? change(rarecall, request) : shownPage(rarecall, request.query);
  });
}

const deadLink = (): HttpResponseInit => ({ ...page(deadLinkPage()), status: 404 });

async function shownPage(
  rarecall: App,
  query: URLSearchParams,
  refused?: RefusedForm,
): Promise<HttpResponseInit> {
  const found = await rarecall.shared(query, refused);
  if (found === null) return deadLink();
  return found.sentTo === null ? page(found.html) : formPage(found.html, found.sentTo);
}

/** Bytes: the longest note, every character of it as the nine that a browser makes of one, and room. */
const longestForm = 32_768;

const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

const statusOf = { wrong: 400, moved: 409, full: 422 } as const satisfies Record<
  RefusedForm['state'],
  number
>;

async function change(rarecall: App, request: HttpRequest): Promise<HttpResponseInit> {
  const { query, headers } = request;
  // Whoever has no such link learns nothing of what would be taken.
  if (!(await rarecall.worksBy(query))) return deadLink();
  if (!formType.test(headers.get('content-type')?.trim() ?? ''))
    return problem(415, 'Not a form', 'The body must be application/x-www-form-urlencoded.');
  const body = await request.text();
  if (Buffer.byteLength(body) > longestForm)
    return problem(413, 'Too long', `The body is longer than ${longestForm} bytes.`);
  const done = await rarecall.workByLink(query, body);
  if (done.state === 'nowhere') return deadLink();
  if (done.state === 'done') return seeOther(done.query);
  const again = await shownPage(rarecall, query, done);
  return again.status === 404 ? again : { ...again, status: statusOf[done.state] };
}

app.http('shared', {
  route: 'shared',
  methods: ['GET', 'POST'],
  authLevel: 'anonymous',
  handler: shared,
});
