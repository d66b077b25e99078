/** Records that others published, beside the project. The same shapes, made up, are in the tests of the readers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { logReader } from '../../../src/core/read/log-reader.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { inChunks, readAll, type State } from './reading.ts';

const data = new URL('../../../../shared/data/', import.meta.url);
const file = (name: string): Buffer => readFileSync(new URL(name, data));
const plain = { ...defaultReadOptions, plain: true };
const reader = () => logReader(defaultReadOptions, 0);

it('a real Event Hub message has 22 records, 11 of them kubectl, one of those from loopback', () => {
  const found = readAll(documentReader(plain), [file('sysdiglabs-aks-audit-log/event.json')]);
  expect(found.reader).toMatchObject({ lines: 22, skipped: { 'not-kubectl': 11, loopback: 1 } });
  expect(found.events).toHaveLength(10);
  expect(found.events[0]?.event).toMatchObject({
    call: {
      user: 'aksService',
      verb: 'create',
      resource: 'configmaps',
      sourceIPs: ['172.31.9.219'],
      code: 409,
    },
    time: '2020-05-05T16:16:37.699072Z',
    isRequest: true,
  });
});

it('hand-saved real records, pretty-printed behind a byte order mark, are read', () => {
  const any = { ...plain, agents: [''] };
  for (const name of ['sample_EventHubs_event.json', 'sample_KubeAuditLog_event.json']) {
    const bytesOf = file(`sysdiglabs-aks-audit-log/${name}`);
    expect(readAll(documentReader(any), [bytesOf]).events).toHaveLength(1);
  }
});

describe('real logs', () => {
  const accounts = (used: State, events: number) =>
    expect(used.lines).toBe(events + Object.values(used.skipped).reduce((sum, count) => sum + count, 0));

  it.each([
    ['datadog-azure-log-forwarding/aks_logs.json', 21],
    ['datadog-azure-log-forwarding/cursor_validation_state_a.json', 101],
    ['datadog-azure-log-forwarding/cursor_validation_state_b.json', 170],
    ['datadog-azure-log-forwarding/managed_identity_sign_in_logs.json', 24],
    ['dynatrace-azure-log-forwarder/aks_records.jsonl', 2],
  ])('%s has %i lines and no kubectl', (name, lines) => {
    const { events, reader: used } = readAll(reader(), inChunks(file(name), 4096));
    expect(events).toEqual([]);
    expect(used).toMatchObject({ lines, end: file(name).length, skipped: { 'not-kubectl': lines } });
    accounts(used, 0);
  });

  it('read as any agent give the calls that are in them', () => {
    const options = { ...defaultReadOptions, agents: [''] };
    const { events, reader: used } = readAll(logReader(options), [
      file('datadog-azure-log-forwarding/aks_logs.json'),
    ]);
    expect(events.length + used.skipped.loopback + used.skipped['not-kubectl']).toBe(21);
    expect(events[0]?.event.time).toMatch(/^2024-11-15T/);
    accounts(used, events.length);
  });
});
