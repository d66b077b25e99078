/**
 * `npm run faults -- [--minutes N] [--seed S] [--hosts-log FILE]`: the long run. Progress on standard error; the last
 * line on standard output is the summary as JSON. Ends with 1 where any count was wrong.
 */
import { parseArgs } from 'node:util';
import { startAzurite } from '../../src/host/azurite.ts';
import { campaign } from './campaign.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'hosts-log': { type: 'string', default: '' },
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
console.error(`seed ${values.seed}, ${values.minutes} minutes`);
const azurite = await startAzurite();
try {
  const lengthMs = Number(values.minutes) * 60_000;
  const summary = await campaign({
    connection: azurite.connection,
    seed: values.seed,
    hosts: 3,
    blobs: 10,
    roundMs: Math.min(150_000, lengthMs),
    lengthMs,
    stepMs: 250,
    killMs: 4_000,
    messageMs: 700,
    sealAfterSeconds: 12,
    settleMs: 180_000,
    uris: 40,
    hostsLog: values['hosts-log'],
    say: (line) => console.error(line),
  });
  console.log(JSON.stringify(summary));
  process.exitCode = summary.wrong + summary.unsettled > 0 ? 1 : 0;
} finally {
  await azurite.stop();
}
