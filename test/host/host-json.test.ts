import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHostJson } from '../../src/host/host-json.ts';
import { projectFolder } from '../../src/host/project-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-host-json-'));
});
afterEach(() => rm(folder, { recursive: true }));
const write = (name: string, content: unknown) =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

test('what host.json leaves out is as in the Functions host', async () => {
  await write('host.json', { version: '2.0' });
  expect(readHostJson(folder)).toEqual({
    routePrefix: 'api',
    blobs: { atOnce: 8, tries: 5 },
    queues: { batchSize: 16, newBatchThreshold: 8, tries: 5, retryAfterMs: 0, isBase64: true },
  });
});

test('the settings that are deployed can be followed here', () => {
  expect(readHostJson(projectFolder)).toEqual({
    routePrefix: 'api',
    blobs: { atOnce: 2, tries: 5 },
    queues: { batchSize: 2, newBatchThreshold: 0, tries: 5, retryAfterMs: 120_000, isBase64: true },
  });
});

test('a host.json that cannot be meant is refused with what is wrong', async () => {
  expect(() => readHostJson(folder)).toThrow(`there is no host.json in ${folder}`);
  await write('host.json', '{');
  expect(() => readHostJson(folder)).toThrow('host.json is not a JSON object');
  await write('host.json', { extensions: { queues: { batchSize: 33 } } });
  expect(() => readHostJson(folder)).toThrow('host.json: batchSize must be a whole number from 1 to 32');
  await write('host.json', { extensions: { queues: { visibilityTimeout: '90' } } });
  expect(() => readHostJson(folder)).toThrow('host.json: visibilityTimeout must be written hh:mm:ss');
});

// docs/decisions/0031.
test('what is deployed keeps every event, retries for long enough, and ends no work of its own', () => {
  const { functionTimeout, telemetryMode, logging, extensions } = JSON.parse(
    readFileSync(join(projectFolder, 'host.json'), 'utf8'),
  ) as Record<string, unknown> & { logging: object; extensions: { http: object; queues: object } };
  // Functions stop themselves after eight minutes.
  expect(functionTimeout).toBe('00:10:00');
  expect(telemetryMode).toBeUndefined();
  expect(logging).toMatchObject({
    applicationInsights: { samplingSettings: { excludedTypes: expect.stringMatching(/\bEvent\b/) } },
  });
  expect(extensions.http).toMatchObject({ maxConcurrentRequests: 60, maxOutstandingRequests: 200 });
});
