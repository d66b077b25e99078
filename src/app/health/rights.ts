/** Is the app let in as who it is, may it do in its own account what it has to, and is it told the same time there? */
import { failureOf, saidOf } from '../../failure.ts';
import type { PlaceName } from '../ports/places.ts';
import { type Check, information, problem, type Said } from './check.ts';

const accounts: Readonly<Record<PlaceName, string>> = {
  archive: 'the account of the logs (RARECALL_LOGS)',
  store: 'its own account (AzureWebJobsStorage)',
};

export const identity: Check = {
  id: 'identity',
  asks: 'whether the app has an identity',
  isDeep: true,
  async ask({ places }) {
    const said: Said[] = [];
    for (const place of ['archive', 'store'] as const)
      try {
        await places.identity(place);
      } catch (error) {
        const what = `no token for ${accounts[place]}: ${saidOf(failureOf(error))}`;
        said.push(
          problem(
            'identity',
            what,
            'name the identity by __clientId, and see that the app has it; on a laptop: az login',
          ),
        );
      }
    return { said };
  },
};

const roles = {
  blobs: 'Storage Blob Data Owner',
  queues: 'Storage Queue Data Contributor',
  tables: 'Storage Table Data Contributor',
} as const;

export const rights: Check = {
  id: 'rights',
  asks: 'whether the app may write to its own account',
  isDeep: true,
  async ask({ places }) {
    const tried = await Promise.all(
      (['blobs', 'queues', 'tables'] as const).map(async (kind) => {
        try {
          await places.write(kind);
          return null;
        } catch (error) {
          const what = `${kind} of ${accounts.store} cannot be written: ${saidOf(failureOf(error))}`;
          const todo = `403: give ${roles[kind]} there, and wait some minutes; else look at the firewall and at the way to it`;
          return problem('rights', what, todo);
        }
      }),
    );
    return { said: tried.filter((one) => one !== null) };
  },
};

/** Tokens are refused beyond five minutes, and days end at the wrong time. */
const mostSkewMs = 120_000;

export const clock: Check = {
  id: 'clock',
  asks: 'whether the clock is right',
  isDeep: true,
  async ask({ places, clock: now }) {
    const before = now().getTime();
    const told = await places.time();
    if (told === null) return { said: [] };
    // An answer has whole seconds, and took its time.
    const skewMs = Math.max(before - told.getTime() - 1_000, told.getTime() - now().getTime(), 0);
    const what = `the clock differs from that of Storage by ${Math.round(skewMs / 1_000)} s`;
    return {
      said: skewMs > mostSkewMs ? [problem('clock', what, 'set the clock of this machine by NTP')] : [],
    };
  },
};

/** So many logs are counted in some minutes, by one instance. */
const mostWaiting = 1_000;

export const backlog: Check = {
  id: 'backlog',
  asks: 'whether work waits in the queues',
  async ask({ places }) {
    const long = Object.entries(await places.waiting()).filter(([, count]) => count > mostWaiting);
    return {
      said: long.map(([queue, count]) =>
        information(
          'backlog',
          `about ${count} messages wait in ${queue}`,
          'nothing, after an outage or a first start; else: does the function that reads it run?',
        ),
      ),
    };
  },
};
