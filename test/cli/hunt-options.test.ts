/** What of a hunt is wanted, how it is printed and where it goes: the real launcher, real files, exit codes and streams. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBlobName, aLine } from '../build.ts';
import { checkout } from './checkout.ts';

let here: Awaited<ReturnType<typeof checkout>>;
let logs: string;

const at = (day: number, hour = 9) =>
  `2026-10-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000000Z`;
const lineOf = (time: string, event: object = {}) =>
  aLine({ requestReceivedTimestamp: time, stageTimestamp: time, ...event }, { time });
const secretsRead = (username: string, namespace: string) => ({
  user: { username, groups: ['system:authenticated'] },
  sourceIPs: ['198.51.100.7'],
  requestURI: `/api/v1/namespaces/${namespace}/secrets`,
  objectRef: { resource: 'secrets', namespace },
});

/** Twelve calm days. A stranger reads secrets on the 11th and one on the 12th at noon; on the 12th at six one lists pods. */
beforeAll(async () => {
  here = await checkout();
  const lines = [
    ...Array.from({ length: 12 }, (_, i) => lineOf(at(i + 1))),
    lineOf(at(11, 20), secretsRead('ben', 'kube-system')),
    lineOf(at(12, 6), { user: { username: 'dan', groups: ['g'] } }),
    lineOf(at(12, 12), secretsRead('cleo', 'kube-system')),
  ];
  logs = await here.file('logs/all.json', `${lines.join('\n')}\n`);
});
afterAll(() => here.remove());

