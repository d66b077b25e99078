/** Where this checkout lies, and what of it is deployed. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json and host.json. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
/** The bundle the functions worker loads: `main` of package.json. */
export const appFile = join(projectFolder, 'dist/app.cjs');
