/** Who may do what, and what is open: every role at its scope, written out; nothing with a key; nothing that holds a secret. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sentinelColumns, sentinelStream } from '../../src/core/show/sinks/sentinel.ts';
import { type Grant, grantsIn, ofType, settingsIn, snapshotOf, snapshots } from './snapshot.ts';

const apps = snapshots.filter(({ name }) => name !== 'webhook');

/** `app: Storage Blob Data Reader at logswest of rg-logs`. */
const said = ({ to, role, scope }: Grant): string =>
  `${to}: ${role} at ${scope.split('/').at(-1)} of ${scope.split('/')[4]}`;

const saidOf = (name: string): string[] =>
  grantsIn(snapshotOf(name))
    .map(said)
    // Names that are made of the subscription stay as short as they are meant.
    .map((line) => line.replace(/ (st|starch|kv-|appi-|dcr-rarecall-)[a-z0-9]{13} /, ' $1… '))
    .sort();

const own = (group: string): string[] => [
  `app: Key Vault Secrets User at kv-… of ${group}`,
  `app: Monitoring Metrics Publisher at appi-… of ${group}`,
  `app: Storage Blob Data Owner at st… of ${group}`,
  `app: Storage Queue Data Contributor at st… of ${group}`,
  `app: Storage Table Data Contributor at st… of ${group}`,
];

test.each([
  ['least', ['app: Storage Blob Data Reader at starch… of rg-least']],
  [
    'everything',
    [
      'app: Monitoring Metrics Publisher at dcr-rarecall-… of rg-soc',
      'app: Storage Blob Data Reader at logsnorth of rg-logs-north',
      'app: Storage Blob Data Reader at logswest of rg-logs',
      'deployer: Key Vault Secrets Officer at kv-… of rg-everything',
      'topic: Storage Queue Data Message Sender at rarecall-announced of rg-everything',
      'topic: Storage Queue Data Message Sender at rarecall-announced of rg-everything',
    ],
  ],
  [
    'private',
    [
      'app: Storage Blob Data Reader at logswest of rg-logs',
      'topic: Storage Queue Data Message Sender at rarecall-announced of rg-private',
    ],
  ],
  // The owner of the archive gives it himself.
  ['elsewhere', []],
  [
    'premium',
    [
      'app: Storage Blob Data Reader at starch… of rg-premium',
      'deployer: Key Vault Secrets Officer at kv-… of rg-premium',
      'deployer: Storage Blob Data Contributor at app-package of rg-premium',
    ],
  ],
  ['dedicated', ['app: Storage Blob Data Reader at starch… of rg-dedicated']],
])('deployed as %s these roles are given, and no other', (name, more) => {
  expect(saidOf(name)).toEqual([...own(`rg-${name}`), ...more].sort());
});

test('who gives the role himself is told the command', () => {
  // An expression, since the identity is known only once it is made.
  const commands = JSON.stringify(snapshotOf('elsewhere').outputs.RARECALL_GRANT_COMMANDS);
  expect(commands).toContain('--role \\"Storage Blob Data Reader\\" --scope');
  expect(commands).toContain('/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/logswest');
  expect(snapshotOf('everything').outputs.RARECALL_GRANT_COMMANDS).toEqual([]);
});

