/** The short version of the long run: the real bundle in hosts of their own, behind a proxy that fails, for seconds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { campaign } from './campaign.ts';

const seed = '17';

// An emulator of its own: the hosts use the names that the app has in the cloud.
let azurite: Azurite;
beforeAll(async () => {
  await build();
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

test(`storage fails and hosts die, and every count is right (seed ${seed})`, {
  timeout: 150_000,
}, async () => {
  const said: string[] = [];
  const summary = await campaign({
    connection: azurite.connection,
    seed,
    hosts: 2,
    blobs: 6,
    roundMs: 20_000,
    least: { faults: 25, kills: 3 },
    lengthMs: 1,
    stepMs: 250,
    killMs: 3_000,
    messageMs: 600,
    sealAfterSeconds: 8,
    settleMs: 90_000,
    uris: 15,
    say: (line) => said.push(line),
  });
  const complaints = said.filter((line) => /^(WRONG|UNSETTLED)/.test(line));
  expect(complaints).toEqual([]);
  // That it was a bad day at all: fewer would mean that nothing was tried.
  expect(summary.checked).toBeGreaterThan(3);
  expect(summary.events).toBeGreaterThan(200);
  expect(summary.kills).toBeGreaterThanOrEqual(3);
  expect(summary.faults).toBeGreaterThanOrEqual(25);
  expect(summary.messages.triggers).toBeGreaterThan(10);
  // Only the sweep asks for blobs that are quiet: without it they would be closed by chance, by a late message.
  expect(summary.requests['queue send']).toBeGreaterThan(0);
});
