/** Whom the app is to Azure: asked for a token, with a stand-in for the endpoint that App Service gives an app. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { lazyIdentity } from '../../src/adapters/azure/identity.ts';
import { connectionIn } from '../../src/connection.ts';
import { ConfigError } from '../../src/errors.ts';

const scope = 'https://storage.azure.com/.default';
let asked: URLSearchParams[] = [];
let server: Server;

// One for all: the library keeps the endpoint it found first.
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(new URL(`http://x${request.url}`).searchParams);
    const expires = Math.floor(Date.now() / 1000) + 3600;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'a-token', expires_on: `${expires}`, token_type: 'Bearer' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

beforeEach(() => {
  asked = [];
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'a-header');
  // What a developer, or another app on the same plan, may have set.
  vi.stubEnv('AZURE_TENANT_ID', '00000000-0000-0000-0000-00000000000a');
  vi.stubEnv('AZURE_CLIENT_ID', '00000000-0000-0000-0000-00000000000b');
  vi.stubEnv('AZURE_CLIENT_SECRET', 'of-somebody-else');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const tokenOf = async (settings: Record<string, string>) =>
  (await lazyIdentity(connectionIn('RARECALL_LOGS', settings)).getToken(scope))?.token;

test('managedidentity by client id is that identity, whatever AZURE_* names, in any letter case', async () => {
  const settings = { RARECALL_LOGS__credential: 'ManagedIdentity', RARECALL_LOGS__clientId: 'id-of-ours' };
  expect(await tokenOf(settings)).toBe('a-token');
  expect(asked.map((one) => one.get('client_id'))).toEqual(['id-of-ours']);
});

test('managedidentity by resource id is that identity', async () => {
  const id = '/subscriptions/s/resourcegroups/g/providers/microsoft.managedidentity/userassignedidentities/i';
  const settings = {
    RARECALL_LOGS__credential: 'managedidentity',
    RARECALL_LOGS__managedIdentityResourceId: id,
  };
  expect(await tokenOf(settings)).toBe('a-token');
  expect([...(asked[0]?.values() ?? [])]).toContain(id);
  expect(asked[0]?.has('client_id')).toBe(false);
});

test('managedidentity alone is the identity of the app itself', async () => {
  expect(await tokenOf({ RARECALL_LOGS__credential: 'managedidentity', RARECALL_LOGS__clientId: '' })).toBe(
    'a-token',
  );
  expect(asked[0]?.has('client_id')).toBe(false);
});

test('an identity that settings do not make plain is refused, before anybody is asked', async () => {
  const settings = { RARECALL_LOGS__credential: 'managed' };
  await expect(tokenOf(settings)).rejects.toThrow(ConfigError);
  expect(asked).toEqual([]);
});

test('without a credential AZURE_* is looked at first, as documented', async () => {
  // The service that AZURE_TENANT_ID asks is not there: the managed identity is not asked in its place.
  vi.stubEnv('AZURE_AUTHORITY_HOST', 'https://127.0.0.1:9');
  await expect(tokenOf({ RARECALL_LOGS__clientId: 'id-of-ours' })).rejects.toThrow();
  expect(asked).toEqual([]);
});
