/**
 * `rarecall doctor` as people run it: on an emulator with a connection string, and by identity, where an emulator over TLS checks
 * the tokens of a stand-in for the endpoint that App Service gives an app.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { memoryLog } from '../../src/adapters/memory/log.ts';
import { composeWith } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { certificateFile } from '../adapters/telemetry/endpoint.ts';
import { aBlobName, aLine } from '../build.ts';
import { append, eventually } from '../host/spawned.ts';
import { type Ran, run } from './command.ts';

/** Nothing of this machine decides: settings are those that are given. */
const doctor = (env: Record<string, string>, ...args: string[]) => {
  const { PATH = '' } = process.env;
  return run(['doctor', ...args], {
    env: { PATH, HOME: '/nowhere', ...env },
    cwd: '/',
    timeout: 60_000,
  });
};

const idsIn = ({ out }: Ran): string[] =>
  (JSON.parse(out) as { checks: { said: { id: string }[] }[] }).checks.flatMap(({ said }) =>
    said.map(({ id }) => id),
  );

describe('on an account with a connection string', () => {
  let azurite: Azurite;
  beforeEach(async () => {
    azurite = await startAzurite();
  });
  afterEach(() => azurite.stop());
  const settings = () => ({ AzureWebJobsStorage: azurite.connection, RARECALL_LOGS: azurite.connection });

  test('of an app that counts and sweeps all is well, and it ends with 0', async () => {
    const app = composeWith(readConfig(settings()), memoryLog());
    const name = aBlobName(new Date().toISOString().slice(0, 13));
    await append(azurite.connection, name, `${aLine()}\n`);
    await app.ingest(name);
    await app.sweep();
    const said = await doctor(settings());
    expect(said.out).toMatch(/^ok {8}whether the settings are as they must be$/m);
    expect(said.out).toMatch(/All is well\.\n$/);
    expect([said.code, said.err]).toEqual([0, '']);
  });

  test('of an empty archive it says what to do and which command to run, and ends with 1', async () => {
    const said = await doctor({}, '--connection', azurite.connection);
    expect(said.code).toBe(1);
    expect(said.out).toMatch(/^problem {3}archive-absent: the archive account has no container of logs$/m);
    expect(said.out).toMatch(/^ {10}switch on the diagnostic setting for kube-audit/m);
    expect(said.out).toMatch(/^ {10}\$ az monitor diagnostic-settings list --resource <id of the cluster>$/m);
    expect(said.err).toContain('are to be seen to');
    const machines = await doctor({}, '--connection', azurite.connection, '--format', 'json');
    expect(machines.code).toBe(1);
    expect(idsIn(machines)).toEqual(['archive-absent', 'nothing-counted']);
  });

  test('with the key of somebody else it says what may not be done, and no secret', async () => {
    const key = Buffer.alloc(64, 7).toString('base64');
    const other = azurite.connection.replace(/AccountKey=[^;]*/, `AccountKey=${key}`);
    const said = await doctor({}, '--connection', other, '--format', 'json');
    expect(said.code).toBe(1);
    expect(idsIn(said).filter((id) => id === 'rights')).toHaveLength(3);
    expect(idsIn(said)).toContain('archive-unreachable');
    expect(`${said.out}${said.err}`).not.toContain(key);
  });

  test('a sink that would take nothing, and a container of another category alone, are told', async () => {
    await BlobServiceClient.fromConnectionString(azurite.connection)
      .getContainerClient('insights-logs-kube-audit')
      .create();
    const admin = BlobServiceClient.fromConnectionString(azurite.connection).getContainerClient(
      'insights-logs-kube-audit-admin',
    );
    await admin.create();
    const blob = admin.getAppendBlobClient(aBlobName(new Date().toISOString().slice(0, 13)));
    await blob.create();
    const sink = { RARECALL_SPLUNK_URL: 'https://127.0.0.1:1', RARECALL_SPLUNK_TOKEN: 'a-token-of-sixteen' };
    const said = await doctor({ ...settings(), ...sink }, '--format', 'json');
    expect(idsIn(said)).toEqual(['archive-empty', 'unread-category', 'nothing-counted', 'sink']);
    expect(said.out).toContain('a sink would take no finding: splunk: connection failed (127.0.0.1:1)');
  });
});

