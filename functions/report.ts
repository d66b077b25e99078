/** GET /api/report: the report of a day as one HTML page. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseDayQuestion } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { answered, page, problem } from './http.ts';

export function report(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseDayQuestion(request.query);
    return asked.ok
      ? page(await compose(context).report(asked.value))
      : problem(400, 'Bad question', asked.problem);
  });
}

app.http('report', { route: 'report', methods: ['GET'], authLevel: 'function', handler: report });
