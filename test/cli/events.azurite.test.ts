/** `rarecall events` on an archive, as people run it: append blobs that grow, findings kept in the account, one log replaced. */
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { composeWith } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Day } from '../../src/core/count/day.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { aBlobName, aCluster, aLine } from '../build.ts';
import { append } from '../host/spawned.ts';
import { run } from './command.ts';

/** Nothing of this machine decides: settings are those that are given. */
const events = (env: Readonly<Record<string, string>>, ...args: string[]) => {
  const { PATH = '' } = process.env;
  return run(['events', ...args], { env: { PATH, HOME: '/nowhere', ...env }, cwd: '/' });
};

const at = (day: string, time: string) => ({ requestReceivedTimestamp: `${day}T${time}.000000Z` });
const line = (over: object) => `${aLine({ ...over })}\r\n`;
const read = (name: string, time: string) =>
  line({
    requestURI: `/api/v1/namespaces/payments/secrets/${name}`,
    objectRef: { resource: 'secrets', namespace: 'payments', name },
    sourceIPs: ['198.51.100.66'],
    ...at('2026-10-10', time),
  });

let azurite: Azurite;
let id: string;
const first = read('a', '08:10:00');
// Longer than one answer of a range is likely to come in.
const huge = line({
  ...at('2026-10-10', '08:10:30'),
  requestObject: { x: 'y'.repeat(3_000_000) },
  user: { username: 'system:x' },
});
const second = read('b', '08:11:00');
const usual = line({ ...at('2026-10-10', '08:12:30'), userAgent: 'curl/8' });
const third = read('c', '09:05:00');
const [eight, nine] = ['2026-10-10T08', '2026-10-10T09'].map((hour) => aBlobName(hour)) as [string, string];

beforeAll(async () => {
  azurite = await startAzurite();
  const app = composeWith(
    readConfig({ AzureWebJobsStorage: azurite.connection, RARECALL_LOGS: azurite.connection }),
    memoryLog(),
  );
  for (let day = 1; day <= 9; day += 1) {
    const name = aBlobName(`2026-10-0${day}T08`);
    await append(azurite.connection, name, line(at(`2026-10-0${day}`, '08:00:00')));
    await app.ingest(name);
  }
  await append(azurite.connection, eight, first + huge);
  await app.ingest(eight);
  await append(azurite.connection, eight, second);
  await append(azurite.connection, nine, third);
  await app.ingest(eight);
  await app.ingest(nine);
  await app.rankCluster(aCluster, '2026-10-10' as Day);
  // It grows on after it was ranked, and its last line is being written.
  await append(azurite.connection, eight, usual + third.slice(0, 200));
  const { ids } = await app.lastFindings();
  id = ids[0] ?? '';
});
afterAll(() => azurite.stop());

test('prints the lines of the finding from blobs that have grown since', async () => {
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  const given = await events({}, id, '--connection', azurite.connection);
  expect(given).toEqual({ code: 0, out: first + second + third, err: '' });
  const settings = { AzureWebJobsStorage: azurite.connection, RARECALL_LOGS: azurite.connection };
  expect((await events(settings, id)).out).toBe(given.out);
});

test('--context prints what the actor did between and around, whole lines alone', async () => {
  const { code, out, err } = await events({}, id, '--connection', azurite.connection, '--context', '0s');
  expect([code, out]).toEqual([0, first + second + usual + third]);
  expect(err).toBe('rarecall: 4 records, 3 of them of the finding\n');
});

test('of an id that is not there, the ids that are; of the first digits of one, that all are needed', async () => {
  const unknown = await events({}, '0'.repeat(32), '--connection', azurite.connection);
  expect([unknown.code, unknown.out]).toEqual([1, '']);
  expect(unknown.err).toContain(`there is no finding ${'0'.repeat(32)}`);
  expect(unknown.err).toContain(id);
  expect((await events({}, id.slice(0, 8), '--connection', azurite.connection)).code).toBe(2);
  const nowhere = await events({}, id, '--connection', 'nonsense');
  expect([nowhere.code > 0, nowhere.out]).toEqual([true, '']);
});

test('a log that was replaced gives nothing that is not of the finding, and the command has failed', async () => {
  const container = BlobServiceClient.fromConnectionString(azurite.connection).getContainerClient(
    'insights-logs-kube-audit',
  );
  await container.deleteBlob(eight);
  await append(azurite.connection, eight, usual + huge + usual);
  const replaced = await events({}, id, '--connection', azurite.connection);
  expect([replaced.code, replaced.out]).toEqual([1, third]);
  expect(replaced.err).toContain('2 events are no longer where they were counted');
  await container.deleteBlob(eight);
  const gone = await events({}, id, '--connection', azurite.connection);
  expect([gone.code, gone.out]).toEqual([1, third]);
  expect(gone.err).toContain(`not read: ${eight}`);
});
