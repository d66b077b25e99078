/** Commands that work on a storage account: replay, rank, backfill. The same jobs as the timers, by hand. */
import { composeWith } from '../compose.ts';
import { connectionOf, environment, readConfig } from '../config.ts';
import type { Day } from '../core/count/day.ts';
import { MissingError, UsageError } from '../errors.ts';
import { settingsFile } from '../host/settings-file.ts';
import { logFiles } from './files.ts';
import { progressBar } from './progress.ts';
import { replay } from './replay.ts';
import { say } from './say.ts';

const told = (...parts: readonly unknown[]): void =>
  say(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
const quiet = { info: () => undefined, warn: told, error: told };

/** The app on the given account, else on that of its settings. */
export function appOn(connection: string | undefined) {
  const env = { ...settingsFile(), ...environment() };
  const given =
    connection === undefined ? {} : { RARECALL_LOGS: connection, AzureWebJobsStorage: connection };
  return composeWith(readConfig({ ...env, ...given }), quiet);
}

export async function rank(options: { readonly day: Day; readonly connection?: string }): Promise<void> {
  const app = appOn(options.connection);
  const clusters = await app.clustersKnown();
  if (clusters.length === 0)
    throw new MissingError('no log has been counted in this account yet: run rarecall backfill first');
  const bar = progressBar('ranking', clusters.length);
  let found = 0;
  let ranked = 0;
  for (const cluster of clusters) {
    const findings = await app.rankCluster(cluster, options.day);
    if (findings !== null) ranked++;
    found += findings ?? 0;
    bar.add(1);
  }
  bar.end();
  if (ranked === 0) throw new MissingError(`no logs have been counted for ${options.day}`);
  console.log(`${options.day}: ${ranked} clusters ranked, ${found} findings`);
}

export async function backfillDays(options: {
  readonly from: Day;
  readonly to: Day;
  readonly connection?: string;
}): Promise<void> {
  if (options.from > options.to) throw new UsageError('--from must not be after --to');
  const app = appOn(options.connection);
  await app.requireLogs();
  let bar: ReturnType<typeof progressBar> | undefined;
  const done = await app.backfill(options, ({ bytes, bytesDone }) => {
    bar ??= progressBar('counting', bytes);
    bar.set(bytesDone);
  });
  bar?.end();
  if (done.blobs === 0) throw new MissingError(`no log blob lies between ${options.from} and ${options.to}`);
  console.log(
    `${done.blobsDone} log blobs counted, ${done.bytesDone} bytes; rank a day with: rarecall rank --day ${options.to}`,
  );
}

export async function replayFiles(
  paths: readonly string[],
  options: { readonly connection?: string; readonly pieces: number; readonly cluster: string },
): Promise<void> {
  const env = { ...settingsFile(), ...environment() };
  const connection = options.connection ?? connectionOf('RARECALL_LOGS', env).connectionString;
  if (connection === undefined)
    throw new UsageError(
      'name the account: --connection "<connection string>", or the setting RARECALL_LOGS',
    );
  const files = await logFiles(paths);
  const bar = progressBar(
    'uploading',
    files.reduce((sum, { size }) => sum + (size ?? 0), 0),
  );
  const { logContainer } = readConfig(env);
  const done = await replay({
    sources: files,
    connection,
    container: logContainer,
    pieces: options.pieces,
    cluster: options.cluster,
    onProgress: bar.set,
  }).finally(bar.end);
  console.log(`${done.blobs} log blobs hold the logs now, ${done.bytes} bytes were appended`);
}
