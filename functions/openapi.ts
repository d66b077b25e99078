/** GET /api/openapi.json: what can be asked. */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import manifest from '../package.json' with { type: 'json' };
import { openapiDocument } from '../src/app/openapi/document.ts';
import { parseNothing } from '../src/app/question.ts';
import { answered, json, problem } from './http.ts';

export function openapi(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const asked = parseNothing(request.query);
    return asked.ok
      ? json({ ...openapiDocument, info: { ...openapiDocument.info, version: manifest.version } })
      : problem(400, 'Bad question', asked.problem);
  });
}

app.http('openapi', { route: 'openapi.json', methods: ['GET'], authLevel: 'function', handler: openapi });
