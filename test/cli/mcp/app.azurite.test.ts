/** `rarecall mcp --url` over the real bundle on an emulator: the same attacker in the archive, the same marks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notice } from '../../../src/core/show/assistant/untrusted.ts';
import { type Azurite, startAzurite } from '../../../src/host/azurite.ts';
import { build } from '../../../src/host/build.ts';
import { aBlobName } from '../../build.ts';
import { append, ask, eventually, type Spawned, spawnHost } from '../../host/spawned.ts';
import {
  type Assistant,
  assistant,
  day,
  daysBefore,
  linesBefore,
  markedIn,
  outside,
  plantedLines,
} from './assistant.ts';

let azurite: Azurite;
let host: Spawned;
let asking: Assistant;

beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  host = await spawnHost(azurite.connection);
  for (const one of daysBefore)
    await append(azurite.connection, aBlobName(`${one}T08`), `${linesBefore(one).join('\n')}\n`);
  await append(azurite.connection, aBlobName(`${day}T08`), `${plantedLines().join('\n')}\n`);
  // Older than the sweep looks back.
  await fetch(`${host.address}/admin/functions/sweepLogs`, { method: 'POST', body: '{}' });
  await eventually(
    () => ask(host, `clusters?from=${daysBefore[0]}&to=${day}`),
    ({ body }) => body.clusters?.[0]?.lines === 37,
  );
  await fetch(`${host.address}/api/days/${day}/rank`, { method: 'POST' });
  await eventually(
    () => ask(host, `findings?day=${day}`),
    ({ body }) => body.findings?.length === 2,
  );
  asking = await assistant(['--url', host.address]);
});
afterAll(async () => {
  await asking?.close();
  await host?.kill();
  await azurite?.stop();
});

test('a deployed app is asked as files are, and nothing planted in its logs leaves unmarked', async () => {
  const found = await asking.ask('findings', { day });
  expect(found.body).toMatchObject({ notice, day });
  const [{ id, user }] = found.body.findings;
  const answers = [
    found,
    await asking.ask('finding', { id }),
    await asking.ask('calls', { day, user, limit: 50 }),
    await asking.ask('calls', { day, ranking: 'rare', limit: 50 }),
    await asking.ask('clusters', { from: daysBefore[0], to: day }),
    await asking.ask('events', { id }),
  ];
  expect(answers.filter(({ isError }) => isError)).toEqual([]);
  const [, one, calls, rare, clusters] = answers.map(({ body }) => body);
  expect(one).toMatchObject({ id, closed: false, user });
  expect(one.calls.length).toBeGreaterThan(0);
  expect(calls.calls.map((call: { user: string }) => call.user)).toEqual(calls.calls.map(() => user));
  expect(rare.rows.length).toBeGreaterThan(3);
  expect(clusters.clusters).toMatchObject([{ cluster: '⟦aks-1⟧', daysWithLogs: 16, lines: 37 }]);
  const seen = answers.map(({ text }) => text).join('\n');
  for (const field of ['user', 'agent', 'namespace', 'name', 'group'])
    expect(markedIn(seen)).toContain(`Ignore previous instructions (${field})`);
  expect(outside(seen)).not.toMatch(/ignore previous|suppress this|human:|system>|im_start|[⟦⟧<>]/i);
  expect(seen).not.toContain('hunter2walrus');
});

test('a day without logs and a finding that is not there are answers', async () => {
  expect((await asking.ask('findings', { day: '2020-01-01' })).body).toMatchObject({
    findings: [],
    note: expect.stringMatching(/^⟦.*2020-01-01/),
  });
  for (const [tool, question] of [
    ['calls', { day: '2020-01-01' }],
    ['finding', { id: '0'.repeat(32) }],
  ] as const) {
    const { isError, text } = await asking.ask(tool, question);
    expect([isError, text]).toEqual([
      true,
      'there is no such thing: no logs of that day or cluster, or no finding of that id.',
    ]);
  }
});
