/** `rarecall hunt` as people run it: the real launcher, real files, exit codes and streams. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLine, machinery } from '../build.ts';
import { run as rarecall } from './command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rarecall-hunt-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

const rare = async (...args: string[]) =>
  JSON.parse((await rarecall(['hunt', ...args, '--ranking', 'rare', '--format', 'json'])).out);

const agent = 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46';

describe('hunt --ranking rare', () => {
  test('gives the rows that a reader works out by hand', async () => {
    const path = await file(
      'small.json',
      [
        aLine(),
        aLine(),
        aLine({
          objectRef: { resource: 'secrets', namespace: 'payments' },
          requestURI: '/api/v1/namespaces/payments/secrets',
        }),
        aLine({ objectRef: { resource: 'nodes' }, requestURI: '/api/v1/nodes' }),
        aLine({ sourceIPs: ['127.0.0.1', '198.51.100.7'], user: { username: 'x', groups: ['g'] } }),
        aLine({ sourceIPs: ['::1'] }),
        aLine({ userAgent: 'Helm/3.16' }),
        aLine({}, { category: 'kube-audit-admin' }),
        'no json',
        '',
      ].join('\n'),
    );
    const row = (
      ip: string,
      group: string,
      resource: string,
      uri: string,
      count: number,
      percent: number,
    ) => ({
      'sourceIPs{}': ip,
      verb: 'get',
      userAgent: agent,
      'user.groups{}': group,
      'objectRef.resource': resource,
      'objectRef.namespace': 'payments',
      requestURI: uri,
      count,
      percent,
    });
    const [pods, secrets] = [
      '/api/v1/namespaces/payments/pods?limit=500',
      '/api/v1/namespaces/payments/secrets',
    ];
    expect(await rare(path)).toEqual({
      ranking: 'rare',
      lines: 9,
      events: 5,
      requests: 5,
      combinations: 7,
      tuples: 5,
      skipped: { 'not-json': 1, 'other-category': 1, 'not-kubectl': 1, loopback: 1 },
      rows: [
        row('203.0.113.9', 'team-b', 'secrets', secrets, 1, 14.285714),
        row('203.0.113.9', 'system:authenticated', 'secrets', secrets, 1, 14.285714),
        row('198.51.100.7', 'g', 'pods', pods, 1, 14.285714),
        row('203.0.113.9', 'team-b', 'pods', pods, 2, 28.571429),
        row('203.0.113.9', 'system:authenticated', 'pods', pods, 2, 28.571429),
      ],
    });
  });

  test('keeps calls that lack a field with a placeholder, and counts requests where asked', async () => {
    const path = await file(
      'nodes.json',
      [aLine({ objectRef: { resource: 'nodes' } }), aLine({ stage: 'ResponseStarted', verb: 'list' })].join(
        '\n',
      ),
    );
    const answer = await rare(path, '--missing', 'placeholder', '--count', 'requests');
    expect(answer).toMatchObject({ events: 2, requests: 1, combinations: 2 });
    expect(answer.rows.map((row: Record<string, unknown>) => row['objectRef.namespace'])).toEqual([
      '(none)',
      '(none)',
    ]);
  });
});

describe('hunt reads', () => {
  test('folders, gzip, standard input and plain events alike', async () => {
    await file('logs/b/two.log.gz', gzipSync(`${aLine()}\r\n`));
    await file('logs/one.ndjson', `${aLine()}\n`);
    await file('logs/notes.txt', `${aLine()}\n`);
    expect(await rare(join(folder, 'logs'))).toMatchObject({ lines: 2, events: 2 });
    const line = aLine();
    const { out } = await rarecall(['hunt', '-', '--ranking', 'rare', '--format', 'json'], {
      input: [`${line}\n${line}`],
    });
    expect(JSON.parse(out)).toMatchObject({ lines: 2, events: 2, combinations: 2 });
    const plain = await file(
      'plain.json',
      JSON.stringify(JSON.parse(JSON.parse(line).properties.log), null, 2),
    );
    const { calls } = JSON.parse(
      (await rarecall(['hunt', plain, '--cluster', 'Lab', '--format', 'json'])).out,
    );
    expect(calls[0]).toMatchObject({ cluster: 'lab', user: 'anna@example.com', verb: 'get' });
  });
});

describe('hunt --ranking surprise', () => {
  test('prints the JSON of the contract, the last day first', async () => {
    const at = (day: string) => ({ requestReceivedTimestamp: `${day}T08:00:00.000000Z` });
    const path = await file(
      'two-days.json',
      [aLine(at('2026-10-01')), aLine({ ...at('2026-10-02'), verb: 'delete' })].join('\n'),
    );
    const answer = JSON.parse((await rarecall(['hunt', path, '--format', 'json'])).out);
    expect(Object.keys(answer)).toEqual([
      'ranking',
      'day',
      'baselineDays',
      'learning',
      'lines',
      'skipped',
      'calls',
      'findings',
    ]);
    expect(answer).toMatchObject({ ranking: 'surprise', day: '2026-10-02', baselineDays: 1, lines: 2 });
    expect(answer.calls).toHaveLength(1);
    expect(answer.calls[0]).toMatchObject({
      rank: 1,
      cluster: 'aks-1',
      user: 'anna@example.com',
      clientIp: '203.0.113.9',
      verb: 'delete',
      resource: 'pods',
      namespace: 'payments',
      count: 1,
      firstSeen: '2026-10-02T08:00:00.000000Z',
      evidence: [{ source: path, time: '2026-10-02T08:00:00.000000Z' }],
    });
  });

  test('takes logs without any kubectl call for what they are: quiet', async () => {
    const path = await file('quiet.json', aLine(machinery));
    const { code, out } = await rarecall(['hunt', path, '--format', 'json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { day: null, lines: 1, skipped: { machinery: 1 }, calls: [], findings: [] },
    ]);
    expect((await rarecall(['hunt', path])).out).toContain('no calls in these logs');
    expect((await rarecall(['hunt', path, '--format', 'html'])).out).toContain('No calls');
  });

  test.each(['table', 'csv', 'html'])('prints %s', async (format) => {
    const path = await file('one.json', aLine());
    const { code, out, err } = await rarecall(['hunt', path, '--format', format, '--what', 'calls']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('anna@example.com');
  });
});

describe('hunt --suppressions', () => {
  // Whether one is active is asked of the real clock.
  const inDays = (days: number): string =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const check = (over: Record<string, unknown> = {}) => ({
    id: 'secrets-check',
    owner: 'platform@example.com',
    reason: 'We check the secrets.',
    expires: inDays(60),
    match: { resource: 'secrets', namespace: 'payments' },
    ...over,
  });
  const at = (day: string) => ({ requestReceivedTimestamp: `${day}T08:00:00.000000Z` });
  const logs = () =>
    file(
      'secrets.json',
      [
        ...Array.from({ length: 9 }, (_, i) => aLine(at(`2026-10-0${i + 1}`))),
        aLine({ ...at('2026-10-10'), objectRef: { resource: 'secrets', namespace: 'payments' } }),
        aLine({ ...at('2026-10-10'), verb: 'delete', objectRef: { resource: 'nodes' } }),
      ].join('\n'),
    );
  const hunted = async (suppressions: unknown) => {
    const given = await file('suppressions.json', JSON.stringify(suppressions));
    const run = await rarecall(['hunt', await logs(), '--suppressions', given, '--format', 'json']);
    return { ...run, answer: JSON.parse(run.out) };
  };

  test('leaves calls out of the findings, and says who said so', async () => {
    const { answer, err } = await hunted(check());
    expect(err).toBe('');
    expect(answer.calls).toHaveLength(2);
    expect(
      answer.findings.map(({ calls }: { calls: { resource: string }[] }) => calls.map((one) => one.resource)),
    ).toEqual([['nodes']]);
    const { match: _, ...suppression } = check();
    expect(answer.suppressed).toEqual([
      { suppression, hits: 1, calls: [expect.anything()], expiresSoon: false },
    ]);
    const { out } = await rarecall([
      'hunt',
      await logs(),
      '--suppressions',
      join(folder, 'suppressions.json'),
    ]);
    expect(out).toMatch(/ 1 call +secrets-check +\S+ +platform@example\.com\n +We check the secrets\.\n/);
  });

  test('hides nothing by one that has expired, and says so', async () => {
    const { answer, err } = await hunted([
      check({ expires: '2020-01-01' }),
      check({ id: 'b', match: { user: 'nobody', verb: 'x' } }),
    ]);
    expect(answer.suppressed).toEqual([]);
    expect(answer.findings[0].calls).toHaveLength(2);
    expect(err).toBe('rarecall: the suppression secrets-check expired with 2020-01-01 and hides nothing\n');
  });

  test('hunts nothing with a file that is written wrong', async () => {
    const given = await file(
      'wrong.json',
      JSON.stringify(check({ match: { resource: 'secrets', ns: 'x' } })),
    );
    const { code, out, err } = await rarecall(['hunt', await logs(), '--suppressions', given]);
    expect([code, out, err]).toEqual([2, '', `rarecall: ${given}: match.ns is not known\n`]);
  });
});

describe('hunt tells what is wrong in one line', () => {
  const fails = async (code: number, text: RegExp, ...args: string[]) => {
    const run = await rarecall(['hunt', ...args]);
    expect(run.out).toBe('');
    expect(run.err).toMatch(text);
    expect(
      run.err
        .trim()
        .split('\n')
        .filter((line) => /^\s+at /.test(line)),
    ).toEqual([]);
    expect(run.code).toBe(code);
  };

  test('when there is no such file', () =>
    fails(1, /^rarecall: .*nowhere\.json: no such file or folder\n$/, '/nowhere.json'));
  test('when a file is no log', async () =>
    fails(
      1,
      /^rarecall: .*readme\.json: is no Kubernetes audit log\n$/,
      await file('readme.json', '# Hello\nworld\n'),
    ));
  test('when a folder holds no logs', async () => {
    await file('empty/readme.md', 'x');
    await fails(1, /^rarecall: .*empty: holds no log files .*\n$/, join(folder, 'empty'));
  });
  test('when the day is not in the logs', async () =>
    fails(
      1,
      /^rarecall: no call on 2031-01-01; these logs hold 2026-10-01\n$/,
      await file('d.json', aLine()),
      '--day',
      '2031-01-01',
    ));
  test('when a gzip file is cut', async () =>
    fails(
      1,
      /^rarecall: .*is no whole gzip file\n$/,
      await file('cut.json.gz', gzipSync(aLine()).subarray(0, 200)),
    ));
  test.each([
    ['a day that is none', ['--day', '2026-02-30']],
    ['a limit over 50,000', ['--limit', '50001']],
    ['an unknown ranking', ['--ranking', 'odd']],
    ['an unknown option', ['--colour']],
    ['no file', []],
  ])('and exits with 2 for %s', async (what, args) => {
    const path = what === 'no file' ? [] : [await file('d.json', aLine())];
    await fails(2, /error/, ...path, ...args);
  });
});

test('tells its version, and its help shows how it is used', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(await rarecall(['--version'])).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
  const { code, out } = await rarecall(['--help']);
  expect(code).toBe(0);
  expect(out).toContain('rarecall hunt PT1H.json --ranking rare');
});
