import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { randomFrom } from '../../src/simulate/random.ts';
import { faultyProxy } from '../faults/proxy.ts';
import {
  append,
  ask,
  buildFixture,
  type Child,
  freshNames,
  program,
  queueOf,
  send,
  settingsFor,
  spawnHost,
  until,
} from '../host/fixture.ts';

const storage = inject('azurite');
let app: Awaited<ReturnType<typeof buildFixture>>;
beforeAll(async () => {
  app = await buildFixture();
});
afterAll(() => app.remove());

const children: Child[] = [];
afterEach(() => {
  for (const { process: child } of children.splice(0)) child.kill('SIGKILL');
});
const begin = async (options: object = {}, settings = settingsFor(freshNames())): Promise<Child> => {
  const child = await spawnHost({ port: 0, verbose: false, storage, app, ...options }, settings);
  children.push(child);
  return child;
};

test('it says where it serves when it serves, on standard output, and nothing else', async () => {
  const child = await begin();
  expect(child.said()).toMatch(/^ready http:\/\/localhost:\d+\n$/);
  expect((await ask(child.address)).hooks[0]).toBe('appStart');
  child.process.kill('SIGTERM');
  await child.ended;
  expect(child.said().split('\n')).toHaveLength(2);
});

test('while its storage is busy it waits, says so once, and then serves', async () => {
  const proxy = await faultyProxy(storage, randomFrom('start'));
  try {
    proxy.script('blob list', '503', '503', '503');
    const child = await begin({ storage: proxy.connection });
    expect(child.said()).toMatch(/^ready http:/);
    expect(child.complained()).toContain(
      'rarecall: the storage answers 503 ServerBusy; waiting for it\nrarecall: the storage answers now\n',
    );
  } finally {
    await proxy.close();
  }
});

test('while it waits for its storage it can be told to stop', async () => {
  const proxy = await faultyProxy(storage, randomFrom('stop'));
  try {
    proxy.script('blob list', ...Array.from({ length: 100 }, () => '503' as const));
    const options = { port: 0, verbose: false, storage: proxy.connection, app };
    const starting = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, JSON.stringify(options)],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...settingsFor(freshNames()) } },
    );
    await once(starting.stderr, 'data');
    starting.kill('SIGTERM');
    expect(await once(starting, 'close')).toEqual([0, null]);
  } finally {
    await proxy.close();
  }
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`on ${signal} it finishes what runs, runs the hooks, and ends with 0, also when told twice`, async () => {
    const names = freshNames();
    const child = await begin({}, { ...settingsFor(names), FIXTURE_SPEAKS: '1' });
    await send(storage, names, 'slow');
    await until(child.address, ({ seen }) => seen.some((one) => one.message === 'slow'));
    child.process.kill(signal);
    child.process.kill(signal);
    expect(await child.ended).toBe(0);
    expect(child.complained()).toMatch(/fixture: appTerminate\n$/);
    // Done, so deleted: with its claim given up it would still be counted.
    expect((await queueOf(storage, names.queue).getProperties()).approximateMessagesCount).toBe(0);
  });
}

test('killed in the middle, it loses nothing: the message comes back, the blob fires again, what was done does not', async () => {
  const names = freshNames();
  const first = await begin({}, settingsFor(names));
  await append(storage, names, 'done.json', 'x\n');
  await until(first.address, ({ seen }) => seen.some((one) => one.name === 'done.json'));
  // What is done is noted once a second.
  await sleep(1500);
  await append(storage, names, 'slow.json', 'x\n');
  await send(storage, names, 'hang');
  await until(
    first.address,
    ({ seen, hooks }) =>
      seen.some((one) => one.message === 'hang') &&
      hooks.filter((one) => one === 'pre watchBlobs').length === 2,
  );
  first.process.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');

  const second = await begin({}, settingsFor(names));
  const { seen } = await until(
    second.address,
    (all) => all.seen.some((one) => one.message === 'hang'),
    45_000,
  );
  expect(seen.filter((one) => one.trigger === 'blob').map((one) => one.name)).toEqual(['slow.json']);
  expect(seen.find((one) => one.message === 'hang')?.count).toBe(2);
});