const hunt = (...args: string[]) => here.run(['hunt', logs, ...args]);
interface Answer {
  day: string;
  from?: string;
  milder?: number;
  calls: { user: string; risk: { score: number } }[];
  findings: { user: string; day: string; risk: { severity: string } }[];
}
const answer = async (...args: string[]): Promise<Answer> => {
  const { code, out, err } = await hunt(...args, '--format', 'json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Answer;
};
const usersOf = (rows: readonly { user: string }[]) => [...new Set(rows.map(({ user }) => user))].toSorted();

describe('days', () => {
  test('several are ranked each for itself, and told together', async () => {
    expect(usersOf((await answer()).findings)).toContain('cleo');
    expect(usersOf((await answer()).findings)).not.toContain('ben');
    const { day, from, findings } = await answer('--from', '2026-10-10', '--to', '2026-10-12');
    expect([from, day]).toEqual(['2026-10-10', '2026-10-12']);
    expect(findings.map(({ user, day }) => `${user} ${day}`)).toEqual(
      expect.arrayContaining(['ben 2026-10-11', 'cleo 2026-10-12']),
    );
    // Each stands for the end of the logs where it is not given.
    expect((await answer('--from', '2026-10-10')).findings).toEqual(findings);
    expect(usersOf((await answer('--to', '2026-10-11', '--from', '2026-10-11')).findings)).toEqual(['ben']);
  });

  test('rare ranks their events as one window', async () => {
    const rare = async (...args: string[]) =>
      JSON.parse((await hunt('--ranking', 'rare', '--format', 'json', ...args)).out) as {
        combinations: number;
      };
    const [all, two, one] = [
      await rare(),
      await rare('--from', '2026-10-11', '--to', '2026-10-12'),
      await rare('--day', '2026-10-12'),
    ];
    expect([all, two, one].map(({ combinations }) => combinations)).toEqual([27, 7, 4]);
  });

  test('searches keep to them, too', async () => {
    const { out } = await hunt('--search', 'rbac-grants', '--to', '2026-10-11', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ days: { from: '2026-10-01', to: '2026-10-11' } });
    const none = await hunt('--search', 'rbac-grants', '--from', '2027-01-01');
    expect([none.code, none.err]).toEqual([1, 'rarecall: no event in these logs is of these days\n']);
  });

  test('--since counts back from the last call in the logs', async () => {
    // The last is at noon of the 12th.
    const findingsSince = async (time: string) => usersOf((await answer('--since', time)).findings);
    expect(await findingsSince('15h')).not.toContain('ben');
    expect(await findingsSince('16h')).toEqual(expect.arrayContaining(['ben', 'cleo']));
    expect(usersOf((await answer('--since', '5h')).calls)).toEqual(['anna@example.com', 'cleo']);
    expect(usersOf((await answer('--since', '6h')).calls)).toContain('dan');
  });

  test.each([
    [['--from', '2026-10-12', '--to', '2026-10-11'], '--from must not be after --to'],
    [['--day', '2026-10-12', '--from', '2026-10-11'], 'cannot be used with'],
    [['--since', '1y'], 'such as 90s, 5m, 24h, 7d or 2w'],
  ])('%j is bad usage', async (args, words) => {
    const { code, out, err } = await hunt(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });

  test('a range without a call says what there is', async () => {
    const { code, err } = await hunt('--from', '2027-01-01', '--to', '2027-01-02');
    expect([code, err]).toEqual([
      1,
      'rarecall: no call from 2027-01-01 to 2027-01-02; these logs hold 2026-10-01 to 2026-10-12\n',
    ]);
  });
});

describe('severity', () => {
  test('the milder is left out, counted and said', async () => {
    const all = await answer('--from', '2026-10-11');
    const severe = all.findings.filter(({ risk }) => risk.severity === 'medium');
    expect(severe.length).toBeGreaterThan(0);
    expect(severe.length).toBeLessThan(all.findings.length);
    const { findings, milder, calls } = await answer('--from', '2026-10-11', '--min-severity', 'medium');
    expect([findings, milder]).toEqual([severe, all.findings.length - severe.length]);
    expect(calls.every(({ risk }) => risk.score > 40)).toBe(true);
    const { out } = await hunt('--from', '2026-10-11', '--min-severity', 'medium');
    expect(out).toContain(`held back: ${milder} milder than medium`);
  });

  test('--fail-on exits with 3 where one is told that is as severe', async () => {
    expect((await hunt('--fail-on', 'medium', '--since', '16h')).code).toBe(3);
    expect((await hunt('--fail-on', 'medium')).code).toBe(0);
    expect((await hunt('--fail-on', 'high', '--since', '16h')).code).toBe(0);
    // What was found counts, though some file could not be read.
    const broken = await here.file('more/broken.json.gz', '');
    writeFileSync(broken, gzipSync(aLine()).subarray(0, 200));
    const folder = join(broken, '..');
    const both = (...args: string[]) => here.run(['hunt', logs, folder, ...args]);
    expect((await both()).code).toBe(1);
    expect((await both('--fail-on', 'low', '--since', '16h')).code).toBe(3);
  });

  test.each(['--min-severity=high', '--fail-on=low', '--what=calls', '--brief'])(
    'rare knows no findings, so that %s is bad usage',
    async (option) => {
      const { code, out, err } = await hunt('--ranking', 'rare', option);
      expect([code, out]).toEqual([2, '']);
      expect(err).toBe(
        `rarecall: ${option.split('=')[0]} goes with --ranking surprise: rare knows no findings\n`,
      );
    },
  );
});

describe('what is printed', () => {
  test('a table has findings first, and calls where asked', async () => {
    const [findings, calls] = [(await hunt()).out, (await hunt('--what', 'calls')).out];
    expect(findings).toMatch(/^risk {2}severity {2}finding/m);
    expect(findings).not.toContain('rarity');
    expect(findings).toContain('the rarest calls: --what calls');
    expect(calls).toContain('rarity');
    expect(calls).not.toContain('severity  finding');
    const brief = (await hunt('--brief', '--from', '2026-10-11')).out;
    expect(brief).toMatch(/^ *\d+ +\w+ +2026-10-11 +ben read secrets .*\n *\d+ +\w+ +2026-10-12 +cleo /m);
    expect(brief).not.toContain('Why:');
  });

  test('JSON Lines hold a call each, a finding each or a row each, as JSON has them', async () => {
    const lines = async (...args: string[]) =>
      (await hunt('--format', 'jsonl', ...args)).out.split('\n').filter((line) => line !== '');
    const { calls, findings } = await answer();
    expect((await lines()).map((line) => JSON.parse(line) as unknown)).toEqual(calls);
    expect((await lines('--what', 'findings')).map((line) => JSON.parse(line) as unknown)).toEqual(findings);
    const rows = JSON.parse((await hunt('--ranking', 'rare', '--format', 'json')).out) as { rows: unknown[] };
    expect((await lines('--ranking', 'rare')).map((line) => JSON.parse(line) as unknown)).toEqual(rows.rows);
    expect(
      (
        await hunt(
          '--format',
          'jsonl',
          '--what',
          'findings',
          '--min-severity',
          'critical',
          '--day',
          '2026-10-02',
        )
      ).out,
    ).toBe('');
    const csv = (await hunt('--format', 'csv', '--what', 'findings')).out;
    expect(csv.split('\r\n')[0]).toMatch(/^id,day,cluster,/);
  });

  test.each([
    ['--brief', '--format', 'json'],
    ['--brief', '--what', 'calls'],
    ['--missing', 'placeholder'],
    ['--count', 'requests'],
    ['--only-cluster', ''],
    ['--only-cluster', ' ,'],
  ])('an option that would do nothing is bad usage: %s %s %s', async (...args) => {
    const { code, out, err } = await hunt(...args.filter((one) => one !== undefined));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(args[0]);
  });

  test.skipIf(process.platform === 'win32')('a pipe that closes early hides no failure', async () => {
    const launcher = join(here.folder, 'bin/rarecall.js');
    const codeOf = (...args: string[]) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [launcher, 'hunt', ...args], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        child.stdout.destroy();
        child.once('close', resolve);
      });
    expect(await codeOf(logs, '--format', 'html')).toBe(0);
    expect(await codeOf(logs, '--format', 'html', '--fail-on', 'low', '--since', '16h')).toBe(3);
    const broken = await here.file('half/all.json', readFileSync(logs, 'utf8'));
    writeFileSync(join(here.folder, 'half/cut.json.gz'), gzipSync('{}\n'.repeat(900)).subarray(0, 30));
    expect(await codeOf(join(broken, '..'), '--format', 'html')).toBe(1);
  });

  test('colours are for those who want them', async () => {
    const coloured = async (env: Record<string, string>) =>
      (await here.run(['hunt', logs, '--brief'], env)).out.includes('\u001b[');
    expect(await coloured({})).toBe(false);
    expect(await coloured({ FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  test('a file gets what standard output would, whole or not at all', async () => {
    const { out } = await hunt('--brief');
    const file = join(here.folder, 'out.txt');
    expect(await hunt('--brief', '--output', file)).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(file, 'utf8')).toBe(out);
    const lost = await hunt('--output', join(here.folder, 'nowhere/out.txt'));
    expect([lost.code, lost.err]).toEqual([
      2,
      `rarecall: ${join(here.folder, 'nowhere/out.txt')} cannot be written (ENOENT)\n`,
    ]);
    expect((await hunt('-o', join(here.folder, 'logs'))).code).toBe(2);
    expect(readdirSync(here.folder).filter((name) => /^(out|logs)\./.test(name))).toEqual(['out.txt']);
    expect(existsSync(file)).toBe(true);
  });
});

describe('clusters by name', () => {
  let mixed: string;
  const resourceOf = (name: string) =>
    `/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/${name}`;
  beforeAll(async () => {
    const lineIn = (name: string) => aLine({}, { resourceId: resourceOf(name) });
    mixed = await here.file(
      'mixed/all.json',
      [lineIn('AKS-ONE'), lineIn('AKS-TWO'), lineIn('AKS-TWO'), lineIn('AKS-THREE'), 'no json'].join('\n'),
    );
    await here.file(`mixed/${aBlobName()}`, `${aLine()}\n`);
  });
  const rare = async (...args: string[]) => {
    const run = await here.run(['hunt', join(mixed, '..'), '--ranking', 'rare', '--format', 'json', ...args]);
    return { ...run, ...(run.out === '' ? {} : (JSON.parse(run.out) as Record<string, unknown>)) };
  };

  test('only theirs count, by comma or again, in any letter case', async () => {
    expect(await rare()).toMatchObject({ lines: 6, events: 5 });
    const skipped = { 'not-json': 1 };
    expect(await rare('--only-cluster', 'aks-TWO')).toMatchObject({ lines: 3, events: 2, skipped });
    const both = { lines: 4, events: 3, skipped, err: '' };
    expect(await rare('--only-cluster', 'aks-one,aks-two')).toMatchObject(both);
    expect(await rare('--only-cluster', 'aks-one', '--only-cluster', 'aks-two')).toMatchObject(both);
  });

  test('one that is not there is said, and is an error where none is', async () => {
    const some = await rare('--only-cluster', 'aks-one,nix');
    expect([some.code, some.err]).toEqual([
      0,
      'rarecall: no log of nix among these; there are logs of aks-1, aks-three, aks-two\n',
    ]);
    const none = await rare('--only-cluster', 'nix');
    expect([none.code, none.out]).toEqual([1, '']);
  });
});
