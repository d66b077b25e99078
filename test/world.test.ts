import { expect, test } from 'vitest';
import { memoryTelemetry } from '../src/adapters/memory/telemetry.ts';
import { readConfig } from '../src/config.ts';
import { worldOf } from '../src/world.ts';
import { aFinding } from './core/show/samples.ts';

const local = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  RARECALL_LOGS: 'UseDevelopmentStorage=true',
};
const insights = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=00000000-0000-4000-8000-00000000abcd',
};

test('whoever watches is told of every finding, also where no sink is on; nobody is where nobody watches', async () => {
  const telemetry = { ...memoryTelemetry(), end: async () => undefined };
  const { sinks } = worldOf(readConfig({ ...local, ...insights }), telemetry).ports;
  expect(sinks.map(({ name }) => name)).toEqual(['insights']);
  await sinks[0]?.deliver(aFinding(), 'key');
  expect(telemetry.told).toMatchObject([
    { event: 'findingTold', said: { sink: 'insights', finding: aFinding().id } },
  ]);
  expect(worldOf(readConfig(local), telemetry).ports.sinks).toEqual([]);
});
