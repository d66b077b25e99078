import { expect, test } from 'vitest';
import { archives } from '../../../src/adapters/azure/archives.ts';

const { logNamed } = archives(
  { name: 'RARECALL_LOGS', blobServiceUri: 'https://west.blob.core.windows.net' },
  ['https://north.blob.core.windows.net/'],
  'insights-logs-kube-audit',
);

test.each(['west', 'north'])('a blob of the log container of account %s has a name', (account) => {
  const at = `https://${account}.blob.core.windows.net/insights-logs-kube-audit`;
  expect(logNamed(`${at}/resourceId=/a%20b/PT1H.json`)).toBe('resourceId=/a b/PT1H.json');
  expect(logNamed(`${at.toUpperCase().replace(/INSIGHTS.*/, '')}insights-logs-kube-audit/x`)).toBe('x');
});

test.each([
  ['another account', 'https://east.blob.core.windows.net/insights-logs-kube-audit/x'],
  [
    'an account whose name begins alike',
    'https://west.blob.core.windows.net.evil.example/insights-logs-kube-audit/x',
  ],
  ['a name before the host', 'https://west.blob.core.windows.net@evil.example/insights-logs-kube-audit/x'],
  [
    'a container whose name begins alike',
    'https://west.blob.core.windows.net/insights-logs-kube-audit-admin/x',
  ],
  ['a way out of the container', 'https://west.blob.core.windows.net/insights-logs-kube-audit/../other/x'],
  ['the container itself', 'https://west.blob.core.windows.net/insights-logs-kube-audit/'],
  ['another port', 'https://west.blob.core.windows.net:8443/insights-logs-kube-audit/x'],
  ['no encryption', 'http://west.blob.core.windows.net/insights-logs-kube-audit/x'],
  ['a signature', 'https://west.blob.core.windows.net/insights-logs-kube-audit/x?sig=secret'],
  ['broken escapes', 'https://west.blob.core.windows.net/insights-logs-kube-audit/%E0%A4'],
  ['no address', 'insights-logs-kube-audit/x'],
])('%s is no log', (_, url) => {
  expect(logNamed(url)).toBeNull();
});

test('further accounts are read as whoever the connection names, without its secrets', async () => {
  const connection = { name: 'RARECALL_LOGS', connectionString: 'UseDevelopmentStorage=true' };
  const north = archives(connection, ['https://north.blob.core.windows.net'], 'logs');
  expect(north.logNamed('https://north.blob.core.windows.net/logs/x')).toBe('x');
  expect(north.first.blobs().accountName).toBe('devstoreaccount1');
});
