/** `npm run reference`: docs/cli.md anew. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../../../src/host/project-folder.ts';
import { cliPage } from './page.ts';

await writeFile(join(projectFolder, 'docs/cli.md'), await cliPage());