test('without a storage account it brings its own, with the log container, and keeps it over a kill', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'rarecall-start-'));
  const names = freshNames();
  const options = { storage: undefined, dataFolder };
  const settings = { ...settingsFor(names), FIXTURE_CONTAINER: 'insights-logs-kube-audit' };
  const first = await begin(options, settings);
  expect(first.complained()).toBe('');
  first.process.kill('SIGKILL');
  await first.ended;
  const second = await begin(options, settings);
  expect(second.complained()).toBe('');
  expect(second.address).not.toBe('');
  second.process.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  await rm(dataFolder, { recursive: true });
});

test('what does not end in time is not waited for: it comes back at the next start', async () => {
  const names = freshNames();
  const child = await begin({}, settingsFor(names));
  await send(storage, names, 'hang');
  await until(child.address, ({ seen }) => seen.some((one) => one.message === 'hang'));
  child.process.kill('SIGTERM');
  expect(await child.ended).toBe(0);
  expect(child.complained()).toMatch(
    /^rarecall: stopped without waiting any longer for what still runs \(10 s\)$/m,
  );
  expect((await queueOf(storage, names.queue).getProperties()).approximateMessagesCount).toBe(1);
});

test('it ends when its storage does, and says so', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'rarecall-start-'));
  const child = await begin({ storage: undefined, dataFolder });
  process.kill(Number(await readFile(join(dataFolder, 'azurite.pid'), 'utf8')), 'SIGKILL');
  expect(await child.ended).toBe(1);
  expect(child.complained().split('\n').at(-2)).toBe(
    'rarecall: the storage emulator Azurite ended by itself',
  );
  await rm(dataFolder, { recursive: true });
});

test('a port in use is named, with a way out, and nothing else is started', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const child = await begin({ port, storage: undefined });
  expect(await child.ended).toBe(1);
  expect(child.complained()).toBe(
    `rarecall: port ${port} is in use; choose another with --port, as in --port ${port + 1}\n`,
  );
  expect(child.said()).toBe('');
  other.close();
});

test('a string that is no connection string is refused without being repeated', async () => {
  const child = await begin({ storage: 'AccountKey=secret;Blob' });
  expect(await child.ended).toBe(1);
  expect(child.complained()).toMatch(/^rarecall: the storage connection string is not valid; expected .*\n$/);
  expect(child.complained()).not.toContain('secret');
});

test('a storage that is not there is told within seconds', async () => {
  const began = performance.now();
  const child = await begin({
    storage: storage.replace(/QueueEndpoint=http:\/\/127.0.0.1:\d+/, 'QueueEndpoint=http://127.0.0.1:9'),
  });
  expect(await child.ended).toBe(1);
  expect(child.complained()).toBe(
    'rarecall: the storage at http://127.0.0.1:9/devstoreaccount1 cannot be reached: connection refused\n',
  );
  expect(performance.now() - began).toBeLessThan(8000);
});

test('a wrong key is told as such', async () => {
  const child = await begin({ storage: storage.replace('AccountKey=Eby8', 'AccountKey=AAAA') });
  expect(await child.ended).toBe(1);
  expect(child.complained()).toMatch(
    /^rarecall: the storage at http:\S+ refuses the key of the connection string \(HTTP 403\)\n$/,
  );
});

test('a missing setting is named', async () => {
  const child = await begin({}, { FIXTURE_QUEUE: 'fixture-any', FIXTURE_SCHEDULE: '0 0 0 1 1 *' });
  expect(await child.ended).toBe(1);
  expect(child.complained()).toBe('rarecall: the setting FIXTURE_CONTAINER is not set\n');
});

test('it ends when the npm that started it has gone, though nobody tells it', async () => {
  const settings = settingsFor(freshNames());
  const options = JSON.stringify({ port: 0, verbose: false, storage, app });
  // As npm does: a shell in between, which hands on no signal.
  const shell = spawn(
    'sh',
    ['-c', `"$0" --input-type=module -e "$1" "$2"; true`, process.execPath, program, options],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...settings, npm_lifecycle_event: 'start' },
    },
  );
  let said = '';
  shell.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: 30_000 }).toMatch(/^ready /);
  shell.kill('SIGTERM');
  const address = said.slice('ready '.length).trim();
  // The pipe ends with the last process that holds it.
  await once(shell, 'close');
  await expect(fetch(address)).rejects.toThrow();
});
