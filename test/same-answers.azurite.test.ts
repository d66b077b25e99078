/** One question, two ways: the deployed bundle asked over HTTP, and `rarecall hunt` on files of the same logs. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, type Day } from '../src/core/count/day.ts';
import { type Azurite, startAzurite } from '../src/host/azurite.ts';
import { build } from '../src/host/build.ts';
import { aBlobName, aLine, aResourceId, machinery } from './build.ts';
import { append, ask, eventually, type Spawned, spawnHost } from './host/spawned.ts';

const launcher = join(import.meta.dirname, '../bin/rarecall.js');
const other = aResourceId.replace(/AKS-1$/, 'aks-2');
const first = '2026-10-01' as Day;
const quiet = '2026-10-05';
const last = '2026-10-12';
/** The other cluster was made later. */
const otherFrom = '2026-10-09';

const at = (day: string, time = '08:15:00') => ({
  requestReceivedTimestamp: `${day}T${time}.000000Z`,
  stageTimestamp: `${day}T${time}.500000Z`,
});
const secrets = {
  verb: 'list',
  requestURI: '/api/v1/namespaces/payments/secrets',
  objectRef: { resource: 'secrets', namespace: 'payments' },
};
const eve = { user: { username: 'eve@example.com', groups: ['g'] }, sourceIPs: ['198.51.100.66'] };
const wayOut = '20.61.0.9';
const robot = {
  user: { username: 'system:serviceaccount:payments:runner', groups: ['system:serviceaccounts'] },
  userAgent: 'runner/v1.0.0 (linux/amd64) kubernetes/5864a46',
};
const watch = {
  auditID: 'watch-1',
  verb: 'watch',
  requestURI: '/api/v1/namespaces/payments/pods?watch=true',
};

/** Blob name -> its lines. */
function logs(): Map<string, string[]> {
  const blobs = new Map<string, string[]>();
  const add = (hour: string, resourceId: string, ...lines: string[]) => {
    const name = aBlobName(hour, resourceId);
    blobs.set(name, [...(blobs.get(name) ?? []), ...lines]);
  };
  for (let i = 0; i < 12; i++) {
    const day = addDays(first, i);
    for (const id of day < otherFrom ? [aResourceId] : [aResourceId, other]) {
      add(`${day}T08`, id, aLine({ ...at(day), ...machinery }), 'no json', '');
      add(`${day}T08`, id, aLine({ ...at(day), ...machinery, sourceIPs: [wayOut] }));
      if (day === quiet) continue;
      for (const verb of ['get', 'list', 'patch']) add(`${day}T08`, id, aLine({ ...at(day), verb }));
      add(`${day}T14`, id, aLine({ ...at(day, '14:01:00'), ...secrets, userAgent: 'kubectl/v1.30.0' }));
    }
  }
  const early = { ...eve, auditID: 'as-1', stage: 'RequestReceived', responseStatus: undefined };
  const impersonated = { ...eve, auditID: 'as-1', impersonatedUser: { username: 'otto@example.com' } };
  add(`${last}T22`, aResourceId, aLine({ ...at(last, '22:00:00'), ...early }));
  add(`${last}T22`, aResourceId, aLine({ ...at(last, '22:00:00'), ...impersonated }));
  add(`${last}T22`, other, aLine({ ...at(last, '22:10:00'), ...eve, ...secrets }), aLine(machinery));
  add(`${last}T23`, aResourceId, aLine({ ...at(last, '23:50:00'), ...watch, stage: 'ResponseStarted' }));
  const day = addDays(last as Day, 1);
  // Late: in the hours of grace, and beyond them.
  add(
    `${day}T01`,
    aResourceId,
    aLine({ ...at(last, '23:50:00'), ...watch }),
    aLine({ ...at(last, '23:58:00'), ...eve }),
  );
  add(`${last}T09`, aResourceId, aLine({ ...at('2026-10-07'), ...eve, verb: 'delete' }));
  add(`${otherFrom}T00`, other, aLine({ ...at('2026-10-08', '23:59:00'), ...eve, verb: 'patch' }));
  // Another client, and a token of a workload that is used elsewhere.
  add(
    `${last}T10`,
    aResourceId,
    ...['a', 'b'].map((name) =>
      aLine({
        ...at(last, '10:00:00'),
        ...eve,
        userAgent: 'curl/8.5.0',
        requestURI: `/api/v1/namespaces/payments/secrets/${name}`,
        objectRef: { resource: 'secrets', namespace: 'payments', name },
      }),
    ),
    aLine({ ...at(last, '10:01:00'), ...robot, sourceIPs: ['198.51.100.77'] }),
  );
  // A day on which the machinery alone was there.
  add(
    `${addDays(last as Day, 2)}T10`,
    aResourceId,
    aLine({ ...at(addDays(last as Day, 2)), ...machinery, sourceIPs: [wayOut] }),
  );
  // Of no day: the clock was never set, or is broken.
  add(`${last}T09`, aResourceId, aLine(at('0001-01-01')), aLine(at('9999-12-31')));
  return blobs;
}

