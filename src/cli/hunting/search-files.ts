/** `rarecall hunt --search`: the events of every client in local files, by one of the searches. */
import { startOf } from '../../core/count/cursor.ts';
import { type Day, dayOfTime, earliestDay, latestDay } from '../../core/count/day.ts';
import type { SegmentBuilder } from '../../core/count/segment.ts';
import { actOfEvent } from '../../core/find/searches/act.ts';
import { type ReadingName, type SearchAnswer, searchAnswer } from '../../core/find/searches/answer.ts';
import { sharedMemory } from '../../core/find/searches/memory.ts';
import type { SearchName } from '../../core/find/searches/names.ts';
import type { Found, Search } from '../../core/find/searches/search.ts';
import { searches } from '../../core/find/searches/searches.ts';
import type { ClientIpPolicy } from '../../core/rank/client-ip.ts';
import type { CallEvent } from '../../core/read/call.ts';
import type { Cluster } from '../../core/read/path.ts';
import { searchCsv, searchTable } from '../../core/show/terminal/searches.ts';
import { visibleJson } from '../../core/show/visible.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { tableStyle } from '../output/style.ts';
import { readLogs } from '../read-logs.ts';
import { say } from '../say.ts';
import { mustBeKnown, settingsFor, wantedClusters } from './asked.ts';
import type { HuntCommand } from './hunt-files.ts';
import { accountsOf } from './rank-files.ts';
import { print } from './said.ts';
import { linesOf } from './text.ts';
import { mustBeInOrder } from './window.ts';

export interface SearchCommand extends HuntCommand {
  /** Nobody said how many rows. */
  readonly usualLimit: boolean;
}

/** @throws UsageError, MissingError where no event is of the day, UnreadableError */
export async function searchFiles(
  paths: readonly string[],
  name: SearchName,
  options: SearchCommand,
): Promise<void> {
  if (options.format === 'html') throw new UsageError('--search prints a table, json, jsonl or csv');
  mustBeInOrder(options);
  const config = settingsFor(options);
  const search = searches[name];
  const reading = options.strict === true ? 'strict' : 'sound';
  const asked = overEvents(search, reading, (cluster) =>
    config.privateClusters.includes(cluster.name) ? 'ignore' : config.clientIp,
  );
  const { day, from = day, to = day } = options;
  const isAsked = from !== undefined || to !== undefined;
  const [first, last] = [from ?? earliestDay, to ?? latestDay];
  const days = new Set<Day>();
  const { read, unread } = await readLogs(paths, {
    read: { category: config.logCategory, clients: 'all', agents: config.agents, plain: true },
    cluster: options.cluster,
    ...wantedClusters(options),
    takerOf: (cluster) =>
      takerOf((event) => {
        const one = dayOfTime(event.time);
        if (isAsked && (one === null || one < first || one > last)) return;
        if (one !== null) days.add(one);
        asked.add(event, cluster);
      }),
  });
  mustBeKnown(options, read);
  const [seen = first, ...more] = [...days].sort();
  if (isAsked && days.size === 0)
    throw new MissingError(`no event in these logs is of ${from === to ? to : 'these days'}`);
  const answer = searchAnswer(search, asked, accountsOf(read), {
    reading,
    days: isAsked ? { from: from ?? seen, to: to ?? more.at(-1) ?? seen } : null,
    limit: options.usualLimit ? search.usualLimit : options.limit,
    reveal: options.reveal === true,
  });
  await print(textOf(answer, options), options.output, unread);
}

function overEvents(search: Search, reading: ReadingName, policyOf: (cluster: Cluster) => ClientIpPolicy) {
  const memory = sharedMemory();
  if (reading === 'strict') return search.strict(memory);
  const tally = search.sound(memory);
  return {
    add(event: CallEvent, cluster: Cluster): void {
      const act = actOfEvent(event, cluster.name, policyOf(cluster));
      if (act !== null) tally.add(act);
    },
    found: (limit: number): Found => tally.found(limit),
  };
}

/** Takes events as a segment does, and keeps none of them. */
function takerOf(take: (event: CallEvent) => void): SegmentBuilder {
  let [events, requests] = [0, 0];
  function add(event: CallEvent): boolean {
    events += 1;
    if (event.isRequest) requests += 1;
    take(event);
    return true;
  }
  return {
    add,
    take: (found) => ('event' in found ? add(found.event) : true),
    close: () => ({ cursor: { ...startOf('', 0), events, requests }, rows: [] }),
  };
}

function textOf(answer: SearchAnswer, { format, output }: SearchCommand): string {
  if (format === 'json') return visibleJson(answer);
  if (format === 'csv' || format === 'jsonl') {
    // A table has no room for them.
    for (const line of [...answer.notes, ...answer.differences]) say(line);
    return format === 'csv' ? searchCsv(answer) : linesOf(answer.rows);
  }
  return `${searchTable(answer, tableStyle(output !== undefined && output !== '-'))}${accounts(answer)}`;
}

function accounts({ lines, events, skipped }: SearchAnswer): string {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${lines} lines: ${events} events of all clients`,
    ...(reasons.length > 0 ? [`skipped ${reasons.join(', ')}`] : []),
  ].join('; ');
}
