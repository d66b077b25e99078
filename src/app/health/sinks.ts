/** Would each sink take a finding? Only those that can be asked without being given one. */
import { type Check, problem } from './check.ts';

export const sinks: Check = {
  id: 'sink',
  asks: 'whether sinks would take a finding',
  isDeep: true,
  async ask({ sinks: all }) {
    const tried = await Promise.all(
      all.map(async ({ name, dry }) => {
        try {
          await dry?.();
          return null;
        } catch (error) {
          // Errors of sinks name the sink and a status, and never an address.
          const cause = error instanceof Error ? error.message : `${name}: no answer`;
          return problem(
            'sink',
            `a sink would take no finding: ${cause}`,
            'look at its address, secret and role',
          );
        }
      }),
    );
    return { said: tried.filter((one) => one !== null) };
  },
};
