/** GET /api/findings/{id}: one finding, with what each sink has been told of it. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { answered, json, problem } from './http.ts';

export function finding(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const found = await compose(context).finding(request.params.id ?? '');
    return found === null ? problem(404, 'Not found', 'There is no finding of this id.') : json(found);
  });
}

app.http('finding', { route: 'findings/{id}', methods: ['GET'], authLevel: 'function', handler: finding });
