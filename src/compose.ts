/** What the app does, over the ports of its world. Settings are read once; refuses to know what is behind a port. */
import { boundHeap } from './adapters/heap.ts';
import { telemetryTo } from './adapters/telemetry/telemetry.ts';
import type { BackfillProgress } from './app/backfilling/backfill.ts';
import { type AskedOfApp, type AskProgress, askApp, countedByApp } from './app/backfilling/through-app.ts';
import { counting } from './app/counting.ts';
import { clusterStates } from './app/coverage/state.ts';
import { forget, isForgotten } from './app/forget.ts';
import { archiveChecks, cheapChecks, deepChecks, examined, health } from './app/health/health.ts';
import { inWords } from './app/in-words.ts';
import type { IngestResult } from './app/ingest.ts';
import type { Log } from './app/ports/log.ts';
import { askLostRanks } from './app/ranking/lost-ranks.ts';
import { rankCluster, rankDays } from './app/ranking/rank.ts';
import { rankAndTell } from './app/ranking/rank-and-tell.ts';
import { type SetOptions, setSuppressions, shownSuppressions, trySuppressions } from './app/suppress.ts';
import { sweep } from './app/sweeping/sweep.ts';
import { tell } from './app/telling/tell.ts';
import { tellHealth, tellStates } from './app/watching/gauges.ts';
import { measuredRun } from './app/watching/measured.ts';
import { workByLink } from './app/working/by-link.ts';
import { changeWork, type SaidChange } from './app/working/work.ts';
import { type Config, readConfig } from './config.ts';
import { addDays, type Day, dayOf } from './core/count/day.ts';
import type { Suppression } from './core/find/suppressions/suppression.ts';
import type { Expected } from './core/find/version.ts';
import { patternText } from './core/rank/pattern.ts';
import { uriTemplate } from './core/rank/uri.ts';
import { type Cluster, logPath } from './core/read/path.ts';
import { questions } from './questions.ts';
import { settings } from './settings.ts';
import { type World, worldOf } from './world.ts';

export type App = ReturnType<typeof composed>;

/** A function stops itself this long after it began; host.json ends it at ten minutes. */
const workMs = 8 * 60_000;

/** A question must be answered within 230 s. Source: Azure Functions, "Function app timeout duration". */
const answerMs = 200_000;

/** Days back of which whoever watches is told what is missing. */
const watchedDays = 2;

const usualSweeps = settings.sweepSchedule.fallback;

let kept: World | undefined;

/** The app of this process. @throws ConfigError that names every setting at fault */
export function compose(log: Log): App {
  if (kept === undefined) {
    boundHeap();
    const config = readConfig();
    kept = worldOf(config, telemetryTo(config.insights));
  }
  return inWords(composed(kept, log));
}

/** What waits to be told of this process is told, if that takes no longer. */
export const endTelemetry = async (withinMs: number): Promise<void> =>
  await kept?.ports.telemetry.end(withinMs);

/** An app of its own, for other settings than those of the environment. It tells no telemetry: somebody is there to see it. */
export const composeWith = (config: Config, log: Log): App =>
  inWords(composed(worldOf(config, telemetryTo(null)), log));

