/** Which code this is: a digest of the bundle it runs from. From the sources it is that of this file alone. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

let name: string | undefined;

export function buildName(): string {
  name ??= createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('base64url');
  return name;
}
