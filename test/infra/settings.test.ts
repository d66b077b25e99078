/** One table of settings: what is deployed sets all of them that it may, none that there is not, and each as it can be meant. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, settingProblems } from '../../src/config.ts';
import { maxBodyBytes } from '../../src/host/http-server.ts';
import { settings } from '../../src/settings.ts';
import { settingsIn, snapshotOf, snapshots } from './snapshot.ts';

const text = (file: string): string => readFileSync(join(import.meta.dirname, '../../infra', file), 'utf8');
const apps = snapshots.filter(({ name }) => name !== 'webhook');
const ours = Object.values(settings).map(({ name }) => name);

/** What the deployment decides by itself: nobody sets it by hand. */
const decided = [
  'RARECALL_BLOB_SOURCE',
  'RARECALL_MORE_LOGS',
  'RARECALL_OCSF_SECRET',
  'RARECALL_OCSF_URL',
  'RARECALL_SENTINEL_RULE',
  'RARECALL_SENTINEL_URL',
  'RARECALL_SLACK_URL',
  'RARECALL_SPLUNK_TOKEN',
  'RARECALL_TEAMS_URL',
  'RARECALL_WEBHOOK_SECRET',
  'RARECALL_WEBHOOK_URL',
];

/** Those of the Functions host and of connections: src/connection.ts, and Microsoft, "App settings reference". */
const host = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__queueServiceUri',
  'AzureWebJobsStorage__tableServiceUri',
  'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT',
  'RARECALL_LOGS__blobServiceUri',
  'RARECALL_LOGS__clientId',
  'RARECALL_LOGS__credential',
  'RARECALL_LOGS__queueServiceUri',
];

