/** The only place that chooses adapters. Clients live as long as the process; settings are read once. */
import { account } from './adapters/azure/account.ts';
import { auditBlobs, requireContainer } from './adapters/azure/audit-logs.ts';
import { dayTable } from './adapters/azure/days.ts';
import { findingTable } from './adapters/azure/findings.ts';
import { queueJobs } from './adapters/azure/jobs.ts';
import { ledgerTable } from './adapters/azure/ledger.ts';
import { reportBlobs } from './adapters/azure/reports.ts';
import { suppressionTable } from './adapters/azure/suppressions.ts';
import { sinksOf } from './adapters/sinks/sinks.ts';
import { answerCalls, answerFindings, lastToldDay } from './app/answer.ts';
import { type BackfillProgress, backfill } from './app/backfill.ts';
import { forget } from './app/forget.ts';
import { type IngestResult, ingest } from './app/ingest.ts';
import type { Log } from './app/ports/log.ts';
import type { CallQuestion, FindingQuestion } from './app/question.ts';
import { rankCluster, rankDays } from './app/rank.ts';
import { rankAndTell } from './app/rank-and-tell.ts';
import { reportData } from './app/report.ts';
import { clusterStates, health } from './app/state.ts';
import { type SetOptions, setSuppressions, shownSuppressions, trySuppressions } from './app/suppress.ts';
import { type SweepMemory, sweep } from './app/sweep.ts';
import { tell } from './app/tell.ts';
import { type Config, readConfig } from './config.ts';
import { addDays, type Day, dayOf, firstHour } from './core/count/day.ts';
import { type Suppression, suppressedCalls } from './core/find/suppression.ts';
import { uriTemplate } from './core/rank/uri.ts';
import type { Cluster } from './core/read/path.ts';
import { reportPage } from './core/show/pages/report.ts';

export type App = ReturnType<typeof composed>;

/** A function stops itself this long after it began; host.json ends it at ten minutes. */
const workMs = 8 * 60_000;

let kept: ReturnType<typeof worldOf> | undefined;

/** The app of this process. @throws ConfigError that names every setting at fault */
export function compose(log: Log): App {
  kept ??= worldOf(readConfig());
  return composed(kept, log);
}

/** An app of its own, for other settings than those of the environment. */
export const composeWith = (config: Config, log: Log): App => composed(worldOf(config), log);

function worldOf(config: Config) {
  const logsAccount = account(config.logs);
  const store = account(config.store);
  const swept: SweepMemory = { settled: new Map(), stoppedAt: null };
  return {
    config,
    swept,
    logsAccount,
    ports: {
      logs: auditBlobs(logsAccount.blobs, config.logContainer),
      ledger: ledgerTable(
        () => store.table('ledger'),
        () => store.table('clusters'),
      ),
      days: dayTable(() => store.table('days')),
      findings: findingTable(() => store.table('findings')),
      suppressions: suppressionTable(() => store.table('suppressions')),
      jobs: queueJobs(store.queues),
      reports: reportBlobs(store.blobs, config.reportContainer),
      sinks: sinksOf(config),
      clock: () => new Date(),
    },
  };
}

function composed({ config, swept, logsAccount, ports: world }: ReturnType<typeof worldOf>, log: Log) {
  const ports = { ...world, log };
  const { jobs, clock } = ports;
  const deadline = () => new Date(clock().getTime() + workMs);

  /** Counts what is new in a log blob, and sees to it that what it had to leave is counted later. */
  async function ingestBlob(blobName: string): Promise<IngestResult> {
    const result = await ingest(blobName, ports, {
      read: { category: config.logCategory, agents: config.agents, plain: false },
      budget: { rows: config.rowBudget, foldUri: uriTemplate },
      sealAfterMs: config.sealAfterMs,
      deadline: deadline(),
    });
    if (result.state === 'unfinished') await jobs.count(blobName);
    if (result.state === 'counted' && result.tail > 0) {
      // The sweep comes by in time for a recent hour; an older one would wait for its last line for ever.
      const swept = addDays(dayOf(clock()), 1 - config.sweepDays);
      if (result.blob.path.hour < firstHour(swept)) await jobs.count(blobName, config.sealAfterMs + 60_000);
    }
    return result;
  }

  return {
    ingest: ingestBlob,
    backfill: (
      range: { readonly from: Day; readonly to: Day },
      onProgress: (progress: BackfillProgress) => void,
    ) => backfill(ports.logs, ingestBlob, range, onProgress),
    requireLogs: () => requireContainer(logsAccount.blobs(), config.logContainer),
    sweep: () => sweep(ports, { ...config, deadline: deadline() }, swept),
    clustersKnown: () => ports.ledger.clusters(),
    rankDays: (days?: readonly Day[]) => rankDays(ports, days),

    async rankCluster(cluster: Cluster, day: Day): Promise<number | null> {
      const findings = await rankCluster(ports, cluster, day, config);
      await tell(ports, { ...config, deadline: deadline() }, [day]);
      return findings;
    },

    rankMessage: (cluster: Cluster, day: Day) =>
      rankAndTell(ports, cluster, day, { ...config, deadline: deadline() }),

    tell: () => tell(ports, { ...config, deadline: deadline() }),
    forget: () => forget(ports, config, deadline()),
    calls: (question: CallQuestion) => answerCalls(question, ports, config),
    findings: (question: FindingQuestion) => answerFindings(question, ports),

    async finding(id: string) {
      const found = await ports.findings.find(id);
      return found === null
        ? null
        : {
            ...found.finding,
            version: found.version,
            closed: found.closed,
            told: found.told,
            refused: found.refused,
          };
    },

    /** The report of a day as a page; of the last day with findings where none is named. */
    async report(asked: Day | null): Promise<string> {
      const day = asked ?? (await lastToldDay(ports));
      const found = await ports.findings.readDay(day);
      const suppressed = suppressedCalls(await ports.suppressions.hiddenOn(day), clock());
      return reportPage(await reportData(ports.ledger, day, found, suppressed, clock(), config));
    },

    now: clock,
    suppressions: (id?: string) => shownSuppressions(ports, id),
    damagedSuppressions: () => ports.suppressions.damaged(),
    setSuppressions: (suppressions: readonly Suppression[], options?: SetOptions) =>
      setSuppressions(ports, suppressions, options),
    removeSuppression: (id: string, expected?: string) => ports.suppressions.remove(id, expected),
    trySuppressions: (suppressions: readonly Suppression[]) => trySuppressions(ports, suppressions),

    clusters(from: Day | null, to: Day | null) {
      const today = dayOf(clock());
      const until = to ?? (from !== null && from > today ? from : today);
      return clusterStates(ports, from ?? addDays(until, -35), until, config);
    },

    health: () => health(ports),
  };
}