function composed(world: World, log: Log) {
  const { config, names, swept, ranks, once, archive } = world;
  const ports = { ...world.ports, log };
  const { clock } = ports;
  const deadline = () => new Date(clock().getTime() + workMs);
  const namesKnown = () => names.get(log);
  const archiveSaid = async () => await health(ports, config, archiveChecks);
  const unseen = async () => (await archiveSaid()).problems;
  const telling = () => {
    // The same for all reports that are written in one go.
    let found: Promise<readonly string[]> | undefined;
    const once = () => {
      found ??= unseen();
      return found;
    };
    return { ...config, names: namesKnown(), deadline: deadline(), unseen: once };
  };
  const answerDeadline = () => new Date(clock().getTime() + answerMs);

  const read = {
    category: config.logCategory,
    clients: config.clients,
    agents: config.agents,
    plain: false,
  };
  const { count, countDays } = counting(ports, once, {
    read,
    budget: { rows: config.rowBudget, foldUri: uriTemplate, patternOf: patternText },
    sealAfterMs: config.sealAfterMs,
    sweepDays: config.sweepDays,
    workMs,
  });

  // Whoever sweeps more rarely than usual waits as long as for logs.
  const sweepHours = config.sweepSchedule === usualSweeps ? 1 : config.freshHours;
  const statesOf = (from: Day, to: Day) =>
    clusterStates(ports, from, to, { ...config, deadline: answerDeadline() });

  const said = async () => (await archiveSaid()).said;

  return {
    ...questions(world, { log, read, answerDeadline, unseen, archive: said, statesOf }),
    ingest: count,
    /** Whoever tells of blobs may tell of the whole archive at once: what retention would drop is left to a backfill. */
    async ingestAnnounced(blobName: string): Promise<IngestResult> {
      const hour = logPath(blobName)?.hour;
      const isDropped = hour !== undefined && isForgotten(hour, clock(), config);
      return isDropped ? { state: 'ignored' } : await count(blobName);
    },
    backfill: countDays,
    /** The same by the app's queue: asked for, and waited for. */
    backfillThroughApp: (range: { readonly from: Day; readonly to: Day }, onProgress: AskProgress) =>
      askApp(ports, range, onProgress),
    countedByApp: (asked: AskedOfApp, onProgress: (progress: BackfillProgress) => void) =>
      countedByApp(ports, asked, config, onProgress),
    logNamed: archive.logNamed,
    requireLogs: archive.requireLogs,
    /** Also sees to days whose ranking was lost. */
    async sweep() {
      const until = deadline();
      const result = await measuredRun('sweep', ports, async () => {
        const seen = await sweep(ports, { ...config, deadline: until }, swept);
        ports.telemetry.measure('unswept', seen.failed);
        await ports.runs.note('sweep', clock());
        return seen;
      });
      await askLostRanks(ports, config, ranks);
      return result;
    },

    clustersKnown: () => ports.ledger.clusters(),
    rankDays: (days?: readonly Day[]) => rankDays(ports, days),

    async rankCluster(cluster: Cluster, day: Day): Promise<number | null> {
      const findings = await rankCluster(ports, cluster, day, config);
      await tell(ports, telling(), [day]);
      return findings;
    },

    rankMessage: (cluster: Cluster, day: Day) => rankAndTell(ports, cluster, day, telling()),

    tell: () => tell(ports, telling()),
    forget: () => forget(ports, config, deadline()),
    changeWork: (id: string, change: SaidChange, expected?: Expected) =>
      changeWork(ports, id, change, expected),
    workByLink: (query: URLSearchParams, body: string) =>
      workByLink(query, body, { links: world.links, ports }),
    now: clock,
    suppressions: (id?: string) => shownSuppressions(ports, id),
    damagedSuppressions: () => ports.suppressions.damaged(),
    setSuppressions: (suppressions: readonly Suppression[], options?: SetOptions) =>
      setSuppressions(ports, suppressions, options),
    removeSuppression: (id: string, expected?: Expected) => ports.suppressions.remove(id, expected),
    trySuppressions: (suppressions: readonly Suppression[]) => trySuppressions(ports, suppressions),

    /** What of the archive is not seen, as health says it. */
    archive: said,
    /** @param isDeep tries things out as well */
    health: (isDeep = false) => health(ports, { ...config, sweepHours }, isDeep ? deepChecks : undefined),
    /** Every question of health with its answer. @param checkMs longest wait for one */
    examine: (checkMs: number) => examined(ports, { ...config, sweepHours, checkMs }),
    /** Tells whoever watches how Rarecall is; nobody is asked where nobody watches. */
    async watched(): Promise<void> {
      if (config.insights === null) return;
      tellHealth(await health(ports, { ...config, sweepHours }, cheapChecks), ports.telemetry);
      const today = dayOf(clock());
      await tellStates(() => statesOf(addDays(today, -watchedDays), today), ports);
    },
  };
}
