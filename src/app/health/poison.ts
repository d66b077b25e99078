/** Did messages fail too often, in our account or in that of the archive? What is said to be done is true for each queue. */
import { type Check, information, problem, type Said } from './check.ts';

/** The trigger of the platform keeps its own in the account of its connection: RARECALL_LOGS. */
const triggerQueue = 'webjobs-blobtrigger-poison';

const advice: Readonly<Record<string, string>> = {
  'rarecall-grown-poison':
    'the sweep asks for their log blobs again as far back as RARECALL_SWEEP_DAYS, older ones need rarecall backfill; then remove the messages: nothing is lost with them, and nothing is counted twice if they are put back into rarecall-grown',
  'rarecall-rank-poison':
    'the sweep asks for the days of the last three days again, older ones need rarecall rank --day; then remove the messages: nothing is lost with them, and a day that is ranked twice stays the same',
  'rarecall-announced-poison':
    'the sweep counts those log blobs as far back as RARECALL_SWEEP_DAYS, older ones need rarecall backfill; then remove the messages: nothing is lost with them',
  [triggerQueue]:
    'the trigger does not try those log blobs again; the sweep counts them as far back as RARECALL_SWEEP_DAYS, older ones need rarecall backfill; then remove the messages: nothing is lost with them, and nobody reads them where they lie',
};

const said = (id: string, queue: string, count: number, account: string): Said =>
  problem(id, `${count} messages failed too often and lie in ${queue} of ${account}`, advice[queue] ?? '');

export const poison: Check = {
  id: 'poison',
  asks: 'whether messages failed too often',
  async ask({ jobs }) {
    const poisoned = await jobs.poisoned();
    const full = Object.entries(poisoned).filter(([, count]) => count > 0);
    return {
      said: full.map(([queue, count]) => said('poison', queue, count, 'the account of the app')),
      facts: { poisoned },
    };
  },
};

const unseen = (cause: string): Said =>
  information(
    'archive-poison-unseen',
    `whether log blobs lie in ${triggerQueue} of the account of the archive cannot be seen: ${cause}`,
    'give the app Storage Queue Data Reader there, if it is to be told',
  );

export const archivePoison: Check = {
  id: 'archive-poison',
  asks: 'whether messages failed too often in the account of the archive',
  async ask({ jobs }) {
    const count = await jobs.poisonedLogs();
    if (count === null) return { said: [unseen('the app may not look there')] };
    return {
      said: count > 0 ? [said('archive-poison', triggerQueue, count, 'the account of the archive')] : [],
      facts: count > 0 ? { poisoned: { [triggerQueue]: count } } : {},
    };
  },
  // Some accounts of blobs have no queues; an archive that is away is a problem of its own.
  failed: (_error, cause) => unseen(cause),
};
