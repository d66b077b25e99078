/** The one door without a key, knocked at from outside: the deployed bundle on a real emulator. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '../src/adapters/azure/account.ts';
import { findingTable } from '../src/adapters/azure/findings.ts';
import { linkKeyTable } from '../src/adapters/azure/keys/link-keys.ts';
import { endOfDays, signedLinks } from '../src/app/links.ts';
import { type Azurite, startAzurite } from '../src/host/azurite.ts';
import { build } from '../src/host/build.ts';
import { aFinding } from './core/show/samples.ts';
import { eventually, type Spawned, spawnHost } from './host/spawned.ts';

let azurite: Azurite;
let host: Spawned;
let said = '';
const clock = () => new Date();
const found = aFinding();
const other = aFinding({ id: 'f'.repeat(32), title: 'another finding altogether' });

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  host = await spawnHost(azurite.connection);
  for (const stream of [host.child.stdout, host.child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  const cluster = { id: found.clusterId, name: found.cluster };
  await findingTable(() => store.table('findings')).save(found.day, cluster, [found, other]);
});
afterAll(async () => {
  host?.child.kill('SIGKILL');
  await azurite?.stop();
});

const links = () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  return signedLinks(
    linkKeyTable(() => store.table('keys')),
    clock,
    { linkDays: 14, linkWork: true },
  );
};
const get = async (path: string) => {
  const answer = await fetch(`${host.address}/api/${path}`);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

test('a link opens its finding and no other; all that is wrong gets one answer, and no log has a signature', async () => {
  const nothing = await get('shared');
  expect([nothing.status, nothing.headers.get('cache-control')]).toEqual([404, 'no-store']);

  const href = await links().sign({ page: 'finding', id: found.id }, 'page', endOfDays(clock(), 14));
  const signature = /signature=([\w-]+)/.exec(href)?.[1] ?? '';
  // The host may still believe that there is no key: nobody had made one when it was first asked.
  const page = await eventually(
    () => get(href),
    ({ status }) => status === 200,
  );
  expect(page.text).toContain(`id="finding-${found.id}"`);
  expect(page.text).not.toContain(other.title);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');

  const tricks = [
    href.replace(found.id, other.id),
    `${href}&id=${other.id}`,
    href.replace('?', `?id=${other.id}&`),
    href.replace('reach=page', 'reach=pages'),
    href.replace('page=finding', 'page=report&day=2026-06-03'),
    href.replace(/until=\d+/, 'until=9999999999'),
    href.replace(signature, signature.toLowerCase()),
    href.replace(signature, encodeURIComponent('\u{1f511}'.repeat(11))),
    href.replace(signature, `${signature}%00`),
    `${href.replace(found.id, `%2e%2e/${found.id}`)}`,
    `shared?${'a'.repeat(8_000)}=1`,
  ];
  for (const trick of tricks) {
    const { status, text } = await get(trick);
    expect([trick, status, text]).toEqual([trick, 404, nothing.text]);
  }
  for (const path of ['shared/', 'shared/finding', 'shared%2f..%2ffindings', 'shared/../shared/x'])
    expect((await get(`${path}?${href.split('?')[1]}`)).text).not.toContain(other.title);
  expect(said).not.toContain(signature);
});
