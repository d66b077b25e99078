/**
 * What a day costs at most, reckoned as docs/cost.md does from requests that were counted. Knows its prices; refuses to know what
 * else somebody pays for. US dollars.
 */

/** A month of each, by the rows of docs/cost.md; a test holds the two together. */
export const monthly = {
  sweep: 0.0544,
  sweepOfCluster: 0.1014,
  counted: 0.0101,
  ranked: 0.0011,
  told: 0.0057,
  watched: 0.0151,
  watchedOfCluster: 0.0017,
  host: 0.184,
} as const;

const days = 730 / 24;
/** A log grows before each sweep of its hour, and is closed once. */
const countsOfLog = 13;
const executionsOfApp = 288 + 144 + 2;
const executionsOfCluster = 2;
/** Of each execution alone on its instance: the second that is the least, at two gigabytes. */
const execution = { dollars: 0.4 / 1e6, gbSeconds: 2, gbSecondDollars: 0.000026 };
const free = { executions: 250_000 / days, gbSeconds: 100_000 / days };

/** @param logs hours of all clusters that were counted */
export function dayCost({ clusters, logs }: { readonly clusters: number; readonly logs: number }): number {
  const { sweep, sweepOfCluster, counted, ranked, told, watched, watchedOfCluster, host } = monthly;
  const app = sweep + told + watched + host;
  const each = sweepOfCluster + ranked + watchedOfCluster;
  const requests = (app + clusters * each) / days + (logs * counted) / 730;
  const executions = executionsOfApp + clusters * executionsOfCluster + logs * countsOfLog;
  const gbSeconds = executions * execution.gbSeconds;
  return (
    requests +
    Math.max(0, executions - free.executions) * execution.dollars +
    Math.max(0, gbSeconds - free.gbSeconds) * execution.gbSecondDollars
  );
}

/** `$0.012`: to the tenth of a cent, as coarse as it is reckoned. */
export const costPhrase = (dollars: number): string => `$${dollars.toFixed(3)}`;
