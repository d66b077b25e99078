/** Where this checkout or installed package lies, and what of it is deployed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json and host.json. The bundle of the command lies as deep in it as this file: ../packaging/command.ts. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
/** The bundle the functions worker loads: `main` of package.json. */
export const appFile = join(projectFolder, 'dist/app.cjs');
/** Whether there are sources, and what builds them; an installed package has neither. */
export const isCheckout = existsSync(join(projectFolder, 'src'));
/** Where settings and state of whoever works here lie: the checkout; an installed package goes with its next update. */
export const workFolder = isCheckout ? projectFolder : process.cwd();
