/** What people do with findings, over ports in memory. */
import { beforeEach, describe, expect, test } from 'vitest';
import { answerFindings } from '../../../src/app/answer.ts';
import { parseFindingQuestion } from '../../../src/app/question.ts';
import { withWork } from '../../../src/app/working/shown.ts';
import { changeWork, workOn } from '../../../src/app/working/work.ts';
import type { Day } from '../../../src/core/count/day.ts';
import type { Campaign } from '../../../src/core/find/campaign/campaign.ts';
import type { WorkChange } from '../../../src/core/find/work/work.ts';
import { ConflictError, TooMuchError } from '../../../src/errors.ts';
import { aCluster, aFinding } from '../../build.ts';
import { aCall } from '../../core/show/samples.ts';
import { memoryWorld } from '../ranking/logged-days.ts';

const day = '2026-11-11' as Day;
const before = '2026-11-10' as Day;
const by = 'anna@example.com';

let ports: ReturnType<typeof memoryWorld>;
beforeEach(async () => {
  ports = memoryWorld();
  await ports.findings.save(
    day,
    aCluster,
    ['a', 'b', 'c'].map((id) => aFinding({ id, day, calls: [aCall()] })),
  );
});

const change = (id: string, what: WorkChange, expected?: string) =>
  changeWork(ports, id, { change: what, by }, expected === undefined ? undefined : [expected]);

describe('work on a finding', () => {
  test('is shown from the first look on, with its history', async () => {
    expect(await workOn(ports, 'a')).toMatchObject({ status: 'new', etag: '0', history: [] });
    await change('a', { status: 'acknowledged' }, '0');
    const at = '2026-11-12T04:00:00.000Z';
    expect(await workOn(ports, 'a')).toMatchObject({
      status: 'acknowledged',
      changed: { at, by },
      etag: '1',
      history: [{ at, by, status: 'acknowledged' }],
    });
    expect(await workOn(ports, 'nobody')).toBeNull();
    expect(await change('nobody', { note: 'x' })).toBeNull();
  });

  test('stays when its day is ranked again, and when it is found no more', async () => {
    await change('a', { verdict: 'attack', status: 'closed' });
    await ports.findings.save(day, aCluster, [aFinding({ id: 'a', day, title: 'otherwise' })]);
    expect(await workOn(ports, 'a')).toMatchObject({ status: 'closed' });
    await ports.findings.save(day, aCluster, []);
    expect(await workOn(ports, 'a')).toMatchObject({ status: 'closed', verdict: 'attack' });
  });

  test('is refused to who has read another state, and to who sends no tag of ours', async () => {
    await change('a', { owner: 'x' }, '0');
    for (const tag of ['0', '2', '', 'x', '-1', '1e0'])
      await expect(change('a', { owner: 'y' }, tag)).rejects.toBeInstanceOf(ConflictError);
    expect(await change('a', { owner: 'y' }, '1')).toMatchObject({ work: { owner: 'y', etag: '2' } });
  });

  test('that changes nothing leaves no trace', async () => {
    await change('a', { owner: 'x' });
    expect(await change('a', { owner: 'x' }, '1')).toMatchObject({ changed: false, work: { etag: '1' } });
    expect(await change('a', { note: 'x' })).toMatchObject({ changed: true });
    expect(await change('a', { note: 'x' })).toMatchObject({ changed: true, work: { notes: 2 } });
  });

  test('takes a thousand notes and no more, and can still be closed', async () => {
    for (let at = 0; at < 1_000; at++) await change('a', { note: `${at}` });
    await expect(change('a', { note: 'one more' })).rejects.toBeInstanceOf(TooMuchError);
    expect(await change('a', { status: 'closed', verdict: 'unclear' })).toMatchObject({
      work: { status: 'closed', notes: 1_000, etag: '1001' },
    });
  });
});

