/** Setting suppressions: tried before they are kept, refused or doubted where they would hide too much. */
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { setSuppressions, trySuppressions } from '../../src/app/suppress.ts';
import type { Day } from '../../src/core/count/day.ts';
import type { Suppression, SuppressionMatch } from '../../src/core/find/suppressions/suppression.ts';
import { aCluster, aFinding } from '../build.ts';
import { aCall } from '../core/show/samples.ts';

const day = '2026-10-10' as Day;

let ports: {
  readonly findings: ReturnType<typeof memoryFindings>;
  readonly suppressions: ReturnType<typeof memorySuppressions>;
  readonly clock: () => Date;
};

beforeEach(() => {
  ports = {
    findings: memoryFindings(),
    suppressions: memorySuppressions(),
    clock: () => new Date('2026-10-11T04:00:00Z'),
  };
});

const a = (match: SuppressionMatch, id = 'one'): Suppression => ({
  id,
  owner: 'platform@example.com',
  reason: 'We know them.',
  expires: '2026-12-31',
  match,
});

const callOf = (user: string) =>
  aCall({ user, clusterId: aCluster.id, clientIp: '203.0.113.9', rarity: 99, impersonatedBy: null });

const told = (...users: string[]) =>
  ports.findings.save(
    day,
    aCluster,
    users.map((user) => aFinding({ id: user, user, calls: [callOf(user)], day })),
  );

const users = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}-${at}`);

const hidden = (id: string, ...names: string[]) => {
  const { match: _, ...suppression } = a({}, id);
  return { suppression, hits: names.length, calls: names.map(callOf) };
};

const kept = async () => (await ports.suppressions.list()).map(({ suppression }) => suppression.id);

describe('what is set', () => {
  test('says how much it could not look at, since it is damaged', async () => {
    await told('velero-1');
    expect(await trySuppressions(ports, [a({ user: 'velero-*' })])).not.toHaveProperty('damaged');
    const { readDay } = ports.findings;
    ports.findings.readDay = async (one) => ({ ...(await readDay(one)), damaged: one === day ? 2 : 0 });
    const others = a({ user: 'robot' }, 'others');
    await ports.suppressions.put(others);
    const lost = (id: string) => ({ ...hidden(id), hits: 9, damaged: true as const });
    // What the tried one hid itself would be looked at in no case.
    await ports.suppressions.saveHidden(day, aCluster, [lost('others'), lost('one')]);
    const trial = await trySuppressions(ports, [a({ user: 'velero-*' })]);
    expect(trial).toMatchObject({ findings: 1, hidden: 1, damaged: 3 });
  });

  test('says what it would have hidden', async () => {
    await told('velero-1', ...users('dana', 3));
    expect(await setSuppressions(ports, [a({ user: 'velero-*' })])).toMatchObject({
      state: 'kept',
      added: ['one'],
      trial: { findings: 4, hidden: 1, touched: [{ id: 'velero-1' }], together: { findings: 4, touched: 1 } },
    });
    expect(await setSuppressions(ports, [a({ user: 'velero-*' })])).toMatchObject({ added: [] });
  });

  test('is kept unasked up to a quarter of the findings, and beyond it where somebody insists', async () => {
    await told(...users('velero', 3), ...users('dana', 9));
    expect(await setSuppressions(ports, [a({ user: 'velero-*' })])).toMatchObject({ state: 'kept' });
    await told(...users('velero', 4), ...users('dana', 8));
    const wide = [a({ user: 'velero-*' }, 'two')];
    expect(await setSuppressions(ports, wide)).toMatchObject({
      state: 'doubtful',
      problem: expect.stringContaining('4 of the 12 findings of the last 30 days, more than a quarter'),
      trial: { findings: 12, hidden: 4 },
    });
    expect(await kept()).toEqual(['one']);
    expect(await setSuppressions(ports, wide, { force: true })).toMatchObject({ state: 'kept' });
    expect(await kept()).toEqual(['one', 'two']);
  });

  test('is not doubted where there are too few findings for a share to say something', async () => {
    await told(...users('velero', 9));
    expect(await setSuppressions(ports, [a({ user: 'velero-*' })])).toMatchObject({ state: 'kept' });
  });

  test('is doubted for what all of them hide together', async () => {
    await told('velero-1', ...users('dana', 6));
    await ports.suppressions.put(a({ user: 'robo*' }, 'before'));
    await ports.suppressions.saveHidden(day, aCluster, [hidden('before', ...users('robot', 8))]);
    const one = [a({ user: 'velero-*' })];
    expect(await trySuppressions(ports, one)).toMatchObject({ together: { findings: 15, touched: 9 } });
    expect(await setSuppressions(ports, one)).toMatchObject({
      state: 'doubtful',
      problem: expect.stringContaining('something of 9 of 15 findings'),
    });
    expect(await setSuppressions(ports, [a({ user: 'nobody' })])).toMatchObject({ state: 'kept' });
    // What is replaced, or has gone, hides nothing any more.
    expect(await setSuppressions(ports, [a({ user: 'velero-*' }, 'before')])).toMatchObject({
      state: 'kept',
    });
  });

  test('is refused, insisted on or not, where its ranges make up the world with those kept', async () => {
    const range = (at: number) => a({ clientIp: `${at}.0.0.0/8` }, `range-${at}`);
    for (const at of [20, 40, 60, 80])
      expect(await setSuppressions(ports, [range(at)])).toMatchObject({ state: 'kept' });
    expect(await setSuppressions(ports, [range(100)], { force: true })).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining('as wide as everybody'),
    });
    expect(await kept()).toHaveLength(4);
    // One that is replaced makes room; one that names no range is not asked.
    expect(await setSuppressions(ports, [{ ...range(100), id: 'range-20' }])).toMatchObject({
      state: 'kept',
    });
    await ports.suppressions.put(a({ clientIp: '0.0.0.0/1' }, 'of-old'));
    expect(await setSuppressions(ports, [a({ user: 'dana' })])).toMatchObject({ state: 'kept' });
  });
});
