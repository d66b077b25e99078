import { expect, test } from 'vitest';
import { over, readBindings, readConfig, readHuntConfig, settingProblems } from '../src/config.ts';
import { ConfigError } from '../src/errors.ts';
import { duration } from '../src/setting.ts';

test('without any setting all have a value that works', () => {
  expect(readConfig({})).toMatchObject({
    logContainer: 'insights-logs-kube-audit',
    agents: ['kubectl'],
    sealAfterMs: 172_800_000,
    rowBudget: 20_000,
    clientIp: 'first',
  });
});

test('an empty setting is one that is not set', () => {
  expect(readConfig({ RARECALL_ROW_BUDGET: '' }).rowBudget).toBe(20_000);
});

test('all faults are named together, and what was given is not repeated', () => {
  const env = {
    RARECALL_BASELINE_DAYS: 'thirty',
    RARECALL_SEAL_AFTER: 'soon',
    RARECALL_WEBHOOK_URL: 'https://x.example/secret',
  };
  const failure = () => readConfig(env);
  expect(failure).toThrow(ConfigError);
  expect(failure).toThrow(
    /RARECALL_SEAL_AFTER must be an ISO 8601.*; RARECALL_BASELINE_DAYS must be a whole.*; RARECALL_WEBHOOK_SECRET/,
  );
  expect(failure).not.toThrow(/thirty|soon|x\.example/);
});

test.each(['true', 'True', 'TRUE'])('command lines are revealed with %s alone', (text) => {
  expect(readConfig({}).reveal).toBe(false);
  expect(readConfig({ RARECALL_REVEAL: text }).reveal).toBe(true);
  expect(readConfig({ RARECALL_REVEAL: 'False' }).reveal).toBe(false);
  expect(() => readConfig({ RARECALL_REVEAL: 'yes' })).toThrow('RARECALL_REVEAL must be true or false');
});

test.each(['javascript:alert(1)', 'ftp://x.example', 'file:///etc/passwd', 'data:text/html,x', 'x.example'])(
  'the address of links is one of the web, not %s',
  (text) => {
    expect(() => readConfig({ RARECALL_PUBLIC_URL: text })).toThrow(
      /^RARECALL_PUBLIC_URL must be an address/,
    );
  },
);

test.each(['https://rarecall.example', 'http://localhost:7071', 'HTTPS://RARECALL.EXAMPLE/app'])(
  'the address of links may be %s',
  (text) => {
    expect(readConfig({ RARECALL_PUBLIC_URL: text }).publicUrl).toBe(text);
  },
);

test.each(['RARECALL_WEBHOOK_SECRET', 'RARECALL_OCSF_SECRET', 'RARECALL_SPLUNK_TOKEN'])(
  '%s has sixteen characters at least',
  (name) => {
    expect(() => readConfig({ [name]: 'fifteen-letters' })).toThrow(
      `${name} must be at least 16 characters long`,
    );
    expect(() => readConfig({ [name]: 'sixteen-letters!' })).not.toThrow();
  },
);

test('each signed receiver has a key of its own', () => {
  const [one, other] = ['a-key-of-the-webhook', 'a-key-of-the-events'];
  const urls = { RARECALL_WEBHOOK_URL: 'https://a.example', RARECALL_OCSF_URL: 'https://b.example' };
  const read = (secrets: Readonly<Record<string, string>>) => () => readConfig({ ...urls, ...secrets });
  expect(read({ RARECALL_WEBHOOK_SECRET: one })).toThrow(/^RARECALL_OCSF_SECRET must be set/);
  expect(read({ RARECALL_OCSF_SECRET: one })).toThrow(/^RARECALL_WEBHOOK_SECRET must be set/);
  expect(read({ RARECALL_WEBHOOK_SECRET: one, RARECALL_OCSF_SECRET: one })).toThrow(/must differ/);
  const config = readConfig({ ...urls, RARECALL_WEBHOOK_SECRET: one, RARECALL_OCSF_SECRET: other });
  expect(config).toMatchObject({ webhookSecret: one, ocsfSecret: other });
});

test.each([
  ['P2D', 172_800_000],
  ['PT48H', 172_800_000],
  ['P1DT1H1M1S', 90_061_000],
  ['PT0S', 0],
])('%s lasts %i ms', (text, ms) => {
  expect(duration(text)).toBe(ms);
});

test.each(['P', 'PT', 'P1DT', '2D', 'P1M', 'P1.5D', ''])('%j is no duration', (text) => {
  expect(() => duration(text)).toThrow();
});

test('a fault in a setting that no trigger needs cannot unregister the functions', () => {
  expect(readBindings({ RARECALL_BLOB_SOURCE: 'odd', RARECALL_BASELINE_DAYS: 'x' }).blobSource).toBe('none');
});

test('connections are read as the Functions host reads them', () => {
  const { logs } = readConfig({
    RARECALL_LOGS__blobServiceUri: 'https://a.blob.core.windows.net',
    RARECALL_LOGS__clientId: 'id',
  });
  expect(logs).toMatchObject({
    name: 'RARECALL_LOGS',
    blobServiceUri: 'https://a.blob.core.windows.net',
    clientId: 'id',
  });
  expect(logs.connectionString).toBeUndefined();
});

