/** GET /api/health: is Rarecall itself well, and if not, what should somebody look at? */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { compose } from '../src/compose.ts';
import { answered, json } from './http.ts';

export function health(_request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => json(await compose(context).health()));
}

app.http('health', { route: 'health', methods: ['GET'], authLevel: 'function', handler: health });
