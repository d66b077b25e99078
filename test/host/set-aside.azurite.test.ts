import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { startHost } from '../../src/host/host.ts';
import { hostLog } from '../../src/host/host-log.ts';
import { openServer } from '../../src/host/http-server.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { faultyProxy } from '../faults/proxy.ts';
import { buildFixture, freshNames, queueOf, send, settingsFor } from './fixture.ts';

const storage = inject('azurite');

test('a message that cannot be put aside at once is given back, and put aside later', async () => {
  const [app, names] = [await buildFixture(), freshNames()];
  const proxy = await faultyProxy(storage, randomFrom('aside'));
  process.env.RARECALL_LOGS = storage;
  const server = await openServer(0);
  const lines: string[] = [];
  const host = await startHost({
    server,
    appFile: app.file,
    folder: app.folder,
    env: { ...settingsFor(names), AzureWebJobsStorage: proxy.connection, RARECALL_LOGS: storage },
    log: hostLog(false, (line) => lines.push(line)),
    pollMs: 200,
  });
  try {
    proxy.script('queue make', '429', '429');
    await send(storage, names, 'poison');
    const poison = queueOf(storage, `${names.queue}-poison`);
    for (const end = Date.now() + 30_000; !(await poison.exists()); await sleep(100))
      if (Date.now() > end) throw new Error(`not put aside: ${lines.join(' | ')}`);
    expect(lines).toContain('rarecall: takeMessage: a message comes again: 429 TooManyRequests (PUT)');
  } finally {
    await host.close(5_000);
    await proxy.close();
    await app.remove();
  }
});
