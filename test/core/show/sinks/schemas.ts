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
