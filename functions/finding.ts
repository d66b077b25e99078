/** GET /api/findings/{id}: one finding, with what each sink has been told of it. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseFormat } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { answered, json, page, problem } from './http.ts';

export function finding(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseFormat(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const [rarecall, id] = [compose(context), request.params.id ?? ''];
    const none = problem(404, 'Not found', 'There is no finding of this id.');
    if (asked.value === 'html') {
      const shown = await rarecall.page({ page: 'finding', id }, {}, 1);
      return shown === null ? none : page(shown);
    }
    const found = await rarecall.finding(id);
    return found === null ? none : json(found);
  });
}

app.http('finding', { route: 'findings/{id}', methods: ['GET'], authLevel: 'function', handler: finding });