/** An expression is what Azure would make of it, as far as its kind goes; a secret of the vault is one that was resolved. */
function resolved(value: string): string {
  if (!value.startsWith('[')) return value;
  if (value.includes('.connectionString.'))
    return 'InstrumentationKey=00000000-0000-4000-8000-00000000abcd;IngestionEndpoint=https://westeurope-5.in.example/';
  if (value.includes("'ClientId={0};Authorization=AAD'")) return 'ClientId=id-of-ours;Authorization=AAD';
  const account = /'https:\/\/\{0\}\.(\w+)\.\{1\}', '(\w+)'/.exec(value);
  if (account !== null) return `https://${account[2]}.${account[1]}.core.windows.net`;
  if (/-url'\)\]$/.test(value)) return 'https://receiver.example/hook';
  if (value.includes('logsIngestion')) return 'https://rule.ingest.monitor.azure.com';
  return value.includes('immutableId') ? `dcr-${'0'.repeat(32)}` : `resolved ${value}`;
}

const envOf = (set: ReadonlyMap<string, string>) =>
  Object.fromEntries([...set].map(([name, value]) => [name, resolved(value)]));

test('with everything on every setting is set, and none that there is not', () => {
  expect([...settingsIn(snapshotOf('everything')).keys()].sort()).toEqual([...host, ...ours].sort());
});

test.each(apps)('a body is as long as it may be on a laptop, at the most: $name', (app) => {
  expect(settingsIn(app).get('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT')).toBe(String(maxBodyBytes));
});

test('with nothing asked for only what it needs is set', () => {
  expect([...settingsIn(snapshotOf('least')).keys()].sort()).toEqual(
    [...host, 'RARECALL_BLOB_SOURCE'].sort(),
  );
});

test('what may be set by hand is all but what the deployment decides: in Bicep, and in the environment of azd', () => {
  const byHand = ours.filter((name) => !decided.includes(name)).sort();
  const typed = [...text('app/settings.bicep').matchAll(/^ {2}(RARECALL_\w+): string\?$/gm)].map(
    ([, name]) => name,
  );
  expect(typed.sort()).toEqual(byHand);
  const { parameters } = JSON.parse(text('main.parameters.json')) as {
    parameters: Record<string, { value: unknown }>;
  };
  expect(parameters.settings?.value).toEqual(
    Object.fromEntries(byHand.map((name) => [name, `\${${name}=}`])),
  );
});

test('every parameter has a name in the environment of azd, none of them that of a setting, and the same default', () => {
  const { parameters } = JSON.parse(text('main.parameters.json')) as {
    parameters: Record<string, { value: unknown }>;
  };
  const declared = new Map(
    [...text('main.bicep').matchAll(/^param (\w+) \S+(?: = (.*))?$/gm)].map(([, name = '', fallback]) => [
      name,
      fallback,
    ]),
  );
  declared.delete('tags');
  declared.delete('settings');
  const { settings: _, ...asked } = parameters;
  expect(Object.keys(asked).sort()).toEqual([...declared.keys()].sort());
  for (const [name, { value }] of Object.entries(asked)) {
    const [, variable = '', fallback] = /^\$\{(\w+)(?:=(.*))?\}$/.exec(String(value)) ?? [];
    expect(ours).not.toContain(variable);
    expect([name, fallback]).toEqual([name, declared.get(name)?.replaceAll("'", '')]);
  }
});

test('what is empty is not written, nor anything of a sink that is off', () => {
  const set = [...settingsIn(snapshotOf('dedicated')).keys()].filter((name) =>
    /SPLUNK|AGENTS|EGRESS/.test(name),
  );
  expect(set).toEqual(['RARECALL_EGRESS']);
});

describe.each(apps)('deployed as $name', (snapshot) => {
  const set = settingsIn(snapshot);

  test('the app has no fault to find in its settings', () => {
    expect(settingProblems(envOf(set))).toEqual([]);
  });

  test('telemetry goes where the workspace is, by identity', () => {
    expect(readConfig(envOf(set)).insights).toMatchObject({
      endpoint: 'https://westeurope-5.in.example',
      sender: { clientId: 'id-of-ours' },
    });
  });

  test('the archive is read, its failed messages go to our own account, and all of it by identity', () => {
    const { logs, store } = readConfig(envOf(set));
    for (const connection of [logs, store]) {
      expect(connection.connectionString).toBeUndefined();
      expect(connection.accountName).toBeUndefined();
      expect(connection.credential).toBe('managedidentity');
      expect(connection.clientId).toMatch(/clientId/);
    }
    expect(logs.queueServiceUri).toBe(store.queueServiceUri);
    expect(logs.blobServiceUri).not.toBe(store.blobServiceUri);
    expect(store.tableServiceUri).toMatch(/^https:\/\/st\w+\.table\./);
  });

  test('the sinks that are on, and no others, have their settings', () => {
    const sinks: Record<string, readonly string[]> = {
      everything: ['OCSF', 'SENTINEL', 'SLACK', 'SPLUNK', 'TEAMS', 'WEBHOOK'],
      dedicated: ['SLACK'],
    };
    const on = [...set.keys()].flatMap(
      (name) => /^RARECALL_([A-Z]+)_(?:URL|TOKEN|SECRET|RULE|INDEX)$/.exec(name)?.[1] ?? [],
    );
    expect([...new Set(on.filter((sink) => sink !== 'PUBLIC'))].sort()).toEqual(sinks[snapshot.name] ?? []);
  });

  test('settings that the plan has no use for, or refuses, are not there', () => {
    const elsewhere = [
      'FUNCTIONS_WORKER_RUNTIME',
      'FUNCTIONS_EXTENSION_VERSION',
      'WEBSITE_RUN_FROM_PACKAGE',
      'WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID',
      'SCM_DO_BUILD_DURING_DEPLOYMENT',
    ];
    const plans: Record<string, readonly string[]> = {
      premium: elsewhere.slice(0, 4),
      dedicated: [...elsewhere.slice(0, 3), 'SCM_DO_BUILD_DURING_DEPLOYMENT'],
    };
    expect(elsewhere.filter((name) => set.has(name))).toEqual(plans[snapshot.name] ?? []);
    expect(
      [...set.keys()].filter((name) =>
        /CONTENT|^AzureWebJobsStorage$|^RARECALL_LOGS$|^WEBSITE_TIME_ZONE/.test(name),
      ),
    ).toEqual([]);
  });
});

test.each([
  ['least', 'none'],
  ['everything', 'EventGridQueue'],
  ['private', 'EventGridQueue'],
  ['elsewhere', 'EventGrid'],
])('deployed as %s word of new logs comes by %s', (name, source) => {
  expect(settingsIn(snapshotOf(name)).get('RARECALL_BLOB_SOURCE')).toBe(source);
});

test('of several accounts the first is the connection, and the others are told', () => {
  const config = readConfig(
    Object.fromEntries(
      [...settingsIn(snapshotOf('everything'))].map(([name, value]) => [
        name,
        resolved(value.replace('join(createArray(', '')),
      ]),
    ),
  );
  expect(config.logs.blobServiceUri).toBe('https://logswest.blob.core.windows.net');
  expect(config.moreLogs).toEqual(['https://logsnorth.blob.core.windows.net']);
});
