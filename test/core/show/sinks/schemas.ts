/** What messages are held against: our own schemas of what we send, and the published ones, which lie beside the project. */
import { readFileSync } from 'node:fs';

const own = new URL('../../../fixtures/schemas/', import.meta.url);
const published = new URL('../../../../../shared/data/schemas/', import.meta.url);

const read = (name: string, folder: URL): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

/** Closed, and narrower than the published ones: a slip that those let pass is seen here. */
export const ownSchema = (name: string): Record<string, unknown> => read(name, own);

/** Only for tests of the project that needs them. */
export const publishedSchema = (name: string): Record<string, unknown> => read(name, published);

/** Every schema of an actor takes a program too. Source: ocsf/ocsf-schema, change log of 1.9.0, and object `application`. */
export function withActorsOf19<T>(schema: T): T {
  const application = {
    type: 'object',
    properties: { name: { type: 'string', minLength: 1 }, version: { type: 'string' } },
    required: ['name'],
    additionalProperties: false,
  };
  const changed = (key: string, value: unknown): unknown => {
    const properties: unknown = Object(value).properties;
    return key === 'actor' && typeof properties === 'object'
      ? { ...Object(value), properties: { ...properties, application } }
      : key === 'version' && Object(value).const === '1.8.0'
        ? { const: '1.9.0' }
        : value;
  };
  return JSON.parse(JSON.stringify(schema, changed)) as T;
}
