/**
 * `npm run bench -- cold`: how long the bundle takes to load and to register every function, with telemetry set, each time in a
 * process of its own, as the worker does it. Checks that all of them are there. `--rounds N`: 15 unless said.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../src/host/build.ts';
import { appFile, projectFolder } from '../../src/host/project-folder.ts';

const mostMs = 400;
const telemetry = {
  APPLICATIONINSIGHTS_CONNECTION_STRING:
    'InstrumentationKey=00000000-0000-4000-8000-00000000abcd;IngestionEndpoint=https://localhost:1/',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING:
    'ClientId=00000000-0000-4000-8000-000000000001;Authorization=AAD',
};

/** Runs in a process that has loaded nothing but the stand-in for the worker. */
const script = `
  const { loadApp } = await import(${JSON.stringify(join(projectFolder, 'src/host/functions-core.ts'))});
  const quiet = { write() {}, say() {}, detail() {} };
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const { functions } = await loadApp(${JSON.stringify(appFile)}, quiet);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ ms: performance.now() - begun, cpuMs: (user + system) / 1000, functions: functions.size, rss: process.memoryUsage.rss() }));`;

interface Start {
  readonly ms: number;
  /** Of the processor: what others do beside it does not count. */
  readonly cpuMs: number;
  readonly functions: number;
  readonly rss: number;
}

function start(env: Readonly<Record<string, string>>): Start {
  const settings = {
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    RARECALL_LOGS: 'UseDevelopmentStorage=true',
  };
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...settings, ...env },
    encoding: 'utf8',
  });
  return JSON.parse(said) as Start;
}

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { rounds: { type: 'string', default: '15' } },
});
const rounds = Number(values.rounds);
const bytes = await build();
console.log(`dist/app.cjs ${(bytes / 1e6).toFixed(2)} MB, ${rounds} rounds in turn`);
const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'without telemetry': {},
  'with telemetry': telemetry,
};
const taken = new Map<string, Start[]>(Object.keys(ways).map((way) => [way, []]));
for (let round = 0; round < rounds; round++)
  for (const [way, env] of Object.entries(ways)) {
    const one = start(env);
    if (one.functions !== 18) throw new Error(`${way}: ${one.functions} functions were registered`);
    taken.get(way)?.push(one);
  }
const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
for (const [way, starts] of taken) {
  const [ms, cpuMs] = [starts.map((one) => one.ms), starts.map((one) => one.cpuMs)];
  const rss = Math.max(...starts.map((one) => one.rss));
  console.log(
    `${way}: ${middle(ms).toFixed(0)} ms (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), ` +
      `${middle(cpuMs).toFixed(0)} ms of the processor, ${(rss / 1e6).toFixed(0)} MB at most`,
  );
  // On a machine with other work the clock tells of that work.
  if (Math.min(middle(ms), middle(cpuMs)) > mostMs) throw new Error(`${way}: more than ${mostMs} ms`);
}