describe('a verdict that it was expected', () => {
  test('offers what would have hidden it, with its trial, and sets nothing', async () => {
    const changed = await change('a', { status: 'closed', verdict: 'expected', note: 'Ours.', owner: 'bob' });
    const [one] = changed?.offer?.body.suppressions ?? [];
    expect(one).toMatchObject({ id: 'expected-a', owner: 'bob', expires: '2027-02-10' });
    expect(one?.reason).toMatch(/Ours\.$/);
    expect(changed?.offer).toMatchObject({
      hidden: { hidden: 1, calls: 1, vanishes: true },
      trial: { findings: 3, hidden: 3, vanished: 3 },
      doubt: null,
    });
    expect(await ports.suppressions.list()).toEqual([]);
  });

  test('that is given again offers it again; another offers nothing', async () => {
    await change('a', { status: 'closed', verdict: 'expected' });
    const again = await change('a', { status: 'closed', verdict: 'expected' });
    expect(again).toMatchObject({ changed: false, offer: { body: { suppressions: [{ owner: by }] } } });
    expect(await change('a', { status: 'closed', verdict: 'attack' })).not.toHaveProperty('offer');
    expect(await change('a', { note: 'x' })).not.toHaveProperty('offer');
  });

  test('says so where it would hide much', async () => {
    const many = Array.from({ length: 10 }, (_, at) => aFinding({ id: `${at}`, day, calls: [aCall()] }));
    await ports.findings.save(day, aCluster, many);
    const changed = await change('1', { status: 'closed', verdict: 'expected' });
    expect(changed?.offer?.doubt).toMatch(/10 of the 10 findings/);
  });

  test('of what nothing can be offered for says so', async () => {
    await ports.findings.save(day, aCluster, [aFinding({ id: 'a', day, calls: [aCall({ user: 'b*' })] })]);
    const changed = await change('a', { status: 'closed', verdict: 'expected' });
    expect(changed?.offer).toMatchObject({ body: { suppressions: [] }, trial: null, doubt: null });
  });
});

describe('findings of a day', () => {
  const asked = async (query: Record<string, string>) => {
    const question = parseFindingQuestion(Object.entries({ day, ...query }));
    if (!question.ok) throw new Error(question.problem);
    const deadline = new Date('2026-11-12T05:00:00Z');
    return await answerFindings(question.value, ports, { baselineDays: 30, deadline });
  };

  test('say how they stand, and are asked for by it', async () => {
    await change('b', { status: 'acknowledged', note: 'x' });
    await change('c', { status: 'closed', verdict: 'attack' });
    const all = await asked({});
    expect(all.findings.map(({ id, work }) => [id, work?.status, work?.notes])).toEqual([
      ['a', 'new', 0],
      ['b', 'acknowledged', 1],
      ['c', 'closed', 0],
    ]);
    for (const [status, id] of [
      ['new', 'a'],
      ['acknowledged', 'b'],
      ['closed', 'c'],
    ] as const)
      expect((await asked({ status })).findings.map((one) => one.id)).toEqual([id]);
    // Paged after they are chosen.
    expect(await asked({ status: 'closed', limit: '1' })).not.toHaveProperty('next');
  });

  test('say what was decided of earlier ones of their story, and stand for themselves', async () => {
    const step = (finding: string, of: Day) => ({
      ...{ finding, day: of, time: null, phase: 'x', what: 'y', outcome: 'allowed' as const, risk: 9 },
    });
    const campaign: Campaign = {
      ...{ id: 'c', firstDay: before, toldFrom: before, lastDay: day, toldDays: 2, days: 2 },
      ...{ phases: [], leftOut: 0, untold: [] },
      steps: [step('early', before), step('untouched', before), step('a', day)],
    };
    const early = ['early', 'untouched'].map((id) => aFinding({ id, day: before }));
    await ports.findings.save(before, aCluster, early);
    await ports.findings.save(day, aCluster, [
      aFinding({ id: 'a', day, campaign }),
      aFinding({ id: 'b', day }),
    ]);
    await change('early', { status: 'closed', verdict: 'attack', owner: 'bob' });
    const story = [{ finding: 'early', day: before, status: 'closed', verdict: 'attack', owner: 'bob' }];
    const { kept } = await withWork(ports.work, day, await ports.findings.readDay(day));
    expect(
      kept
        .filter((one) => !one.closed)
        .map(({ finding }) => [finding.id, finding.work?.status, finding.work?.story]),
    ).toEqual([
      ['a', 'new', story],
      ['b', 'new', undefined],
    ]);
    expect(await workOn(ports, 'a')).toMatchObject({ status: 'new', story });
  });
});
