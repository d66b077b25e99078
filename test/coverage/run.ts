/** `npm run coverage` hunts the sample of each public detection, and writes docs/coverage.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { covered } from './covered.ts';
import { page } from './page.ts';

writeFileSync(join(import.meta.dirname, '../../docs/coverage.md'), page(await covered()));
