/**
 * GET /api/shared: the page that a signed link names, for whoever has the link. The only door without a key: what the link
 * says is believed only after its signature, and all that is wrong gets the one same answer.
 */
import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { compose } from '../../src/compose.ts';
import { deadLinkPage } from '../../src/core/show/pages/shared.ts';
import { answered, page } from '../http.ts';

export function shared(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answered(context, async () => {
    const found = await compose(context).shared(request.query);
    return found === null ? { ...page(deadLinkPage()), status: 404 } : page(found);
  });
}

app.http('shared', { route: 'shared', methods: ['GET'], authLevel: 'anonymous', handler: shared });