let azurite: Azurite;
let folder: string;
let host: Spawned;
beforeAll(async () => {
  await build();
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'rarecall-same-'));
  let lines = 0;
  for (const [name, own] of logs()) {
    const text = `${own.join('\n')}\n`;
    lines += own.filter((line) => line !== '').length;
    await append(azurite.connection, name, text);
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  host = await spawnHost(azurite.connection);
  await eventually(
    async () => {
      const { clusters } = (await ask(host, 'clusters?from=2026-09-01&to=2026-11-30')).body;
      return clusters.reduce((sum: number, one: { lines: number }) => sum + one.lines, 0);
    },
    (counted) => counted === lines,
  );
}, 120_000);
afterAll(async () => {
  host?.child.kill('SIGKILL');
  await azurite?.stop();
  await rm(folder, { recursive: true });
});

/** A file is known by its path, a blob by its name. */
const asBlobs = (json: string): unknown =>
  JSON.parse(json, (key, value) =>
    key === 'source' && typeof value === 'string' ? value.slice(value.indexOf('resourceId=')) : value,
  );

const hunted = async (options: readonly string[], cluster: string | null) => {
  const home = cluster === null ? folder : join(folder, `resourceId=${cluster}`);
  const args = ['hunt', home, '--limit', '0', '--format', 'json', ...options];
  return asBlobs((await promisify(execFile)(process.execPath, [launcher, ...args])).stdout);
};

const answered = async (query: string) => {
  const { status, body } = await ask(host, `calls?limit=0&${query}`);
  return status === 200 ? asBlobs(JSON.stringify(body)) : { status, body };
};

const days = [null, last, '2026-10-11', otherFrom, '2026-10-08', quiet, first];
const cases = ['surprise', 'rare'].flatMap((ranking) =>
  days.flatMap((day) => [null, aResourceId].map((cluster) => ({ ranking, day, cluster }))),
);

test.each(cases)(
  '$ranking of $day in $cluster is the same from the ledger and from files',
  async ({ ranking, day, cluster }) => {
    const options = ['--ranking', ranking, ...(day === null ? [] : ['--day', day])];
    const named = { ranking, ...(day === null ? {} : { day }), ...(cluster === null ? {} : { cluster }) };
    const answer = await answered(String(new URLSearchParams(named)));
    expect(answer).toEqual(await hunted(options, cluster));
    if (ranking === 'rare') {
      const { lines, events, skipped } = answer as {
        lines: number;
        events: number;
        skipped: Record<string, number>;
      };
      expect(lines).toBe(events + Object.values(skipped).reduce((sum, count) => sum + count, 0));
    }
  },
);

test('the answers say what can be worked out by hand', async () => {
  const answer = (await answered('ranking=surprise')) as Record<string, unknown> & {
    calls: { user: string; cluster: string; count: number; verb: string; baseline: { known: unknown } }[];
    findings: { user: string }[];
  };
  expect(answer).toMatchObject({ day: last, baselineDays: 3, learning: true });
  expect(answer.calls.filter(({ user }) => user === 'otto@example.com')).toMatchObject([{ count: 1 }]);
  expect(answer.calls.filter(({ verb }) => verb === 'watch')).toMatchObject([{ count: 1, cluster: 'aks-1' }]);
  // The late one, and the one in the other cluster; not the one behind the hours of grace.
  expect(
    answer.calls
      .filter(({ user }) => user === 'eve@example.com')
      .map(({ count }) => count)
      .sort(),
  ).toEqual(
    // The two secrets that she read with another client are one pattern.
    [1, 1, 2],
  );
  expect(answer.calls.filter(({ verb }) => verb === 'appear')).toMatchObject([
    { user: 'system:serviceaccount:payments:runner', clientIp: '198.51.100.77' },
  ]);
  expect(answer.findings.map(({ user }) => user)).toContain('eve@example.com');
  expect(JSON.stringify(answer.calls)).toContain('"neighbours":["anna@example.com"]');
  expect(await answered('ranking=surprise&day=2026-10-05')).toMatchObject({
    calls: [],
    findings: [],
    baselineDays: 4,
  });
});

test('a day without logs is none on either way', async () => {
  expect(await answered('day=2026-11-20')).toMatchObject({ status: 404 });
  await expect(hunted(['--day', '2026-11-20'], null)).rejects.toMatchObject({ code: 1 });
});
