/** Finds a finding in files by its id, and its events in them. An id tells whose calls it is of, and of which day. */
import type { HuntConfig } from '../../config.ts';
import { type Day, dayOfTime } from '../../core/count/day.ts';
import { type Behind, type EventsAsked, eventsOf } from '../../core/find/events-of.ts';
import type { Finding } from '../../core/find/finding.ts';
import { findingIds } from '../../core/find/finding-ids.ts';
import { hidingNow } from '../../core/find/suppressions/shipped.ts';
import type { Call } from '../../core/read/call.ts';
import { UsageError } from '../../errors.ts';
import { withoutCopies } from '../files/copies.ts';
import { logFiles } from '../files/files.ts';
import { isWanted, readRawEvents } from '../files/raw-events.ts';
import type { Read } from '../files/read.ts';
import { settingsFor } from '../hunting/asked.ts';
import { type ClusterLogs, clientIpOf, huntSurprise, toldDay } from '../hunting/rank-files.ts';
import { progressBar } from '../output/progress.ts';
import { readLogs } from '../read-logs.ts';
import { say } from '../say.ts';
import { type EventsCommand, type EventsFound, unknown } from './found.ts';

/** @throws UsageError, MissingError, UnreadableError, TooMuchError */
export async function eventsInFiles(
  asked: string,
  paths: readonly string[],
  options: EventsCommand,
): Promise<EventsFound> {
  if (paths.includes('-'))
    throw new UsageError('the logs are read twice, which standard input cannot be: name files');
  const config = settingsFor(options.category === undefined ? {} : { category: options.category });
  const reading = {
    category: config.logCategory,
    clients: config.clients,
    agents: config.agents,
    plain: true,
  };
  const { read, unread } = await readLogs(paths, { read: reading, cluster: options.cluster });
  const idsOf = findingIds((cluster) => clientIpOf(cluster, config));
  const whose = await whoseId(asked, read, idsOf, config);
  const hunted = await huntedFinding(whose, config);
  if (hunted === null)
    say(
      `these logs alone make no finding of it: all events of this actor from this address on ${whose.day} are printed`,
    );
  const finding = hunted ?? actorOf(whose);
  const events = eventsOf(finding, {
    contextMs: options.context ?? null,
    ...(hunted === null ? { own: allOf(whose, idsOf) } : {}),
  });
  const files = await withoutCopies(await logFiles(paths), () => undefined);
  const size = files.reduce((sum, file) => (isWanted(file, events) ? sum + (file.size ?? 0) : sum), 0);
  const bar = progressBar('reading', size);
  const broken = await readRawEvents(files, events, {
    read: reading,
    cluster: options.cluster,
    onBytes: bar.add,
  }).finally(bar.end);
  return { finding, events, unread: [...new Set([...unread, ...broken])] };
}

type IdsOf = ReturnType<typeof findingIds>;

/** Whose calls of which day an id is of. */
interface Whose {
  readonly id: string;
  readonly day: Day;
  readonly logs: ClusterLogs;
  /** The first of them. */
  readonly call: Call;
}

/** @throws MissingError, UsageError where several ids begin so */
async function whoseId(asked: string, read: Read, idsOf: IdsOf, config: HuntConfig): Promise<Whose> {
  const found = new Map<string, Whose>();
  for (const logs of read.clusters.values())
    for (const { rows } of logs.parts)
      for (const { day, call, client } of rows)
        if (day !== null && client !== 'presence')
          for (const id of idsOf(call, logs.cluster, day))
            if (id.startsWith(asked) && !found.has(id)) found.set(id, { id, day, logs, call });
  const [one, another] = found.values();
  if (one === undefined) {
    const { day, findings } = await huntSurprise(read, { ...config, day: null, limit: 1 });
    throw unknown(asked, { day, ids: findings.map(({ id }) => id) });
  }
  if (another !== undefined)
    throw new UsageError(`several ids begin with ${asked}: ${[...found.keys()].slice(0, 10).join(', ')}`);
  return one;
}

/** The finding as a hunt of its day makes it, told or held back. */
async function huntedFinding({ id, day, logs }: Whose, config: HuntConfig): Promise<Finding | null> {
  const hiding = hidingNow([], new Date());
  // An id is made of what is shown: of a name that holds a secret, masked or not.
  for (const reveal of [false, true]) {
    const { told } = await toldDay(logs, day, hiding, { ...config, day, limit: 0, reveal });
    const found = [...told.findings, ...told.held].find((one) => one.id === id);
    if (found !== undefined) return found;
  }
  return null;
}

/** What stands in for a finding that these logs do not make. */
const actorOf = ({ day, logs, call }: Whose): Behind => ({
  clusterId: logs.cluster.id,
  user: call.user ?? '',
  firstSeen: `${day}T00:00:00.000Z`,
  lastSeen: `${day}T23:59:59.999Z`,
  calls: [],
});

const allOf = ({ id, day, logs }: Whose, idsOf: IdsOf): NonNullable<EventsAsked['own']> => ({
  during: { from: `${day}T00:00:00.000000Z`, to: `${day}T23:59:59.999999Z` },
  is: ({ call, time }, clusterId) =>
    clusterId === logs.cluster.id && dayOfTime(time) === day && idsOf(call, logs.cluster, day).includes(id),
});
