/** GET /api/openapi.json: what can be asked. */
import { app, type HttpResponseInit } from '@azure/functions';
import manifest from '../package.json' with { type: 'json' };
import { openapiDocument } from '../src/app/openapi/document.ts';
import { json } from './http.ts';

export async function openapi(): Promise<HttpResponseInit> {
  return json({ ...openapiDocument, info: { ...openapiDocument.info, version: manifest.version } });
}

app.http('openapi', { route: 'openapi.json', methods: ['GET'], authLevel: 'function', handler: openapi });
