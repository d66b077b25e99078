/** GET /api/calls: the ranked calls of a day, the same JSON as `rarecall hunt`. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseCallQuestion } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { callsCsv, rareCsv } from '../src/core/show/csv.ts';
import { answered, csv, json, jsonLines, problem } from './http.ts';

export function calls(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseCallQuestion(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const answer = await compose(context).calls(asked.value);
    if (asked.value.format === 'json') return json(answer);
    if (asked.value.format === 'jsonl')
      return jsonLines(answer.ranking === 'rare' ? answer.rows : answer.calls, answer);
    return csv(answer.ranking === 'rare' ? rareCsv(answer.rows) : callsCsv(answer.calls), answer);
  });
}

app.http('calls', { route: 'calls', methods: ['GET'], authLevel: 'function', handler: calls });