describe.each(apps)('deployed as $name', (snapshot) => {
  test('in an account that is not ours the app may only read', () => {
    const ours = `rg-${snapshot.name}`;
    const elsewhere = grantsIn(snapshot).filter(({ scope }) => scope.split('/')[4] !== ours);
    for (const { role, scope } of elsewhere)
      if (scope.includes('Microsoft.Storage')) expect(role).toBe('Storage Blob Data Reader');
  });

  test('our account takes no keys, no account is open to everybody, and none takes old encryption', () => {
    for (const { name, properties } of ofType(snapshot, 'Microsoft.Storage/storageAccounts')) {
      expect(properties).toMatchObject({
        allowBlobPublicAccess: false,
        minimumTlsVersion: 'TLS1_2',
        supportsHttpsTrafficOnly: true,
        ...(name.startsWith('starch') ? {} : { allowSharedKeyAccess: false }),
      });
    }
    for (const { properties } of ofType(snapshot, 'Microsoft.Insights/components'))
      expect(properties).toMatchObject({ DisableLocalAuth: true });
    for (const { properties } of ofType(snapshot, 'Microsoft.KeyVault/vaults'))
      expect(properties).toMatchObject({ enableRbacAuthorization: true });
  });

  test('the site runs Node 24 as the one identity, over HTTPS, and takes no password to publish', () => {
    const [site] = ofType(snapshot, 'Microsoft.Web/sites');
    expect(site?.identity).toMatchObject({ type: 'UserAssigned' });
    expect(site?.properties).toMatchObject({ httpsOnly: true, siteConfig: { minTlsVersion: '1.2' } });
    expect(JSON.stringify(site?.properties)).toMatch(
      /"name":"node","version":"24"|"linuxFxVersion":"NODE\|24"/,
    );
    expect(site?.tags).toMatchObject({ 'azd-service-name': 'rarecall', 'azd-env-name': snapshot.name });
    const passwords = ofType(snapshot, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(passwords.map(({ properties }) => properties)).toEqual([{ allow: false }, { allow: false }]);
  });

  test('nothing holds a secret: no key is read, and secrets of sinks are references to the vault', () => {
    expect(snapshot.text).not.toMatch(/listKeys|AccountKey|SharedAccessKey|InstrumentationKey/);
    for (const [name, value] of settingsIn(snapshot))
      if (/_(SECRET|TOKEN)$|_(WEBHOOK|OCSF|SLACK|TEAMS)_URL$/.test(name))
        expect([name, value]).toEqual([name, expect.stringContaining('@Microsoft.KeyVault(SecretUri=')]);
  });
});

test.each(['private', 'premium'])(
  'deployed as %s own account and vault are reached by private endpoints alone',
  (name) => {
    const snapshot = snapshotOf(name);
    const kinds = ['Microsoft.Storage/storageAccounts', 'Microsoft.KeyVault/vaults'];
    for (const { properties } of kinds.flatMap((kind) => ofType(snapshot, kind)))
      expect(properties).toMatchObject({
        publicNetworkAccess: 'Disabled',
        networkAcls: { defaultAction: 'Deny' },
      });
    const services = ofType(snapshot, 'Microsoft.Network/privateEndpoints').map(({ name: endpoint }) =>
      endpoint.split('-').at(-1),
    );
    expect(services.sort()).toEqual(['blob', 'blob', 'queue', 'table', 'vault']);
    const [site] = ofType(snapshot, 'Microsoft.Web/sites');
    expect(site?.properties).toHaveProperty('virtualNetworkSubnetId');
  },
);

test('on Flex Consumption the subnet is delegated to it, on other plans to App Service', () => {
  const delegated = (name: string) =>
    /"serviceName": "([^"]+)"/.exec(
      JSON.stringify(ofType(snapshotOf(name), 'Microsoft.Network/virtualNetworks'), null, 1),
    )?.[1];
  expect(delegated('private')).toBe('Microsoft.App/environments');
  expect(delegated('premium')).toBe('Microsoft.Web/serverFarms');
});

test('an archive of somebody else keeps its own rules; one that is made forgets', () => {
  const forgetting = apps.filter(
    (one) => ofType(one, 'Microsoft.Storage/storageAccounts/managementPolicies').length > 0,
  );
  expect(forgetting.map(({ name }) => name)).toEqual(['dedicated', 'least', 'premium']);
});

test('Event Grid tells of new logs of the one container, to the queue by identity and to the trigger by address', () => {
  const subscriptions = [
    ...ofType(snapshotOf('everything'), 'Microsoft.EventGrid/systemTopics/eventSubscriptions'),
    ...ofType(snapshotOf('webhook'), 'Microsoft.EventGrid/eventSubscriptions'),
  ];
  expect(subscriptions).toHaveLength(3);
  for (const { properties } of subscriptions)
    expect(properties?.filter).toEqual({
      includedEventTypes: ['Microsoft.Storage.BlobCreated'],
      subjectBeginsWith: '/blobServices/default/containers/insights-logs-kube-audit/blobs/',
      subjectEndsWith: '.json',
    });
  expect(subscriptions[0]?.properties).toMatchObject({
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' },
      destination: { endpointType: 'StorageQueue', properties: { queueName: 'rarecall-announced' } },
    },
  });
  // Somebody else's topic is used, and not made.
  expect(ofType(snapshotOf('everything'), 'Microsoft.EventGrid/systemTopics')).toHaveLength(1);
});

test('table and rule of Sentinel have the columns that rows have, each in its spelling', () => {
  const { resources } = snapshotOf('everything');
  const of = (type: string) => resources.find((resource) => resource.type === type);
  const columns = Object.entries(sentinelColumns).map(([name, type]) => ({ name, type }));
  expect(of('Microsoft.Insights/dataCollectionRules')).toMatchObject({
    kind: 'Direct',
    properties: { streamDeclarations: { [sentinelStream]: { columns } } },
  });
  expect(of('Microsoft.OperationalInsights/workspaces/tables')?.properties).toMatchObject({
    schema: {
      name: 'RarecallFindings_CL',
      columns: columns.map(({ name, type }) => ({ name, type: type === 'datetime' ? 'dateTime' : type })),
    },
  });
});

test('every module says in its first line which question it answers', () => {
  const folder = join(import.meta.dirname, '../../infra');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.bicep'),
  );
  expect(files.length).toBeGreaterThan(15);
  for (const file of files)
    expect([file, readFileSync(join(folder, file), 'utf8')]).toEqual([
      file,
      expect.stringMatching(/^\/\/ [^\n]*\?/),
    ]);
});
