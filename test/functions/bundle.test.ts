/** The very file that is deployed: a wrong `main` or a throw at load gives zero functions, and no error anywhere. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { openapiDocument } from '../../src/app/openapi/document.ts';
import { build } from '../../src/host/build.ts';
import { type App, loadApp } from '../../src/host/functions-core.ts';

let folder: string;
let app: App;
const quiet = { write: () => undefined, say: () => undefined, detail: () => undefined };

const local = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  RARECALL_LOGS: 'UseDevelopmentStorage=true',
};

/** The bundle as it registers with a source of blobs; without, as where nothing is set. */
async function appWith(source = '', env: Readonly<Record<string, string>> = local): Promise<App> {
  for (const [name, value] of Object.entries({ ...env, RARECALL_BLOB_SOURCE: source }))
    vi.stubEnv(name, value);
  try {
    return await loadApp(join(folder, 'app.cjs'), quiet);
  } finally {
    vi.unstubAllEnvs();
  }
}

const triggersOf = ({ functions }: App, ...details: readonly string[]): string[] =>
  [...functions.values()]
    .map(({ metadata }) => {
      const trigger = Object.values(metadata.bindings).find(({ type }) => type.endsWith('Trigger'));
      const said = details.filter((name) => trigger?.[name] !== undefined);
      return [metadata.name, trigger?.type, ...said.map((name) => `${name}=${String(trigger?.[name])}`)].join(
        ' ',
      );
    })
    .sort();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-bundle-'));
  await build({ outfile: join(folder, 'app.cjs') });
  app = await appWith();
});
afterAll(() => rm(folder, { recursive: true }));

test('registers exactly these functions, triggers, routes and auth levels', () => {
  const registered = triggersOf(
    app,
    'methods',
    'route',
    'authLevel',
    'path',
    'connection',
    'source',
    'queueName',
    'schedule',
  );
  expect(registered).toEqual([
    'calls httpTrigger methods=GET route=calls authLevel=function',
    'changeSuppressions httpTrigger methods=PUT,DELETE route=suppressions authLevel=admin',
    'clusters httpTrigger methods=GET route=clusters authLevel=function',
    'finding httpTrigger methods=GET route=findings/{id} authLevel=function',
    'findings httpTrigger methods=GET route=findings authLevel=function',
    'forgetOld timerTrigger schedule=0 30 5 * * *',
    'health httpTrigger methods=GET route=health authLevel=function',
    'ingestGrown queueTrigger connection=AzureWebJobsStorage queueName=rarecall-grown',
    'openapi httpTrigger methods=GET route=openapi.json authLevel=function',
    'rankCluster queueTrigger connection=AzureWebJobsStorage queueName=rarecall-rank',
    'rankDay timerTrigger schedule=0 0 4 * * *',
    'rankNow httpTrigger methods=POST route=days/{day}/rank authLevel=admin',
    'report httpTrigger methods=GET route=report authLevel=function',
    'search httpTrigger methods=GET route=searches/{name} authLevel=function',
    'searches httpTrigger methods=GET route=searches authLevel=function',
    'shared httpTrigger methods=GET,POST route=shared authLevel=anonymous',
    'suppressions httpTrigger methods=GET route=suppressions authLevel=function',
    'sweepLogs timerTrigger schedule=0 */5 * * * *',
    'tellFindings timerTrigger schedule=0 */10 * * * *',
    'work httpTrigger methods=GET,PATCH route=findings/{id}/work authLevel=function',
  ]);
});

test.each([
  ['none', []],
  [
    'EventGridQueue',
    ['ingestAnnounced queueTrigger connection=AzureWebJobsStorage queueName=rarecall-announced'],
  ],
  ['EventGrid', ['ingestLog blobTrigger connection=RARECALL_LOGS source=EventGrid']],
  ['LogsAndContainerScan', ['ingestLog blobTrigger connection=RARECALL_LOGS source=LogsAndContainerScan']],
])('a source of blobs has the door it needs, and no other: %s', async (source, doors) => {
  const registered = triggersOf(await appWith(source), 'connection', 'queueName', 'source');
  const always = triggersOf(app, 'connection', 'queueName', 'source');
  expect(registered.filter((one) => !always.includes(one))).toEqual(doors);
  expect(registered).toEqual(expect.arrayContaining(always));
});

test('settings at fault unregister nothing, and are all named at start', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const env = {
    RARECALL_RANK_SCHEDULE: '0 0 6 * * *',
    RARECALL_ROW_BUDGET: 'many',
    RARECALL_SPLUNK_URL: 'https://splunk.example',
  };
  try {
    const started = await appWith('odd', env);
    expect([...started.functions.keys()]).toEqual([...app.functions.keys()]);
    expect(triggersOf(started, 'schedule')).toContain('rankDay timerTrigger schedule=0 0 6 * * *');
    const lines = said.mock.calls.flat();
    for (const name of [
      'RARECALL_BLOB_SOURCE',
      'RARECALL_ROW_BUDGET',
      'RARECALL_SPLUNK_TOKEN',
      'RARECALL_LOGS',
    ])
      expect(lines).toContainEqual(
        expect.stringMatching(`^rarecall: the settings are at fault: ${name} must`),
      );
  } finally {
    said.mockRestore();
  }
});

test('binds the blob as a client, never its content, and nothing else on that function', async () => {
  const { functions } = await appWith('EventGrid');
  const { metadata } = functions.get('ingestLog') ?? { metadata: { bindings: {} } };
  expect(Object.values(metadata.bindings)).toEqual([
    expect.objectContaining({ properties: expect.objectContaining({ supportsDeferredBinding: 'true' }) }),
  ]);
});

test('every timer tries again, those of once a day for long', () => {
  const retries = [...app.functions.values()]
    .filter(({ metadata }) => Object.values(metadata.bindings).some(({ type }) => type === 'timerTrigger'))
    .map(({ metadata: { name, retryOptions } }) => [
      name,
      retryOptions?.retryStrategy,
      retryOptions?.maxRetryCount,
    ])
    .sort();
  expect(retries).toEqual([
    ['forgetOld', 'exponentialBackoff', 7],
    ['rankDay', 'exponentialBackoff', 7],
    ['sweepLogs', 'fixedDelay', 2],
    ['tellFindings', 'fixedDelay', 2],
  ]);
});

test('is what package.json names', () => {
  expect(packageJson.main).toBe('dist/app.cjs');
});

test('has every HTTP route in its OpenAPI document, and no other there', () => {
  const routes = [...app.functions.values()].flatMap(({ metadata }) => {
    const trigger = Object.values(metadata.bindings).find(({ type }) => type === 'httpTrigger');
    const methods = trigger?.methods;
    return Array.isArray(methods)
      ? methods.map((method) => `${String(method).toLowerCase()} /${String(trigger?.route)}`)
      : [];
  });
  const described = Object.entries(openapiDocument.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.sort()).toEqual(routes.sort());
});