describe('before any account is asked', () => {
  test('settings that cannot be meant are all named, and those of a vault by what is missing', async () => {
    const said = await doctor(
      {
        AzureWebJobsStorage: 'UseDevelopmentStorage=true',
        RARECALL_LOGS: 'UseDevelopmentStorage=true',
        RARECALL_ROW_BUDGET: 'many',
        RARECALL_SLACK_URL: '@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/slack-url)',
      },
      '--format',
      'json',
    );
    expect([said.code, idsIn(said)]).toEqual([1, ['settings', 'secret-unresolved']]);
    expect(said.out).toContain('RARECALL_SLACK_URL is a reference to Key Vault that was not resolved');
  });

  test('without any account it says so, rather than that nothing answers', { timeout: 360_000 }, async () => {
    // A host that another test runs beside would be found, and be the account.
    const said = await eventually(
      () => doctor({}, '--format', 'json'),
      ({ err }) => !/which runs beside|hosts run on the ports/.test(err),
      300_000,
    );
    expect([said.code, idsIn(said)]).toEqual([1, ['settings', 'settings']]);
    expect(said.out).toMatch(/RARECALL_LOGS must be set.*\n[\s\S]*AzureWebJobsStorage must be set/);
  });
});

describe('by identity', () => {
  let emulator: ChildProcess;
  let addresses: Record<'Blob' | 'Queue' | 'Table', string>;
  let identities: Server;
  /** What the identity endpoint does. */
  let gives: 'a token' | 'nothing' = 'a token';

  beforeAll(async () => {
    identities = createServer((request, response) => {
      if (gives === 'nothing' || request.headers['x-identity-header'] !== 'a-header')
        return void response.writeHead(400).end('{"error":"invalid_request"}');
      const expires = Math.floor(Date.now() / 1_000) + 3_600;
      response.setHeader('content-type', 'application/json');
      const token = { access_token: unsigned(expires), expires_on: `${expires}`, token_type: 'Bearer' };
      response.end(JSON.stringify(token));
    }).listen(0, '127.0.0.1');
    await once(identities, 'listening');
    [emulator, addresses] = await secureAzurite();
  });
  afterAll(() => {
    emulator.kill('SIGKILL');
    identities.close();
  });

  const settings = (): Record<string, string> => {
    const { port } = identities.address() as AddressInfo;
    const connection = (name: string) => ({
      [`${name}__credential`]: 'managedidentity',
      [`${name}__clientId`]: 'id-of-ours',
      [`${name}__blobServiceUri`]: addresses.Blob,
      [`${name}__queueServiceUri`]: addresses.Queue,
    });
    return {
      ...connection('RARECALL_LOGS'),
      ...connection('AzureWebJobsStorage'),
      AzureWebJobsStorage__tableServiceUri: addresses.Table,
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`,
      IDENTITY_HEADER: 'a-header',
      NODE_EXTRA_CA_CERTS: certificateFile,
    };
  };

  test('with a token it is let in, may write, and finds an archive without logs', async () => {
    gives = 'a token';
    const said = await doctor(settings(), '--format', 'json');
    expect([said.code, idsIn(said)]).toEqual([1, ['archive-absent', 'nothing-counted']]);
  });

  test('without one it says for which account, and what to look at', async () => {
    gives = 'nothing';
    const said = await doctor(settings(), '--format', 'json');
    expect(said.code).toBe(1);
    expect(idsIn(said).filter((id) => id === 'identity')).toHaveLength(2);
    expect(said.out).toContain('no token for the account of the logs (RARECALL_LOGS)');
    expect(said.out).toContain('az functionapp identity show');
    expect(said.out).not.toContain('id-of-ours');
  });
});

/** The emulator looks at who a token is for, from whom, and until when; not at its signature. Source: Azurite, README, OAuth. */
function unsigned(expires: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tenant = '99999999-9999-4999-8999-999999999999';
  const claims = {
    iss: `https://sts.windows.net/${tenant}/`,
    aud: 'https://storage.azure.com',
    nbf: expires - 7_200,
    iat: expires - 7_200,
    exp: expires,
  };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.${Buffer.from('x').toString('base64url')}`;
}

async function secureAzurite(): Promise<[ChildProcess, Record<'Blob' | 'Queue' | 'Table', string>]> {
  const program = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const key = join(dirname(certificateFile), 'key.pem');
  const tls = ['--oauth', 'basic', '--cert', certificateFile, '--key', key];
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const quiet = ['--silent', '--disableTelemetry', '--skipApiVersionCheck', '--inMemoryPersistence'];
  const child = spawn(process.execPath, ['--no-warnings', program, ...quiet, ...ports, ...tls]);
  const found: Partial<Record<'Blob' | 'Queue' | 'Table', string>> = {};
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    for (const [, service, address] of said.matchAll(
      /Azurite (Blob|Queue|Table) service is successfully listening at (\S+)/g,
    ))
      if (service === 'Blob' || service === 'Queue' || service === 'Table')
        found[service] = `${address}/devstoreaccount1`;
    const { Blob: blob, Queue: queue, Table: table } = found;
    if (blob !== undefined && queue !== undefined && table !== undefined) {
      child.stdout.resume();
      return [child, { Blob: blob, Queue: queue, Table: table }];
    }
  }
  throw new Error(`the emulator did not start: ${said}`);
}
