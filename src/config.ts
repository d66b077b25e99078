/**
 * The only place that reads or sets the environment, by the table of settings.ts.
 * An empty setting is one that is not set. What a connection is made of is in connection.ts.
 */
import { type Connection, connectionIn, connectionProblem, isSet } from './connection.ts';
import { ConfigError } from './errors.ts';
import { type Insights, insightsIn, insightsProblem } from './insights.ts';
import { settings } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

type Values = { readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['read']> };

export interface Config extends Values {
  /** The account AKS archives to; only read. */
  readonly logs: Connection;
  /** Our own account: ledger, queues, findings, reports. */
  readonly store: Connection;
  /** Where telemetry goes; `null` where none is wanted, or its settings are at fault: nothing else ends for that. */
  readonly insights: Insights | null;
  /** What is wrong with settings, and ends nothing. */
  readonly doubts: readonly string[];
}

/** The environment, for those who put settings of a file under it. */
export const environment = (): Env => process.env;

/** Sets settings for the whole process: functions that are hosted in it read them, as any other host would give them. */
export const setEnvironment = (values: Env): void => void Object.assign(process.env, values);

/** A setting as it was given; nothing where it is empty. */
const given = (env: Env, name: string): string | undefined => (env[name]?.trim() ? env[name] : undefined);

/** One environment of several: later ones win, with what is not empty in them. */
export const over = (...envs: readonly Env[]): Record<string, string | undefined> =>
  Object.fromEntries(
    envs.flatMap((env) => Object.entries(env).filter(([name]) => given(env, name) !== undefined)),
  );

/** What App Service hands on where it could not resolve a reference. Source: Microsoft, "Use Key Vault references". */
const unresolved = /^@Microsoft\.KeyVault\(/i;

const notResolved =
  'a Key Vault reference that was resolved: the secret must be there, and the app’s identity must be Key Vault Secrets User';

/** @param problems gets a line for every setting at fault */
function valuesOf<K extends keyof Values>(keys: readonly K[], env: Env, problems: string[]): Pick<Values, K> {
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const { name, fallback, read } = settings[key];
    try {
      const text = given(env, name) ?? fallback;
      if (unresolved.test(text)) throw new Error(notResolved);
      values[key] = read(text);
    } catch (error) {
      problems.push(`${name} must be ${error instanceof Error ? error.message : 'different'}`);
    }
  }
  return values as Pick<Values, K>;
}

/** Who knows the key of one receiver must not be able to sign for another. */
function keyProblems(env: Env): string[] {
  const unsigned = 'must be set: unsigned findings could be anybody’s';
  const shared = 'must differ from RARECALL_WEBHOOK_SECRET: who knows one could sign for the other';
  const of = (name: string) => given(env, name);
  const [webhook, ocsf] = [of('RARECALL_WEBHOOK_SECRET'), of('RARECALL_OCSF_SECRET')];
  return [
    ...(of('RARECALL_WEBHOOK_URL') && !webhook ? [`RARECALL_WEBHOOK_SECRET ${unsigned}`] : []),
    ...(of('RARECALL_OCSF_URL') && !ocsf ? [`RARECALL_OCSF_SECRET ${unsigned}`] : []),
    ...(ocsf && ocsf === webhook ? [`RARECALL_OCSF_SECRET ${shared}`] : []),
    ...(of('RARECALL_SPLUNK_URL') && !of('RARECALL_SPLUNK_TOKEN')
      ? ['RARECALL_SPLUNK_TOKEN must be set']
      : []),
  ];
}

/** @throws ConfigError that names every setting at fault */
export function readConfig(env: Env = process.env): Config {
  const problems: string[] = [];
  const values = valuesOf(Object.keys(settings) as (keyof Values)[], env, problems);
  problems.push(...keyProblems(env));
  const logs = connectionIn('RARECALL_LOGS', env);
  const store = connectionIn('AzureWebJobsStorage', env);
  for (const connection of [logs, store]) {
    const problem = connectionProblem(connection);
    if (problem !== null) problems.push(problem);
  }
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  const doubt = insightsProblem(env);
  const insights = doubt === null ? insightsIn(env) : null;
  return { ...values, logs, store, insights, doubts: doubt === null ? [] : [doubt] };
}

/** Everything that is wrong with the settings of an app that is to run in Azure; empty where nothing is. */
export function settingProblems(env: Env = process.env): readonly string[] {
  const unset = (['RARECALL_LOGS', 'AzureWebJobsStorage'] as const)
    .filter((name) => !isSet(connectionIn(name, env)))
    .map((name) => `${name} must be set: its account, or a connection string`);
  const insights = insightsProblem(env);
  const more = [...unset, ...(insights === null ? [] : [insights])];
  try {
    readConfig(env);
    return more;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...more, ...error.message.split('; ')];
  }
}

const bindings = [
  'logContainer',
  'blobSource',
  'sweepSchedule',
  'rankSchedule',
  'tellSchedule',
  'forgetSchedule',
] as const;

/** What the doors register with. Read on its own, so that a fault in any setting cannot unregister every function. */
export function readBindings(env: Env = process.env): Pick<Values, (typeof bindings)[number]> {
  const good = valuesOf(bindings, env, []);
  return { ...valuesOf(bindings, {}, []), ...good };
}

const huntKeys = [
  'logCategory',
  'clients',
  'agents',
  'clientIp',
  'egress',
  'privateClusters',
  'baselineDays',
  'learningDays',
  'findingsPerDay',
  'graceHours',
  'nameFiles',
] as const;

/** What a hunt in files has in common with one in the ledger. */
export type HuntConfig = Pick<Values, (typeof huntKeys)[number]>;

/** Read on its own: a fault in a setting that no hunt needs is no reason not to hunt. @throws ConfigError */
export function readHuntConfig(env: Env): HuntConfig {
  const problems: string[] = [];
  const values = valuesOf(huntKeys, env, problems);
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return values;
}

/** The settings of a connection by its name, as the Functions host reads them. */
export const connectionOf = (name: string, env: Env = process.env): Connection => connectionIn(name, env);
