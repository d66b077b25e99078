/** The published schemas that messages are held against. They lie beside the project, and always do in CI. */
import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../../shared/data/schemas/', import.meta.url);

/** Only such a machine may leave out the tests that need them. */
export const noSchemas = !existsSync(folder) && process.env.CI === undefined;

export const schema = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
