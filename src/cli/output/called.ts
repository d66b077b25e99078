/** How whoever reads the output calls the command, so that what stands there to be copied works. */
import { environment } from '../../config.ts';

/** By npm, or through it as in a checkout: there is no `rarecall` in the shell then. */
export const called = (): string => ((environment().npm_command ?? '') === '' ? 'rarecall' : 'npx rarecall');
