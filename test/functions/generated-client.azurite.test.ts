/**
 * A client that `openapi-typescript` generates of what the running app says of itself: it compiles as strictly as we do, and
 * gets what its types say.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { findingTable } from '../../src/adapters/azure/findings.ts';
import { addDays, dayOf } from '../../src/core/count/day.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { aCluster, aFinding } from '../build.ts';
import { aCall } from '../core/show/samples.ts';
import { type Spawned, spawnHost } from '../host/spawned.ts';

const root = join(import.meta.dirname, '../..');
const day = addDays(dayOf(new Date()), -1);
const id = 'a'.repeat(32);
const found = [id, 'b'.repeat(32), 'c'.repeat(32)].map((one, at) =>
  aFinding({ id: one, day, calls: [aCall({ namespace: `team-${at}` })] }),
);

let azurite: Azurite;
let host: Spawned;
let folder: string;

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'rarecall-client-'));
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  await findingTable(() => store.table('findings')).save(day, aCluster, found);
  host = await spawnHost(azurite.connection);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const described = await fetch(`${host.address}/api/openapi.json`);
  await writeFile(join(folder, 'api.ts'), astToString(await openapiTypes(await described.text())));
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['*.ts'] }),
  );
});
afterAll(async () => {
  await host.kill();
  await azurite.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) =>
  new Promise<{ failed: boolean; out: string; err: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (error, out, err) =>
      resolve({ failed: error !== null, out, err }),
    );
  });

const start = `
import createClient from 'openapi-fetch';
import type { paths } from './api.ts';
const client = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: process.argv[2] + '/api', headers: { 'x-functions-key': 'a key' } });
const [day, id] = process.argv.slice(3) as [string, string];
`;

/** As somebody writes it who has read nothing but the types. */
const program = `${start}
const list = await client.GET('/findings', { params: { query: { day, status: 'new', limit: 5 } } });
const findings = (list.data?.findings ?? []).map(({ title, risk, calls }) => [title, risk.severity, calls[0]?.verb]);

const path = { id };
const read = await client.GET('/findings/{id}/work', { params: { path } });
const closed = await client.PATCH('/findings/{id}/work', {
  params: { path, header: { 'If-Match': '"' + (read.data?.etag ?? '') + '"' } },
  body: { verdict: 'expected', note: 'Ours.', by: 'anna' },
});
const verdict: 'attack' | 'expected' | 'false-positive' | 'unclear' | null | undefined = closed.data?.verdict;
const doubt: string | null | undefined = closed.data?.offer?.doubt;
const trial: { findings: number } | null | undefined = closed.data?.offer?.trial;

const late = await client.PATCH('/findings/{id}/work', {
  params: { path, header: { 'If-Match': '"0"' } },
  body: { owner: null, by: 'eve' },
});
const detail: string | undefined = late.error?.detail;

const calls = await client.GET('/calls', { params: { query: { ranking: 'rare', day } } });
const rows: number | undefined = calls.data && 'rows' in calls.data ? calls.data.rows.length : undefined;

const suppressions = closed.data?.offer?.body.suppressions ?? [];
const set = await client.PUT('/suppressions', { body: { suppressions } });
const gone = await client.DELETE('/suppressions', { params: { query: { id: suppressions[0]?.id ?? '' } } });
const health = await client.GET('/health');
const status: 'ok' | 'degraded' | undefined = health.data?.status;
console.log(JSON.stringify({
  findings, verdict, doubt, trial: trial?.findings, late: [late.response.status, detail], rows,
  set: set.response.status, gone: gone.response.status, status,
}));
`;

/** Each of these says something that cannot be asked, or reads what is not answered. */
const mistakes = [
  `await client.GET('/finding');`,
  `await client.GET('/findings', { params: { query: { severity: 'loud' } } });`,
  `await client.GET('/findings/{id}');`,
  `await client.PATCH('/findings/{id}/work', { params: { path: { id } }, body: { verdict: 'maybe' } });`,
  `await client.DELETE('/suppressions', {});`,
  `(await client.GET('/findings/{id}', { params: { path: { id } } })).data?.nothing;`,
  `(await client.GET('/findings/{id}/work', { params: { path: { id } } })).data?.lastNote.text;`,
];

const compiled = async (text: string) => {
  await writeFile(join(folder, 'client.ts'), text);
  return await run(join(root, 'node_modules/typescript/bin/tsc'), '--project', folder);
};

test('it compiles, asks and changes, and is answered as its types say', async () => {
  expect(await compiled(program)).toEqual({ failed: false, out: '', err: '' });
  const { out, err } = await run(join(folder, 'client.ts'), host.address, day, id);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({
    findings: found.map(({ title, risk, calls }) => [title, risk.severity, calls[0]?.verb]),
    verdict: 'expected',
    doubt: null,
    trial: 3,
    late: [412, 'Somebody else has changed it: read it again.'],
    set: 201,
    gone: 204,
    status: expect.stringMatching(/^(?:ok|degraded)$/),
  });
});

test('what cannot be asked, or is not answered, does not compile', async () => {
  const { out } = await compiled(`${start}void [day];\n${mistakes.join('\n')}`);
  const first = start.split('\n').length + 1;
  const lines = new Set([...out.matchAll(/^client\.ts\((\d+),/gm)].map(([, line]) => Number(line) - first));
  expect([...lines].sort()).toEqual(mistakes.map((_, at) => at));
});
