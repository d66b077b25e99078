/** GET /api/searches and /api/searches/{name}: what can be searched for, and what a search finds in the ledger. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseNothing } from '../src/app/question.ts';
import { parseSearchQuestion, searchList } from '../src/app/search.ts';
import { compose } from '../src/compose.ts';
import { isSearchName } from '../src/core/find/searches/names.ts';
import { searchCsv } from '../src/core/show/terminal/searches.ts';
import { answered, csv, json, jsonLines, problem } from './http.ts';

const onlyInFiles =
  'As Splunk would is only for files: the ledger keeps neither every stage nor every client. Use rarecall hunt --search with --strict.';

export function searches(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseNothing(request.query);
    return asked.ok ? json({ searches: searchList() }) : problem(400, 'Bad question', asked.problem);
  });
}

export function search(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const name = request.params.name ?? '';
    if (!isSearchName(name))
      return problem(404, 'Not found', 'There is no search of this name: /api/searches lists all.');
    const asked = parseSearchQuestion(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    if (asked.value.strict) return problem(422, 'Only in files', onlyInFiles);
    const answer = await compose(context).search(name, asked.value);
    if (asked.value.format === 'json') return json(answer);
    const beside = { ...answer, note: answer.notes.join(' ') };
    return asked.value.format === 'jsonl' ? jsonLines(answer.rows, beside) : csv(searchCsv(answer), beside);
  });
}

app.http('searches', { route: 'searches', methods: ['GET'], authLevel: 'function', handler: searches });
app.http('search', { route: 'searches/{name}', methods: ['GET'], authLevel: 'function', handler: search });
