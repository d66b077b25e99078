/** Days that are ranked again and again, with findings that shrink, vanish and grow: all of it can still be read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { suppressionTable } from '../../src/adapters/azure/suppressions.ts';
import { addDays, dayOf } from '../../src/core/count/day.ts';
import type { SuppressionMatch } from '../../src/core/find/suppressions/suppression.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { aBlobName, aLine } from '../build.ts';
import { append, ask, eventually, type Spawned, spawnHost } from '../host/spawned.ts';

// A trial looks at the last thirty days of the real clock.
const day = addDays(dayOf(new Date()), -1);
const expires = addDays(day, 60);
const [zoe, max] = ['zoe.berg@fjord.example', 'max.ek@fjord.example'];

let azurite: Azurite;
let host: Spawned;

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  host = await spawnHost(azurite.connection);
  const by = (on: string, username: string, namespace: string, resource: string, name: string) =>
    aLine({
      requestReceivedTimestamp: `${on}T08:15:00.000000Z`,
      user: { username, groups: ['team', 'system:authenticated'] },
      requestURI: `/api/v1/namespaces/${namespace}/${resource}/${name}`,
      objectRef: { resource, namespace, name },
      sourceIPs: ['198.51.100.66'],
    });
  for (let ago = 9; ago > 0; ago--) {
    const on = addDays(day, -ago);
    await append(azurite.connection, aBlobName(`${on}T08`), `${by(on, zoe, 'shop', 'pods', 'cart')}\n`);
  }
  const kinds = [
    'secrets',
    'configmaps',
    'serviceaccounts',
    'endpoints',
    'events',
    'services',
    'pods',
    'leases',
  ];
  const verbsOfZoe = kinds.flatMap((kind) =>
    ['kube-system', 'kube-public', 'ingress'].map((namespace) => by(day, zoe, namespace, kind, 'a')),
  );
  const lines = [...verbsOfZoe, by(day, zoe, 'shop', 'secrets', 'db'), by(day, max, 'shop', 'secrets', 'db')];
  await append(azurite.connection, aBlobName(`${day}T08`), `${lines.join('\n')}\n`);
  await eventually(
    () => ask(host, `calls?day=${day}&limit=0`),
    ({ body }) => body.calls?.length === 26,
  );
});
afterAll(async () => {
  await host.kill();
  await azurite.stop();
});

const findings = async (): Promise<{ id: string; user: string; calls: unknown[] }[]> =>
  (await ask(host, `findings?day=${day}`)).body.findings;

/** Ranks the day, and waits until it tells so many calls of the user. */
async function rankedUntil(user: string, calls: number): Promise<void> {
  await fetch(`${host.address}/api/days/${day}/rank`, { method: 'POST' });
  await eventually(findings, (all) => (all.find((one) => one.user === user)?.calls.length ?? 0) === calls);
}

async function statuses(id: string): Promise<Record<string, number>> {
  const paths = [
    `calls?day=${day}`,
    `findings?day=${day}`,
    `findings/${id}`,
    `report?day=${day}`,
    'clusters',
  ];
  const seen: Record<string, number> = {};
  for (const path of [...paths, 'suppressions', 'health', 'findings', 'report', 'calls?ranking=rare'])
    seen[path] = (await fetch(`${host.address}/api/${path}`)).status;
  const suppression = { id: 'x', owner: 'o', reason: 'r', expires, match: { user: zoe, namespace: 'shop' } };
  const trial = { method: 'PUT', body: JSON.stringify(suppression) };
  seen.trial = (await fetch(`${host.address}/api/suppressions?trial=true`, trial)).status;
  return seen;
}

describe('a day', () => {
  test('can be read whole, whatever of it is suppressed and freed again, three times over', async () => {
    const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
    const suppressions = suppressionTable(() => store.table('suppressions'));
    const suppress = (id: string, match: SuppressionMatch) =>
      suppressions.put({ id, owner: 'platform', reason: 'tried', expires, match });
    await rankedUntil(zoe, 25);
    const [first] = (await findings()).filter(({ user }) => user === zoe);
    const before = await findings();
    const allWell = async () => {
      expect([...new Set(Object.values(await statuses(first?.id ?? '')))]).toEqual([200]);
      expect((await ask(host, 'health')).body).toMatchObject({ damaged: 0 });
    };
    expect(JSON.stringify(first).length).toBeGreaterThan(40_000);
    await allWell();
    for (let round = 0; round < 3; round++) {
      for (const namespace of ['kube-system', 'kube-public', 'ingress'])
        await suppress(`zoe-${namespace}`, { user: zoe, namespace });
      await rankedUntil(zoe, 1);
      await allWell();
      for (const [id, user] of [
        ['zoe', zoe],
        ['max', max],
      ] as const)
        await suppress(id, { user });
      await rankedUntil(zoe, 0);
      await allWell();
      for (const { suppression } of await suppressions.list()) await suppressions.remove(suppression.id);
      await rankedUntil(zoe, 25);
      await allWell();
      expect(await findings()).toEqual(before);
    }
  });
});
