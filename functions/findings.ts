/** GET /api/findings: the findings of a day, the highest risk first. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseFindingQuestion } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { findingsCsv } from '../src/core/show/csv.ts';
import { answered, csv, json, jsonLines, problem } from './http.ts';

export function findings(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseFindingQuestion(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const answer = await compose(context).findings(asked.value);
    if (asked.value.format === 'json') return json(answer);
    if (asked.value.format === 'jsonl') return jsonLines(answer.findings, answer);
    return csv(findingsCsv(answer.findings), answer);
  });
}

app.http('findings', { route: 'findings', methods: ['GET'], authLevel: 'function', handler: findings });
