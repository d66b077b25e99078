/**
 * `npm run bench -- cold`: how long the bundle takes to load and to register every function, with telemetry set, each time in a
 * process of its own, as the worker does it. Checks that all of them are there. `--rounds N`: 15 unless said.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../src/host/build.ts';
import { appFile, projectFolder } from '../../src/host/project-folder.ts';
import { figure, median } from './figure.ts';

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
  console.log(JSON.stringify({ ms: performance.now() - begun, cpuMs: (user + system) / 1000, functions: [...functions.keys()], rss: process.memoryUsage.rss() }));`;

interface Start {
  readonly ms: number;
  /** Of the processor: what others do beside it does not count. */
  readonly cpuMs: number;
  readonly functions: readonly string[];
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

/** Of the sources, but for those that only some ways to be told of logs have. */
const doors = readdirSync(join(projectFolder, 'functions'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [
    ...readFileSync(join(projectFolder, 'functions', name), 'utf8').matchAll(/^app\.\w+\('(\w+)'/gm),
  ])
  .map(([, name = '']) => name)
  .filter((name) => !['ingestLog', 'ingestAnnounced'].includes(name));

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
    const missing = doors.filter((name) => !one.functions.includes(name));
    if (missing.length > 0) throw new Error(`${way}: not registered: ${missing.join(', ')}`);
    taken.get(way)?.push(one);
  }
for (const [way, starts] of taken) {
  const [ms, cpuMs] = [starts.map((one) => one.ms), starts.map((one) => one.cpuMs)];
  const rss = Math.max(...starts.map((one) => one.rss));
  console.log(
    `${way}: ${median(ms).toFixed(0)} ms (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), ` +
      `${median(cpuMs).toFixed(0)} ms of the processor, ${(rss / 1e6).toFixed(0)} MB at most`,
  );
  // On a machine with other work the clock tells of that work.
  figure({ what: `cold start ${way}`, value: Math.min(median(ms), median(cpuMs)), unit: 'ms', atMost: 400 });
}
