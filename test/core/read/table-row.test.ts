/** Columns of a row, one by one; whole tables are in formats.test.ts. */
import { expect, test } from 'vitest';
import { rowRecord } from '../../../src/core/read/styles/table-row.ts';

const timeOf = (written: unknown) => rowRecord({ log_s: '{}', TimeGenerated: written })?.time;

test.each([
  ['10/1/2026, 12:03:04 AM', '2026-10-01T00:03:04Z'],
  ['10/1/2026, 12:03:04 PM', '2026-10-01T12:03:04Z'],
  ['10/1/2026, 1:03:04.5 PM', '2026-10-01T13:03:04.5Z'],
  ['10/1/2026, 11:03:04 am', '2026-10-01T11:03:04Z'],
  ['1/12/2026 9:03:04', '2026-01-12T09:03:04Z'],
  ['10/1/2026, 8:03:04\u202fPM', '2026-10-01T20:03:04Z'],
  ['10/1/2026, 8:03:04PM', '2026-10-01T20:03:04Z'],
  ['2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z'],
  ['x10/1/2026, 8:03:04 PM', 'x10/1/2026, 8:03:04 PM'],
  ['10/1/2026, 8:03:04 PMx', '10/1/2026, 8:03:04 PMx'],
  ['', null],
  [7, null],
])('a time %j is %j', (written, time) => {
  expect(timeOf(written)).toBe(time);
});

test('a row of AzureDiagnostics is its category, its cluster and its log', () => {
  const known = { Category: 'kube-audit', TimeGenerated: 't', log_s: '{"a":1}' };
  const record = { category: 'kube-audit', resourceId: '/a', time: 't', pod: null, log: '{"a":1}' };
  expect(rowRecord({ ...known, ResourceId: '/a', _ResourceId: '/b' })).toEqual(record);
  expect(rowRecord({ ...known, _ResourceId: '/a' })).toEqual(record);
  expect(rowRecord({ 'TimeGenerated [UTC]': 't', log_s: { a: 1 } })).toEqual({
    category: null,
    resourceId: null,
    time: 't',
    pod: null,
    log: { a: 1 },
  });
});

test.each([
  [{ Type: 'AKSAudit' }, 'kube-audit'],
  [{ Type: 'aksauditadmin' }, 'kube-audit-admin'],
  [{ TableName: 'AKSAuditAdmin' }, 'kube-audit-admin'],
  [{ Type: 'Other' }, null],
  [{}, null],
])('a row of %j is of category %j', (table, category) => {
  expect(rowRecord({ RequestUri: '/', Verb: 'get', ...table })?.category).toBe(category);
});

test('what lacks a column is no row', () => {
  for (const row of [{ RequestUri: '/' }, { Verb: 'get' }, { log_s: 7 }, {}])
    expect(rowRecord(row)).toBeNull();
});

test('columns of parsed events are taken by their type', () => {
  const row = {
    RequestUri: '/',
    Verb: 'get',
    User: '{"username":"ada"}',
    ImpersonatedUser: ' {"username":"root"}',
    SourceIps: '["::1"]',
    ObjectRef: '',
    ResponseStatus: '{torn',
    Annotations: 'text',
    'RequestReceivedTime [UTC]': '10/1/2026, 8:00:00 AM',
    'StageReceivedTime [UTC]': '10/1/2026, 8:00:01 AM',
  };
  const log = rowRecord(row)?.log;
  expect(log).toMatchObject({
    user: { username: 'ada' },
    impersonatedUser: { username: 'root' },
    sourceIPs: ['::1'],
    responseStatus: '{torn',
    annotations: 'text',
    requestReceivedTimestamp: '2026-10-01T08:00:00Z',
    stageTimestamp: '2026-10-01T08:00:01Z',
  });
  expect(log).toHaveProperty('objectRef', undefined);
  const bare = rowRecord({ RequestUri: '/', Verb: 'get' })?.log;
  for (const key of ['impersonatedUser', 'requestReceivedTimestamp', 'stageTimestamp'])
    expect(bare).not.toHaveProperty(key);
});