test('a connection is looked up with the prefix of the host first, all of it', () => {
  const { logs, store } = readConfig({
    AzureWebJobsRARECALL_LOGS__accountName: 'prefixed',
    RARECALL_LOGS: 'UseDevelopmentStorage=true',
    AzureWebJobsStorage__accountName: 'own',
    AzureWebJobsAzureWebJobsStorage: ' ',
  });
  expect(logs).toMatchObject({ name: 'RARECALL_LOGS', accountName: 'prefixed', connectionString: undefined });
  expect(store).toMatchObject({ name: 'AzureWebJobsStorage', accountName: 'own' });
});

test('empty settings of a connection are not set', () => {
  const { logs } = readConfig({
    AzureWebJobsRARECALL_LOGS: '',
    RARECALL_LOGS: '',
    RARECALL_LOGS__accountName: ' ',
    RARECALL_LOGS__clientId: '',
    RARECALL_LOGS__blobServiceUri: 'https://b.blob.core.windows.net',
  });
  expect(logs).toMatchObject({ blobServiceUri: 'https://b.blob.core.windows.net' });
  expect([logs.connectionString, logs.accountName, logs.clientId]).toEqual([undefined, undefined, undefined]);
});

test('an identity that the host would refuse is named with all other faults, unless a connection string stands beside it', () => {
  const env = {
    RARECALL_LOGS__credential: 'certificate',
    AzureWebJobsStorage__credential: 'ManagedIdentity',
    AzureWebJobsStorage__clientId: 'an-id',
    AzureWebJobsStorage__managedIdentityResourceId: '/subscriptions/a-resource',
  };
  expect(() => readConfig(env)).toThrow(
    'RARECALL_LOGS__credential must be managedidentity or workloadidentity, or not set; only one of AzureWebJobsStorage__clientId and AzureWebJobsStorage__managedIdentityResourceId may be set',
  );
  const beside = { RARECALL_LOGS: 'x', AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  expect(readConfig({ ...env, ...beside }).logs.connectionString).toBe('x');
});

test('a choice is understood in any letter case', () => {
  const env = { RARECALL_BLOB_SOURCE: 'eventgrid', RARECALL_CLIENT_IP: 'First-Public' };
  expect(readConfig(env)).toMatchObject({ blobSource: 'EventGrid', clientIp: 'first-public' });
  expect(readBindings(env).blobSource).toBe('EventGrid');
  expect(() => readConfig({ RARECALL_CLIENT_IP: 'first-publi' })).toThrow(
    /RARECALL_CLIENT_IP must be one of/,
  );
});

test('of several environments the later wins, with what is not empty in it', () => {
  expect(over({ A: 'file', B: 'file' }, { A: '', B: 'shell', C: '  ' })).toEqual({ A: 'file', B: 'shell' });
});

test('a hunt reads what it needs, and minds no fault elsewhere', () => {
  const odd = { RARECALL_RETENTION_DAYS: 'long', RARECALL_SPLUNK_URL: 'x', RARECALL_AGENTS: 'kubectl, oc' };
  expect(readHuntConfig(odd)).toEqual({
    logCategory: 'kube-audit',
    clients: 'interactive',
    agents: ['kubectl', 'oc'],
    clientIp: 'first',
    egress: [],
    privateClusters: [],
    baselineDays: 30,
    learningDays: 7,
    findingsPerDay: 20,
    graceHours: 24,
    nameFiles: [],
  });
  expect(() => readHuntConfig({ ...odd, RARECALL_BASELINE_DAYS: '0', RARECALL_AGENTS: ',' })).toThrow(
    /^RARECALL_AGENTS must be at least one value; RARECALL_BASELINE_DAYS must be a whole number from 1 to 90$/,
  );
});

test.each([
  ['20.0.113.4, 20.1.0.0/28,2a01:db8::/32', ['20.0.113.4', '20.1.0.0/28', '2a01:db8::/32']],
  ['', []],
])('the way out of clusters is addresses and ranges: %s', (RARECALL_EGRESS, egress) => {
  expect(readHuntConfig({ RARECALL_EGRESS })).toMatchObject({ egress });
});

test.each(['here', '20.0.113', '20.0.113.4/33', '0.0.0.0/0', '2a01::/129', '20.0.0.0/x', '1.2.3.4/8/9'])(
  '%s is no way out of a cluster',
  (RARECALL_EGRESS) => {
    expect(() => readHuntConfig({ RARECALL_EGRESS })).toThrow(/^RARECALL_EGRESS must be addresses or CIDR/);
  },
);

test('a secret that the vault did not give is no secret', () => {
  const reference = '@Microsoft.KeyVault(SecretUri=https://v.vault.example/secrets/webhook-secret)';
  expect(() => readConfig({ RARECALL_WEBHOOK_SECRET: reference, RARECALL_SPLUNK_URL: reference })).toThrow(
    /^RARECALL_WEBHOOK_SECRET must be a Key Vault reference that was resolved: .*; RARECALL_SPLUNK_URL must be a Key/,
  );
});

test('at start every fault is named, one a line, what is not set at all among them', () => {
  const set = { RARECALL_LOGS__accountName: 'a', AzureWebJobsStorage__accountName: 'b' };
  expect(settingProblems(set)).toEqual([]);
  const faults = {
    RARECALL_ROW_BUDGET: 'many',
    RARECALL_LOGS__credential: 'odd',
    RARECALL_GRACE_HOURS: '-1',
  };
  expect(settingProblems(faults)).toEqual([
    'AzureWebJobsStorage must be set: its account, or a connection string',
    'RARECALL_ROW_BUDGET must be a whole number from 100 to 1000000',
    'RARECALL_GRACE_HOURS must be a whole number from 0 to 168',
    'RARECALL_LOGS__credential must be managedidentity or workloadidentity, or not set',
  ]);
});
