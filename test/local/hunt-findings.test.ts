import { expect, test } from 'vitest';
import { addDays, type Day } from '../../src/core/count/day.ts';
import { defaultReadOptions } from '../../src/core/read/options.ts';
import { huntSurprise, readFiles } from '../../src/local/hunt.ts';
import { aCluster, aRow } from '../build.ts';

test('a hunt says how many findings were beyond the budget', async () => {
  const day = '2026-10-31' as Day;
  const before = Array.from({ length: 20 }, (_, at) =>
    aRow({ key: `before ${at}`, day: addDays(day, at - 20) }),
  );
  const strange = ['ben', 'cleo', 'dan'].map((user) =>
    aRow({ day }, { user, resource: 'secrets', namespace: user, sourceIPs: ['198.51.100.7'] }),
  );
  const empty = await readFiles([], {
    read: defaultReadOptions,
    cluster: 'unknown',
    onBytes: () => undefined,
    warn: () => undefined,
  });
  const parts = [{ source: 'one.json', rows: [...before, ...strange] }];
  const clusters = new Map([[aCluster.id, { cluster: aCluster, parts }]]);
  const hunt = (findingsPerDay: number) =>
    huntSurprise(
      { ...empty, clusters },
      { day, limit: 0, baselineDays: 30, learningDays: 7, clientIp: 'first', findingsPerDay },
    );
  expect([hunt(2).findings.length, hunt(2).held]).toEqual([2, 1]);
  expect([hunt(3).findings.length, hunt(3).held]).toEqual([3, undefined]);
});
