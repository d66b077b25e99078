/** What any store of findings must do. Run by the memory store and by the one in a table. */
import { describe, expect, test } from 'vitest';
import type { Findings } from '../../src/app/ports/findings.ts';
import type { Day } from '../../src/core/count/day.ts';
import { aCampaign, aCluster, aFinding } from '../build.ts';
import { aCall as aRankedCall } from '../core/show/samples.ts';

const day = (text: string) => text as Day;

/** @param make a store that holds nothing yet */
export function findingsContract(make: () => Promise<Findings>): void {
  describe('findings', () => {
    test('are found by day, of the highest risk first, and by id', async () => {
      const findings = await make();
      // The risk that is shown decides, though the other finding has the rarer call.
      const weak = aFinding({ id: 'a', calls: [aRankedCall({ rarity: 99.9 })] });
      const rare = {
        calls: [aRankedCall({ rarity: 98 })],
        risk: { ...weak.risk, score: weak.risk.score + 1 },
      };
      await findings.save(day('2026-10-01'), aCluster, [weak, aFinding({ id: 'b', ...rare })]);
      expect((await findings.ofDay(day('2026-10-01'))).map(({ finding }) => finding.id)).toEqual(['b', 'a']);
      expect(await findings.ofDay(day('2026-10-02'))).toEqual([]);
      expect((await findings.find('a'))?.finding).toEqual(weak);
      expect(await findings.find('c')).toBeNull();
    });

    test('keep their version while they say the same, and what sinks were told', async () => {
      const findings = await make();
      await findings.save(day('2026-10-01'), aCluster, [aFinding()]);
      const [first] = await findings.ofDay(day('2026-10-01'));
      if (first === undefined) throw new Error('nothing was kept');
      await findings.told(first, 'webhook');
      await findings.save(day('2026-10-01'), aCluster, [aFinding()]);
      expect(await findings.find('finding-1')).toEqual({ ...first, told: { webhook: first.version } });
      await findings.save(day('2026-10-01'), aCluster, [aFinding({ message: 'more' })]);
      const changed = await findings.find('finding-1');
      expect(changed?.told).toEqual({ webhook: first.version });
      expect(changed?.version).not.toBe(first.version);
    });

    test('tell the stories of a cluster as its open findings of some days have them', async () => {
      const findings = await make();
      const other = { id: 'other', name: 'other' };
      const story = (id: string, toldDays = 1) => ({
        id,
        day: day('2026-10-01'),
        campaign: aCampaign({ id, toldDays }),
      });
      await findings.save(
        day('2026-10-01'),
        aCluster,
        [aFinding(story('a')), aFinding({ id: 'b' })],
        [aFinding(story('held'))],
      );
      await findings.save(day('2026-10-01'), other, [aFinding({ ...story('c'), clusterId: other.id })]);
      await findings.save(day('2026-10-03'), aCluster, [aFinding({ ...story('d'), day: day('2026-10-03') })]);
      const told = async (...days: string[]) =>
        (await findings.campaigns(aCluster, days.map(day))).sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(await told('2026-10-01')).toEqual([aCampaign({ id: 'a' })]);
      expect((await told('2026-10-01', '2026-10-02', '2026-10-03')).map(({ id }) => id)).toEqual(['a', 'd']);
      await findings.save(day('2026-10-02'), aCluster, [aFinding({ ...story('e'), day: day('2026-10-02') })]);
      expect((await told('2026-10-01', '2026-10-03')).map(({ id }) => id)).toEqual(['a', 'd']);
      expect(await told()).toEqual([]);
      expect((await findings.find('a'))?.finding.campaign).toEqual(aCampaign({ id: 'a' }));
      await findings.save(day('2026-10-01'), aCluster, [aFinding(story('a', 2)), aFinding({ id: 'b' })]);
      expect(await told('2026-10-01')).toEqual([aCampaign({ id: 'a', toldDays: 2 })]);
      await findings.save(day('2026-10-01'), aCluster, [aFinding({ id: 'a' })]);
      expect(await told('2026-10-01')).toEqual([]);
      await findings.save(day('2026-10-03'), aCluster, []);
      expect(await told('2026-10-03')).toEqual([]);
    });

    test('keep what a sink refused until it is told, and know what was given up', async () => {
      const findings = await make();
      const of = (date: string, id: string) =>
        findings.save(day(date), aCluster, [aFinding({ id, day: day(date) })]);
      const kept = async (id: string) => {
        const found = await findings.find(id);
        if (found === null) throw new Error('it is not kept');
        return found;
      };
      for (const [date, id] of [
        ['2026-10-01', 'a'],
        ['2026-10-02', 'b'],
        ['2026-10-03', 'c'],
      ] as const)
        await of(date, id);
      const at = '2026-10-04T05:00:00.000Z';
      const refusals = {
        version: (await kept('a')).version,
        times: 1,
        at,
        nextAt: '2026-10-04T05:10:00.000Z',
      };
      await findings.refused(await kept('a'), 'hook', refusals);
      await findings.refused(await kept('a'), 'slack', { ...refusals, times: 2, nextAt: null });
      await findings.refused(await kept('b'), 'hook', { ...refusals, nextAt: null });
      await findings.refused(await kept('c'), 'hook', refusals);
      expect((await kept('a')).refused).toEqual({
        hook: refusals,
        slack: { ...refusals, times: 2, nextAt: null },
      });
      const lost = async (from: string) =>
        (await findings.givenUp(day(from))).map(({ finding }) => finding.id);
      expect((await lost('2026-10-01')).sort()).toEqual(['a', 'b']);
      expect(await lost('2026-10-02')).toEqual(['b']);
      await findings.told(await kept('a'), 'hook');
      expect((await kept('a')).refused).toEqual({ slack: { ...refusals, times: 2, nextAt: null } });
      await findings.save(day('2026-10-03'), aCluster, [
        aFinding({ id: 'c', day: day('2026-10-03'), message: 'x' }),
      ]);
      expect((await kept('c')).refused).toEqual({ hook: refusals });
    });

    test('give the turn to tell a sink to one at a time, until it ends or its time is over', async () => {
      const findings = await make();
      const at = (minute: number) => new Date(Date.UTC(2026, 9, 4, 5, minute));
      const take = (minute: number, sink = 'hook') => findings.takeTurn(sink, at(minute), at(minute + 3));
      const mine = async (minute: number) => {
        const answer = await take(minute);
        if (answer.state !== 'yours') throw new Error(`it is ${answer.state}`);
        return answer.turn;
      };
      const first = await mine(0);
      expect(first).toMatchObject({ sink: 'hook', since: '2026-10-04T05:00:00.000Z', until: at(3) });
      expect(await take(2)).toEqual({ state: 'taken' });
      expect(await take(2, 'slack')).toMatchObject({ state: 'yours' });
      const longer = await findings.takeTurn('hook', at(2), at(5), first);
      expect(await take(4)).toEqual({ state: 'taken' });
      // Whose time is over has lost it, and ends nobody else's.
      const second = await mine(5);
      expect(second.since).toBe(first.since);
      if (longer.state !== 'yours') throw new Error('it was not lengthened');
      expect(await findings.takeTurn('hook', at(6), at(9), longer.turn)).toEqual({ state: 'taken' });
      await findings.endTurn(longer.turn, null);
      expect(await take(6)).toEqual({ state: 'taken' });
      await findings.endTurn(second, null);
      const third = await mine(6);
      await findings.endTurn(third, at(60));
      expect(await take(59)).toEqual({ state: 'quiet', until: at(60) });
      const fourth = await mine(60);
      // What a sink asks of one who was too slow holds for whoever has the turn now.
      await findings.endTurn(third, at(70));
      await findings.endTurn(fourth, null);
      expect((await take(65)).state).toBe('quiet');
      expect(await findings.find('hook')).toBeNull();
    });

    test('give the turn to one of many who ask at once, the first time and later', async () => {
      const findings = await make();
      for (const hour of [5, 6]) {
        const now = new Date(Date.UTC(2026, 9, 4, hour));
        const until = new Date(Date.UTC(2026, 9, 4, hour, 3));
        const answers = await Promise.all(
          Array.from({ length: 8 }, () => findings.takeTurn('hook', now, until)),
        );
        expect(answers.map(({ state }) => state).sort()).toEqual([...Array(7).fill('taken'), 'yours']);
      }
    });

    test('may grow, shrink and grow again, and keep nothing of what they were', async () => {
      const findings = await make();
      const sizes = [40_000, 3, 0, 35_000, 32_000, 70_000, 10];
      for (const size of sizes) {
        const one = aFinding({ message: 'é'.repeat(size) });
        await findings.save(day('2026-10-01'), aCluster, [one]);
        expect(await findings.readDay(day('2026-10-01'))).toMatchObject({ kept: [{}], damaged: 0 });
        expect((await findings.find('finding-1'))?.finding).toEqual(one);
      }
      const calls = (count: number) =>
        Array.from({ length: count }, (_, at) => aRankedCall({ rank: at + 1 }));
      for (const count of [30, 1, 25]) {
        const one = aFinding({ calls: calls(count) });
        await findings.save(day('2026-10-01'), aCluster, [], [one]);
        expect((await findings.ofDay(day('2026-10-01'))).map(({ finding }) => finding)).toEqual([one]);
      }
    });

    test('lose nothing where one ranks and others tell at the same moment', async () => {
      const findings = await make();
      const sized = (size: number) => aFinding({ message: 'x'.repeat(size) });
      await findings.save(day('2026-10-01'), aCluster, [sized(70_000)]);
      const sinks = ['slack', 'splunk', 'teams', 'webhook'];
      for (const size of [10, 90_000, 20]) {
        const [now] = await findings.ofDay(day('2026-10-01'));
        if (now === undefined) throw new Error('nothing was kept');
        await Promise.all([
          ...sinks.map((sink) => findings.told(now, sink)),
          findings.save(day('2026-10-01'), aCluster, [sized(size)]),
        ]);
        const after = await findings.find('finding-1');
        expect(after?.finding.message).toHaveLength(size);
        expect(after?.told).toEqual(Object.fromEntries(sinks.map((sink) => [sink, now.version])));
      }
    });

    test('are forgotten by days', async () => {
      const findings = await make();
      for (const text of ['2026-10-01', '2026-10-02', '2026-10-03']) {
        const of = (id: string) => aFinding({ id: `${text}-${id}`, day: day(text) });
        await findings.save(day(text), aCluster, [of('a'), of('b')]);
      }
      const never = new Date('2100-01-01T00:00:00Z');
      expect(await findings.forget(day('2026-10-03'), never)).toBe(2);
      expect(await findings.forget(day('2026-10-03'), never)).toBe(0);
      expect(await findings.find('2026-10-02-a')).toBeNull();
      expect(await findings.ofDay(day('2026-10-03'))).toHaveLength(2);
    });

    test('stay where there is no time left, and go the next time', async () => {
      const findings = await make();
      await findings.save(day('2026-10-01'), aCluster, [aFinding()]);
      expect(await findings.forget(day('2026-10-02'), new Date(0))).toBe(0);
      expect(await findings.find('finding-1')).not.toBeNull();
      expect(await findings.forget(day('2026-10-02'), new Date('2100-01-01T00:00:00Z'))).toBe(1);
    });

    test('are held back, told when there is room again, and gone when they are not found', async () => {
      const findings = await make();
      const state = async () =>
        (await findings.ofDay(day('2026-10-01'))).map(({ finding, closed, held }) => [
          finding.id,
          closed,
          held,
        ]);
      const [a, b] = [aFinding({ id: 'a' }), aFinding({ id: 'b' })];
      await findings.save(day('2026-10-01'), aCluster, [a], [b]);
      expect(await state()).toEqual([
        ['a', false, false],
        ['b', true, true],
      ]);
      await findings.save(day('2026-10-01'), aCluster, [b], [a]);
      expect(await state()).toEqual([
        ['a', true, true],
        ['b', false, false],
      ]);
      await findings.save(day('2026-10-01'), aCluster, []);
      expect(await state()).toEqual([
        ['a', true, false],
        ['b', true, false],
      ]);
    });

    test('are kept whatever their calls hold: the strongest calls, as many as there is room for', async () => {
      const findings = await make();
      const calls = Array.from({ length: 50 }, (_, at) => ({
        ...aRankedCall(),
        rank: at + 1,
        user: '\u{1f642}'.repeat(2_000),
        requestURI: '田'.repeat(10_000),
        groups: Array.from({ length: 100 }, () => '"\\'.repeat(100)),
      }));
      await findings.save(day('2026-10-01'), aCluster, [aFinding({ calls })]);
      const kept = (await findings.find('finding-1'))?.finding.calls ?? [];
      expect(kept.length).toBeGreaterThan(0);
      expect(kept).toEqual(calls.slice(0, kept.length));
    });

    test('are closed when they are not found again, of their own cluster only, and opened when they are', async () => {
      const findings = await make();
      const other = { id: 'other', name: 'other' };
      await findings.save(day('2026-10-01'), aCluster, [aFinding()]);
      await findings.save(day('2026-10-01'), other, [aFinding({ id: 'z', clusterId: 'other' })]);
      await findings.save(day('2026-10-01'), aCluster, []);
      expect(
        (await findings.ofDay(day('2026-10-01'))).map(({ finding, closed }) => [finding.id, closed]),
      ).toEqual([
        ['finding-1', true],
        ['z', false],
      ]);
      await findings.save(day('2026-10-01'), aCluster, [aFinding()]);
      expect((await findings.find('finding-1'))?.closed).toBe(false);
    });
  });
}
