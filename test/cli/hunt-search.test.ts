/** `rarecall hunt --search` as people run it: the real launcher, real files, exit codes and streams. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchNames } from '../../src/core/find/searches/names.ts';
import { aBlobName, aLine } from '../build.ts';
import { run } from './command.ts';

const reason = 'authorization.k8s.io/reason';

let folder: string;
let logs: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-search-'));
  const by = (username: string, grant: string, more = {}) =>
    aLine({
      user: { username, groups: ['g'] },
      userAgent: 'curl/8.5.0',
      annotations: { 'authorization.k8s.io/decision': 'allow', [reason]: grant },
      ...more,
    });
  logs = await file('logs/a.json', `${[by('ana', 'X'), by('ana', 'X'), 'no json'].join('\n')}\n`);
  const later = { requestReceivedTimestamp: '2026-10-02T08:00:00.000000Z' };
  await file('logs/b.json.gz', gzipSync(`${by('bob', 'Y', later)}\n`));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

const search = (...args: readonly string[]) => run(['hunt', ...args]);

const answer = async (...args: readonly string[]) => {
  const { code, out, err } = await search(...args, '--format', 'json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
};

test('reads every client in all files, and says what became of every line', async () => {
  expect(await answer(join(folder, 'logs'), '--search', 'rbac-grants')).toMatchObject({
    search: 'rbac-grants',
    reading: 'sound',
    days: null,
    lines: 4,
    events: 3,
    skipped: { 'not-json': 1 },
    total: 2,
    rows: [
      { cluster: 'aks-1', user: 'bob', grant: 'Y', count: 1, percent: 33.333333 },
      { cluster: 'aks-1', user: 'ana', grant: 'X', count: 2, percent: 66.666667 },
    ],
  });
});

test('reads as Splunk would when told to', async () => {
  expect(await answer(join(folder, 'logs'), '--search', 'rbac-grants', '--strict')).toMatchObject({
    reading: 'strict',
    rows: ['bob', 'ana'].map((name) => ({ 'user.username': name, count: 1, percent: 50 })),
  });
});

test('searches a day, and says where there is none', async () => {
  const found = await answer(join(folder, 'logs'), '--search', 'rbac-grants', '--day', '2026-10-02');
  expect(found).toMatchObject({ days: { from: '2026-10-02', to: '2026-10-02' }, total: 1 });
  expect(found.rows).toMatchObject([{ user: 'bob' }]);
  expect(await search(logs, '--search', 'scan', '--day', '2026-10-02')).toMatchObject({
    code: 1,
    out: '',
    err: 'rarecall: no event in these logs is of 2026-10-02\n',
  });
});

test('gives ten rows where Splunk does, all elsewhere, or what is asked for', async () => {
  const users = Array.from({ length: 12 }, (_, index) => ({ username: `user-${index}`, groups: ['g'] }));
  const path = await file(
    'many.json',
    users
      .map((user) =>
        aLine({
          user,
          objectRef: { resource: 'secrets', namespace: 'n' },
          annotations: { 'authorization.k8s.io/decision': 'allow', [reason]: 'X' },
        }),
      )
      .join('\n'),
  );
  const rows = async (name: string, ...args: readonly string[]) =>
    (await answer(path, '--search', name, ...args)).rows.length;
  expect(await rows('rbac-grants')).toBe(10);
  expect(await rows('rbac-grants', '--limit', '0')).toBe(12);
  expect(await rows('sensitive-objects')).toBe(12);
  expect(await rows('sensitive-objects', '--limit', '10')).toBe(10);
});

test('takes the cluster of a path of Azure’s, and the named one for events without an envelope', async () => {
  const event = JSON.parse(aLine({ responseStatus: { code: 401 } })).properties.log;
  const path = await file('plain.json', event);
  const blob = await file(join('azure', aBlobName()), `${aLine({ responseStatus: { code: 401 } })}\n`);
  expect((await answer(path, blob, '--search', 'scan', '--cluster', 'lab')).rows).toMatchObject([
    { cluster: 'aks-1', clientIp: '203.0.113.9' },
    { cluster: 'lab', clientIp: '203.0.113.9' },
  ]);
});

test('masks what may be a secret, unless told to reveal it', async () => {
  const requestURI = '/api/v1/namespaces/n/pods/p/exec?command=login&command=--password%3Dquietgiraffe';
  const path = await file('secret.json', aLine({ requestURI, responseStatus: { code: 401 } }));
  for (const more of [['--strict'], []]) {
    expect((await search(path, '--search', 'scan', ...more)).out).not.toContain('quietgiraffe');
    const { out } = await search(path, '--search', 'scan', '--format', 'csv', '--reveal', ...more);
    expect(out).toContain('quietgiraffe');
  }
});

test('prints a table, and CSV with what must be known of it beside', async () => {
  const table = await search(logs, '--search', 'rbac-grants');
  expect(table.out).toMatch(/^count +percent +user +grant/);
  expect(table.out).toContain('\n    2  100.000000  ana ');
  expect(table.out).toContain('Splunk counts every logged stage of a request. Here a request counts once.');
  expect(table.out.trimEnd().split('\n').at(-1)).toBe('3 lines: 2 events of all clients; skipped 1 not-json');
  const csv = await search(logs, '--search', 'rbac-grants', '--format', 'csv');
  expect(csv.out).toMatch(/^count,percent,cluster,user,as,grant,firstSeen,lastSeen\r\n2,100,aks-1,ana,,X,/);
  expect(csv.err).toContain('Here a request counts once.');
  const lines = await search(logs, '--search', 'rbac-grants', '--format', 'jsonl');
  const { rows } = await answer(logs, '--search', 'rbac-grants');
  expect(lines.out).toBe(rows.map((row: object) => `${JSON.stringify(row)}\n`).join(''));
  expect(lines.err).toBe(csv.err);
});

describe('says what is wrong:', () => {
  test.each([
    ['--search scan --format html', 'table, json, jsonl or csv'],
    ['--strict', '--strict goes with --search'],
    ['--search scan --ranking rare', "'--search <name>' cannot be used with option '--ranking <name>'"],
    ['--search nothing', 'Allowed choices are service-accounts'],
  ])('%s', async (args, words) => {
    const { code, out, err } = await search(logs, ...args.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });

  test('a file that is no log', async () => {
    const path = await file('no.txt', 'hello\nworld\n');
    expect(await search(path, '--search', 'scan')).toMatchObject({ code: 1, out: '' });
  });
});

test('its help names every search', async () => {
  const { out } = await search('--help');
  for (const name of searchNames) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
});
