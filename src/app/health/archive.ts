/** Can the archive be reached, and is there anything in it? */
import { failureOf } from '../../failure.ts';
import { adviceFor } from '../failing.ts';
import { type Check, problem } from './check.ts';

const diagnosticSetting =
  'switch on the diagnostic setting for kube-audit, or name another container in RARECALL_LOG_CONTAINER';

export const archive: Check = {
  id: 'archive-unreachable',
  asks: 'whether the archive can be read',
  async ask({ logs }) {
    const state = await logs.look();
    if (state === 'absent')
      return {
        said: [problem('archive-absent', 'the archive account has no container of logs', diagnosticSetting)],
      };
    if (state === 'empty')
      return { said: [problem('archive-empty', 'the container of logs is empty', diagnosticSetting)] };
    return { said: [] };
  },
  failed: (error, cause) =>
    problem(
      'archive-unreachable',
      `the archive cannot be read: ${cause}`,
      adviceFor(failureOf(error).code) ||
        'look at RARECALL_LOGS, and at the way from the app to that account',
    ),
};
