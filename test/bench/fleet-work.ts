/** What an hour and a day of many clusters ask of storage: swept, counted, swept again, ranked, told. Checks every count. */
import { QueueServiceClient } from '@azure/storage-queue';
import { parseFindingQuestion } from '../../src/app/question.ts';
import { addDays, dayOf, hourOf } from '../../src/core/count/day.ts';
import type { Hour } from '../../src/core/read/path.ts';
import { aBlobName, aLine, aResourceId } from '../build.ts';
import { appOn, type Bed, check, type Requests } from './ingest-bed.ts';
import { piece } from './ingest-sizes.ts';

/** What was asked of storage, and how long it took. */
interface Done {
  readonly seconds: number;
  readonly requests: Requests;
}

export interface Fleet {
  readonly clusters: number;
  readonly did: Readonly<
    Record<
      'first sweep' | 'counted' | 'sweep of grown logs' | 'sweep of nothing new' | 'ranked' | 'told',
      Done
    >
  >;
}

/** As many at a time as a few instances work on. */
const atOnce = 16;

export const clusterLog = (at: number, hour: Hour): string =>
  aBlobName(hour, aResourceId.replace('AKS-1', `AKS-${at + 1}`));

/** A log of a cluster of which something is told: an answer to somebody without a name. */
export function fleetLog(at: Date): {
  readonly text: Buffer;
  readonly lines: number;
  readonly events: number;
} {
  const { text, lines, events } = piece(11, 100_000);
  const now = at.toISOString();
  const odd = aLine(
    {
      user: { username: 'system:anonymous', groups: ['system:unauthenticated'] },
      verb: 'list',
      requestURI: '/api/v1/secrets',
      objectRef: { resource: 'secrets', apiVersion: 'v1' },
      requestReceivedTimestamp: now,
      stageTimestamp: now,
    },
    { time: now },
  );
  return { text: Buffer.concat([text, Buffer.from(`${odd}\n`)]), lines: lines + 1, events: events + 1 };
}

export async function fleetOf(bed: Bed, clusters: number): Promise<Fleet> {
  const now = new Date();
  const [log, hour, day] = [fleetLog(now), hourOf(now), dayOf(now)];
  for (let at = 0; at < clusters; at++) await bed.append(clusterLog(at, hour), log.text);
  const app = appOn(bed.connection);
  const first = await bed.during(() => app.sweep());
  check('the first sweep', { asked: first.result.asked }, { asked: clusters });
  /** @param times that it was written */
  const count =
    (times: number) =>
    async ({ blob }: Readonly<Record<string, unknown>>): Promise<void> => {
      const result = await app.ingest(String(blob));
      if (result.state !== 'counted') throw new Error(`a log is ${result.state}`);
      const { lines, events } = result.cursor;
      check('a log', { lines, events }, { lines: times * log.lines, events: times * log.events });
    };
  const counted = await bed.during(() => workOff(bed.connection, 'rarecall-grown', count(1)));
  check('logs', { counted: counted.result }, { counted: clusters });
  await app.sweep();
  const again = await bed.during(() => app.sweep());
  check('another sweep', { asked: again.result.asked }, { asked: 0 });
  for (let at = 0; at < clusters; at++) await bed.append(clusterLog(at, hour), log.text);
  const grown = await bed.during(() => app.sweep());
  check('a sweep of grown logs', { asked: grown.result.asked }, { asked: clusters });
  check(
    'grown logs',
    { counted: await workOff(bed.connection, 'rarecall-grown', count(2)) },
    { counted: clusters },
  );
  const ranked = await bed.during(async () => {
    await app.rankDays([day]);
    return await workOff(bed.connection, 'rarecall-rank', async ({ cluster }) => {
      await app.rankMessage(cluster as { id: string; name: string }, day);
    });
  });
  check('days', { ranked: ranked.result }, { ranked: clusters });
  const asked = parseFindingQuestion([
    ['day', day],
    ['limit', '0'],
  ]);
  if (!asked.ok) throw new Error(asked.problem);
  const { findings } = await app.findings(asked.value);
  check('findings', { told: findings.length }, { told: clusters });
  const states = await app.clusters(addDays(day, -1), day);
  const lines = states.reduce((sum, one) => sum + one.lines, 0);
  check('all clusters', { lines }, { lines: 2 * clusters * log.lines });
  const told = await bed.during(() => app.tell());
  return {
    clusters,
    did: {
      'first sweep': first,
      counted,
      'sweep of grown logs': grown,
      'sweep of nothing new': again,
      ranked,
      told,
    },
  };
}

/** As the host does: takes messages, has them worked on, deletes them. @returns how many there were */
export async function workOff(
  connection: string,
  queueName: string,
  work: (message: Readonly<Record<string, unknown>>) => Promise<void>,
): Promise<number> {
  const queue = QueueServiceClient.fromConnectionString(connection).getQueueClient(queueName);
  let done = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (;;) {
        const { receivedMessageItems } = await queue.receiveMessages({
          numberOfMessages: 2,
          visibilityTimeout: 600,
        });
        if (receivedMessageItems.length === 0) return;
        for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
          await work(JSON.parse(Buffer.from(messageText, 'base64').toString()));
          await queue.deleteMessage(messageId, popReceipt);
          done += 1;
        }
      }
    }),
  );
  return done;
}
