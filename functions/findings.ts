/** GET /api/findings: the findings of a day, the highest risk first; as a page those of all days, or of an actor. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseFindingQuestion } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { findingsCsv } from '../src/core/show/csv.ts';
import { answered, csv, json, jsonLines, page, problem } from './http.ts';

export function findings(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseFindingQuestion(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const { format, user, cluster, from, to } = asked.value;
    const rarecall = compose(context);
    if (format === 'html') {
      const about =
        user === null
          ? ({ page: 'days' } as const)
          : ({ page: 'actor', user, cluster: cluster ?? '' } as const);
      return page((await rarecall.page(about, { from, to })) ?? '');
    }
    const answer = await rarecall.findings(asked.value);
    if (format === 'json') return json(answer);
    if (format === 'jsonl') return jsonLines(answer.findings, answer);
    return csv(findingsCsv(answer.findings), answer);
  });
}

app.http('findings', { route: 'findings', methods: ['GET'], authLevel: 'function', handler: findings });
