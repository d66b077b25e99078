/** The only place that chooses adapters. Clients live as long as the process. */
import { account } from './adapters/azure/account.ts';
import { archives } from './adapters/azure/archives.ts';
import { rankingBlobs } from './adapters/azure/blobs/rankings.ts';
import { dayTable } from './adapters/azure/days.ts';
import { failureTable } from './adapters/azure/failures.ts';
import { findingTable } from './adapters/azure/findings.ts';
import { queueJobs } from './adapters/azure/jobs.ts';
import { linkKeyTable } from './adapters/azure/keys/link-keys.ts';
import { ledgerTable } from './adapters/azure/ledger/ledger.ts';
import { reportBlobs } from './adapters/azure/reports.ts';
import { runTable } from './adapters/azure/runs.ts';
import { suppressionTable } from './adapters/azure/suppressions.ts';
import { workTable } from './adapters/azure/work.ts';
import { buildName } from './adapters/build-name.ts';
import { namesOnce } from './adapters/names-files.ts';
import { places } from './adapters/places.ts';
import { sinksOf } from './adapters/sinks/sinks.ts';
import type { Told } from './adapters/telemetry/telemetry.ts';
import { allLogs } from './app/all-logs.ts';
import type { IngestResult } from './app/ingest.ts';
import { signedLinks } from './app/links.ts';
import type { FindingSink } from './app/ports/sink.ts';
import { keptRankings } from './app/ranking/kept-rankings.ts';
import { rankMemory } from './app/ranking/lost-ranks.ts';
import { sweepMemory } from './app/sweeping/sweep.ts';
import { linkTold, workLinkTold } from './app/telling/link-told.ts';
import { oneAtATime } from './app/turns/one-at-a-time.ts';
import { together } from './app/turns/together.ts';
import { measuredLedger, measuredSink } from './app/watching/measured.ts';
import type { Config } from './config.ts';

export type World = ReturnType<typeof worldOf>;

export function worldOf(config: Config, telemetry: Told) {
  const archive = archives(config.logs, config.moreLogs, config.logContainer);
  const store = account(config.store);
  const names = namesOnce(config.nameFiles);
  const clock = () => new Date();
  const ledger = ledgerTable(
    () => store.table('ledger'),
    () => store.table('clusters'),
  );
  const links = signedLinks(
    linkKeyTable(() => store.table('keys')),
    clock,
    config,
  );
  const told = { page: linkTold(links, clock, config), work: workLinkTold(links, clock, config) };
  return {
    config,
    names,
    links,
    swept: sweepMemory(),
    ranks: rankMemory(),
    once: oneAtATime<IngestResult>(),
    asked: together<unknown>(),
    archive,
    ports: {
      logs: allLogs(archive.logs, clock),
      unread: archive.unread.map(({ container, logs }) => ({ container, logs: allLogs(logs, clock) })),
      ledger: measuredLedger(ledger, telemetry, clock),
      days: dayTable(() => store.table('days')),
      rankings: keptRankings(rankingBlobs(store.blobs, 'rarecall-rankings'), buildName),
      failures: failureTable(() => store.table('failures')),
      findings: findingTable(() => store.table('findings')),
      suppressions: suppressionTable(() => store.table('suppressions')),
      work: workTable(() => store.table('work')),
      jobs: queueJobs(store.queues, archive.first.queues),
      places: places({ archive: config.logs, store: config.store }, store, config.reportContainer),
      runs: runTable(() => store.table('runs')),
      reports: reportBlobs(store.blobs, config.reportContainer),
      sinks: [...sinksOf(config, () => names.get(), told), ...watchers(config)].map((sink) =>
        measuredSink(sink, telemetry),
      ),
      clock,
      telemetry,
    },
  };
}

/** Whoever watches is told of every finding once, as of one that a sink took: it is there where no other sink is. */
const watchers = ({ insights }: Config): FindingSink[] =>
  insights === null ? [] : [{ name: 'insights', deliver: async () => undefined }];
