/** GET /api/clusters: what is counted of each cluster, and what nobody has seen. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { parseRange } from '../src/app/question.ts';
import { compose } from '../src/compose.ts';
import { answered, json, page, problem } from './http.ts';

export function clusters(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseRange(request.query);
    if (!asked.ok) return problem(400, 'Bad question', asked.problem);
    const rarecall = compose(context);
    if (asked.value.format === 'html')
      return page((await rarecall.page({ page: 'clusters' }, asked.value)) ?? '');
    const [clusters, archive] = await Promise.all([
      rarecall.clusters(asked.value.from, asked.value.to),
      rarecall.archive(),
    ]);
    return json({ clusters, archive });
  });
}

app.http('clusters', { route: 'clusters', methods: ['GET'], authLevel: 'function', handler: clusters });
