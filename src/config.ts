/**
 * The only place that reads the environment. One table of settings; from it come types, messages and the README's list.
 * Connections (`RARECALL_LOGS`, `AzureWebJobsStorage`) follow the rules of Azure Functions and are read here too.
 */
import { ConfigError } from './errors.ts';
import {
  atLeastOne,
  duration,
  list,
  oneOf,
  type Setting,
  secret,
  setting,
  text,
  url,
  webUrl,
  whole,
  yesOrNo,
} from './setting.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The settings of one connection, without its name: `''` holds the connection string, the others their suffix. */
export interface Connection {
  /** Name of the setting, for messages. */
  readonly name: string;
  readonly connectionString?: string | undefined;
  readonly accountName?: string | undefined;
  readonly serviceUri?: string | undefined;
  readonly blobServiceUri?: string | undefined;
  readonly queueServiceUri?: string | undefined;
  readonly tableServiceUri?: string | undefined;
  readonly clientId?: string | undefined;
}

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
  reveal: setting(
    'RARECALL_REVEAL',
    'false',
    'true shows command lines and query values as they were logged, everywhere',
    yesOrNo,
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
  webhookSecret: setting(
    'RARECALL_WEBHOOK_SECRET',
    '',
    'key of the HMAC-SHA256 signature of the webhook',
    secret,
  ),
  ocsfSecret: setting(
    'RARECALL_OCSF_SECRET',
    '',
    'key of the HMAC-SHA256 signature of OCSF; another one',
    secret,
  ),
  splunkUrl: setting('RARECALL_SPLUNK_URL', '', 'HTTP Event Collector of Splunk', url),
  splunkToken: setting('RARECALL_SPLUNK_TOKEN', '', 'its token', secret),
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
  publicUrl: setting(
    'RARECALL_PUBLIC_URL',
    '',
    'address of a front of this app that signs people in, for links in chat messages',
    webUrl,
  ),
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

/** @throws ConfigError that names every setting at fault */
export function readConfig(env: Env = process.env): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, { name, fallback, read }] of Object.entries(settings)) {
    try {
      values[key] = read(env[name] || fallback);
    } catch (error) {
      problems.push(`${name} must be ${error instanceof Error ? error.message : 'different'}`);
    }
  }
  problems.push(...keyProblems(env));
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return {
    ...(values as Values),
    logs: connectionOf('RARECALL_LOGS', env),
    store: connectionOf('AzureWebJobsStorage', env),
  };
}

/** Who knows the key of one receiver must not be able to sign for another. */
function keyProblems(env: Env): string[] {
  const unsigned = 'must be set: unsigned findings could be anybody’s';
  const shared = 'must differ from RARECALL_WEBHOOK_SECRET: who knows one could sign for the other';
  const { RARECALL_WEBHOOK_SECRET: webhook, RARECALL_OCSF_SECRET: ocsf } = env;
  return [
    ...(env.RARECALL_WEBHOOK_URL && !webhook ? [`RARECALL_WEBHOOK_SECRET ${unsigned}`] : []),
    ...(env.RARECALL_OCSF_URL && !ocsf ? [`RARECALL_OCSF_SECRET ${unsigned}`] : []),
    ...(ocsf && ocsf === webhook ? [`RARECALL_OCSF_SECRET ${shared}`] : []),
    ...(env.RARECALL_SPLUNK_URL && !env.RARECALL_SPLUNK_TOKEN ? ['RARECALL_SPLUNK_TOKEN must be set'] : []),
  ];
}

/** What the doors register with. Read on its own, so that a fault in another setting cannot unregister every function. */
export function readBindings(env: Env = process.env) {
  const { logContainer, blobSource, sweepSchedule, rankSchedule, tellSchedule, forgetSchedule } = settings;
  const of = ({ name, fallback }: Setting<unknown>): string => env[name] || fallback;
  return {
    logContainer: of(logContainer),
    blobSource: of(blobSource) === 'EventGrid' ? ('EventGrid' as const) : ('LogsAndContainerScan' as const),
    sweepSchedule: of(sweepSchedule),
    rankSchedule: of(rankSchedule),
    tellSchedule: of(tellSchedule),
    forgetSchedule: of(forgetSchedule),
  };
}

/** The settings of a connection by its name, as the Functions host reads them. */
export const connectionOf = (name: string, env: Env = process.env): Connection => ({
  name,
  connectionString: env[name] || undefined,
  accountName: env[`${name}__accountName`],
  serviceUri: env[`${name}__serviceUri`],
  blobServiceUri: env[`${name}__blobServiceUri`],
  queueServiceUri: env[`${name}__queueServiceUri`],
  tableServiceUri: env[`${name}__tableServiceUri`],
  clientId: env[`${name}__clientId`],
});
