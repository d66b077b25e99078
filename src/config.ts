/**
 * The only place that reads the environment. One table of settings; from it come types, messages and the README's list.
 * An empty setting is one that is not set. What a connection is made of is in connection.ts.
 */
import { type Connection, connectionIn, connectionProblem } from './connection.ts';
import { ConfigError } from './errors.ts';
import { atLeastOne, duration, list, oneOf, setting, text, url, whole } from './setting.ts';

type Env = Readonly<Record<string, string | undefined>>;

export const settings = {
  logContainer: setting(
    'RARECALL_LOG_CONTAINER',
    'insights-logs-kube-audit',
    'container that AKS archives to',
    text,
  ),
  logCategory: setting('RARECALL_LOG_CATEGORY', 'kube-audit', 'the one log category that is read', text),
  agents: setting('RARECALL_AGENTS', 'kubectl', 'beginnings of user agents that count, by comma', atLeastOne),
  blobSource: setting(
    'RARECALL_BLOB_SOURCE',
    'LogsAndContainerScan',
    'how the blob trigger learns of blobs; Flex Consumption allows EventGrid only',
    oneOf('LogsAndContainerScan', 'EventGrid'),
  ),
  sealAfterMs: setting('RARECALL_SEAL_AFTER', 'P2D', 'quiet time after which a log blob is closed', duration),
  sweepDays: setting('RARECALL_SWEEP_DAYS', '7', 'days back that the sweep looks for growth', whole(1, 62)),
  rowBudget: setting(
    'RARECALL_ROW_BUDGET',
    '20000',
    'distinct calls a log blob may have before URIs fold',
    whole(100, 1_000_000),
  ),
  graceHours: setting(
    'RARECALL_GRACE_HOURS',
    '24',
    'hours after a day in which its events may still arrive',
    whole(0, 168),
  ),
  baselineDays: setting(
    'RARECALL_BASELINE_DAYS',
    '30',
    'days of history a day is judged against',
    whole(1, 90),
  ),
  learningDays: setting(
    'RARECALL_LEARNING_DAYS',
    '7',
    'days of history below which a cluster is learning',
    whole(0, 90),
  ),
  clientIp: setting(
    'RARECALL_CLIENT_IP',
    'first',
    'which source IP is the client',
    oneOf('first', 'last', 'first-public', 'ignore'),
  ),
  privateClusters: setting(
    'RARECALL_PRIVATE_CLUSTERS',
    '',
    'names of clusters behind Private Link, whose IPs say nothing, by comma',
    list,
  ),
  findingsPerDay: setting(
    'RARECALL_FINDINGS_PER_DAY',
    '20',
    'findings told per cluster and day',
    whole(1, 1000),
  ),
  sweepSchedule: setting('RARECALL_SWEEP_SCHEDULE', '0 */5 * * * *', 'when grown blobs are looked for', text),
  rankSchedule: setting('RARECALL_RANK_SCHEDULE', '0 0 4 * * *', 'when yesterday is ranked', text),
  tellSchedule: setting(
    'RARECALL_TELL_SCHEDULE',
    '0 */10 * * * *',
    'when undelivered findings are tried again',
    text,
  ),
  forgetSchedule: setting('RARECALL_FORGET_SCHEDULE', '0 30 5 * * *', 'when old counts are forgotten', text),
  retentionDays: setting(
    'RARECALL_RETENTION_DAYS',
    '90',
    'days that counts are kept; never fewer than the baseline needs',
    whole(1, 3650),
  ),
  findingsDays: setting(
    'RARECALL_FINDINGS_DAYS',
    '400',
    'days that findings, and what was hidden, are kept',
    whole(31, 3650),
  ),
  reportContainer: setting('RARECALL_REPORT_CONTAINER', 'rarecall-reports', 'container of the reports', text),
  webhookUrl: setting('RARECALL_WEBHOOK_URL', '', 'where findings are posted as JSON', url),
  ocsfUrl: setting('RARECALL_OCSF_URL', '', 'where findings are posted as OCSF Detection Findings', url),
  webhookSecret: setting('RARECALL_WEBHOOK_SECRET', '', 'key of the HMAC-SHA256 signature of both', text),
  splunkUrl: setting('RARECALL_SPLUNK_URL', '', 'HTTP Event Collector of Splunk', url),
  splunkToken: setting('RARECALL_SPLUNK_TOKEN', '', 'its token', text),
  splunkIndex: setting(
    'RARECALL_SPLUNK_INDEX',
    '',
    'index to write to; the default of the token unless set',
    text,
  ),
  sentinelUrl: setting('RARECALL_SENTINEL_URL', '', 'logs ingestion endpoint of a data collection rule', url),
  sentinelRule: setting('RARECALL_SENTINEL_RULE', '', 'its immutable id, dcr-…', text),
  slackUrl: setting('RARECALL_SLACK_URL', '', 'incoming webhook of a Slack channel', url),
  teamsUrl: setting('RARECALL_TEAMS_URL', '', 'workflow webhook of a Teams channel', url),
  publicUrl: setting('RARECALL_PUBLIC_URL', '', 'address of this app, for links in chat messages', url),
} as const;

type Values = { readonly [K in keyof typeof settings]: ReturnType<(typeof settings)[K]['read']> };

export interface Config extends Values {
  /** The account AKS archives to; only read. */
  readonly logs: Connection;
  /** Our own account: ledger, queues, findings, reports. */
  readonly store: Connection;
}

/** The environment, for those who put settings of a file under it. */
export const environment = (): Env => process.env;

/** A setting as it was given; nothing where it is empty. */
const given = (env: Env, name: string): string | undefined => (env[name]?.trim() ? env[name] : undefined);

/** One environment of several: later ones win, with what is not empty in them. */
export const over = (...envs: readonly Env[]): Record<string, string | undefined> =>
  Object.fromEntries(
    envs.flatMap((env) => Object.entries(env).filter(([name]) => given(env, name) !== undefined)),
  );

/** @param problems gets a line for every setting at fault */
function valuesOf<K extends keyof Values>(keys: readonly K[], env: Env, problems: string[]): Pick<Values, K> {
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const { name, fallback, read } = settings[key];
    try {
      values[key] = read(given(env, name) ?? fallback);
    } catch (error) {
      problems.push(`${name} must be ${error instanceof Error ? error.message : 'different'}`);
    }
  }
  return values as Pick<Values, K>;
}

/** @throws ConfigError that names every setting at fault */
export function readConfig(env: Env = process.env): Config {
  const problems: string[] = [];
  const values = valuesOf(Object.keys(settings) as (keyof Values)[], env, problems);
  const isGiven = (name: string) => given(env, name) !== undefined;
  if (
    (isGiven('RARECALL_WEBHOOK_URL') || isGiven('RARECALL_OCSF_URL')) &&
    !isGiven('RARECALL_WEBHOOK_SECRET')
  )
    problems.push('RARECALL_WEBHOOK_SECRET must be set: unsigned findings could be anybody’s');
  if (isGiven('RARECALL_SPLUNK_URL') && !isGiven('RARECALL_SPLUNK_TOKEN'))
    problems.push('RARECALL_SPLUNK_TOKEN must be set');
  const logs = connectionIn('RARECALL_LOGS', env);
  const store = connectionIn('AzureWebJobsStorage', env);
  for (const connection of [logs, store]) {
    const problem = connectionProblem(connection);
    if (problem !== null) problems.push(problem);
  }
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return { ...values, logs, store };
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
  'agents',
  'clientIp',
  'privateClusters',
  'baselineDays',
  'learningDays',
  'findingsPerDay',
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
