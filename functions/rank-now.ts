/** POST /api/days/{day}/rank: asks for a day to be ranked again. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { daysAsked } from '../src/app/parameters.ts';
import { parseNothing } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { parseDay } from '../src/core/count/day.ts';
import { answered, json, problem } from './http.ts';

export function rankNow(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const day = parseDay(request.params.day ?? '');
    if (day === null) return problem(400, 'Bad question', `The path must name ${daysAsked}.`);
    const asked = parseNothing(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const clusters = await compose(context).rankDays([day]);
    return json({ day, clusters: clusters.map(({ name }) => name) }, 202);
  });
}

app.http('rankNow', { route: 'days/{day}/rank', methods: ['POST'], authLevel: 'admin', handler: rankNow });
