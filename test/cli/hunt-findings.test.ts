import { expect, test } from 'vitest';
import { readFiles } from '../../src/cli/files/read-files.ts';
import { huntSurprise } from '../../src/cli/hunting/rank-files.ts';
import { addDays, type Day } from '../../src/core/count/day.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { aCluster, aRow } from '../build.ts';

const day = '2026-10-31' as Day;
const before = Array.from({ length: 20 }, (_, at) =>
  aRow({ key: `before ${at}`, day: addDays(day, at - 20) }),
);
const options = {
  day,
  limit: 0,
  graceHours: 24,
  baselineDays: 30,
  learningDays: 7,
  clientIp: 'first',
  privateClusters: [],
  findingsPerDay: 20,
} as const;
const empty = await readFiles([], {
  read: defaultReadOptions,
  cluster: 'unknown',
  onBytes: () => undefined,
  warn: () => undefined,
});

test('a hunt says how many findings were beyond the budget', async () => {
  const strange = ['ben', 'cleo', 'dan'].map((user) =>
    aRow({ day }, { user, resource: 'secrets', namespace: user, sourceIPs: ['198.51.100.7'] }),
  );
  const parts = [{ source: 'one.json', hour: null, rows: [...before, ...strange] }];
  const clusters = new Map([[aCluster.id, { cluster: aCluster, parts }]]);
  const hunt = (findingsPerDay: number) =>
    huntSurprise({ ...empty, clusters }, { ...options, findingsPerDay });
  const [two, three] = [await hunt(2), await hunt(3)];
  expect([two.findings.length, two.held]).toEqual([2, 1]);
  expect([three.findings.length, three.held]).toEqual([3, undefined]);
});

test('a hunt in several clusters puts the strongest finding first, whichever cluster was read first', async () => {
  const ben = { user: 'ben', sourceIPs: ['198.51.100.7'] };
  const clusterWith = (name: string, row: ReturnType<typeof aRow>) => {
    const parts = [{ source: `${name}.json`, hour: null, rows: [...before, row] }];
    return [name, { cluster: { id: name, name }, parts }] satisfies [string, unknown];
  };
  const weak = clusterWith('weak', aRow({ day }, { ...ben, resource: 'secrets' }));
  const strong = clusterWith(
    'strong',
    aRow({ day }, { ...ben, resource: 'secrets', namespace: 'kube-system' }),
  );
  for (const clusters of [
    [weak, strong],
    [strong, weak],
  ]) {
    const { findings } = await huntSurprise({ ...empty, clusters: new Map(clusters) }, options);
    expect(findings.map(({ cluster }) => cluster)).toEqual(['strong', 'weak']);
  }
});
