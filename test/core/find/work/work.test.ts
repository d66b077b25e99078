import { expect, test } from 'vitest';
import type { Day } from '../../../../src/core/count/day.ts';
import {
  afterEntry,
  changesNothing,
  earlierInStory,
  shownWork,
  untouched,
  type WorkChange,
  type WorkEntry,
} from '../../../../src/core/find/work/work.ts';
import { aFinding } from '../../../build.ts';

const by = (change: WorkChange, at = '2026-10-02T08:00:00.000Z'): WorkEntry => ({
  at,
  by: 'anna',
  ...change,
});

test('a closed finding has a verdict, and loses it when it is opened again', () => {
  const closed = afterEntry(untouched, by({ status: 'closed', verdict: 'attack', owner: 'bob' }));
  expect(closed).toMatchObject({ status: 'closed', verdict: 'attack', owner: 'bob', changes: 1 });
  expect(afterEntry(closed, by({ note: 'really' }))).toMatchObject({ status: 'closed', verdict: 'attack' });
  const open = afterEntry(closed, by({ status: 'acknowledged' }));
  expect(open).toMatchObject({ status: 'acknowledged', verdict: null, owner: 'bob' });
  expect(afterEntry(open, by({ owner: null })).owner).toBeNull();
});

test('the last note and who changed it last are known, and how many of each there are', () => {
  const noted = afterEntry(untouched, by({ note: 'one' }));
  const state = afterEntry(noted, { ...by({ owner: 'x' }), at: 'later', by: 'carl' });
  expect(state).toMatchObject({
    notes: 1,
    lastNote: { at: '2026-10-02T08:00:00.000Z', by: 'anna', text: 'one' },
    changed: { at: 'later', by: 'carl' },
    changes: 2,
  });
});

test.each<[WorkChange, boolean]>([
  [{ status: 'closed', verdict: 'expected' }, true],
  [{ status: 'closed', verdict: 'attack' }, false],
  [{ status: 'acknowledged' }, false],
  [{ owner: 'bob' }, true],
  [{ owner: null }, false],
  [{ owner: 'bob', note: 'again' }, false],
])('%j on one that bob closed as expected changes nothing: %j', (change, isNothing) => {
  const state = afterEntry(untouched, by({ status: 'closed', verdict: 'expected', owner: 'bob' }));
  expect(changesNothing(state, change)).toBe(isNothing);
});

test('its tag is that of its changes, and stories are shown where there are any', () => {
  const state = afterEntry(untouched, by({ note: 'one' }));
  expect(shownWork(state)).toEqual({
    status: 'new',
    verdict: null,
    owner: null,
    notes: 1,
    lastNote: state.lastNote,
    changed: state.changed,
    etag: '1',
  });
  const earlier = {
    finding: 'a',
    day: '2026-10-01' as Day,
    status: 'closed',
    verdict: 'attack',
    owner: null,
  };
  expect(shownWork(state, [earlier as never]).story).toEqual([earlier]);
});

test('earlier findings of a story are named once, in order of time, and never the finding itself', () => {
  const step = (day: string, finding: string) => ({
    ...{ day: day as Day, finding, time: null, phase: 'x', what: 'y', outcome: 'allowed' as const, risk: 9 },
  });
  const campaign = {
    ...{
      id: 'c',
      firstDay: '2026-09-28' as Day,
      toldFrom: '2026-09-28' as Day,
      lastDay: '2026-10-01' as Day,
    },
    ...{ toldDays: 3, days: 3, phases: [], leftOut: 0, untold: [] },
    steps: [
      step('2026-09-30', 'b'),
      step('2026-09-28', 'a'),
      step('2026-09-30', 'b'),
      step('2026-10-01', 'finding-1'),
      step('2026-10-01', 'of-the-same-day'),
    ],
  };
  expect(earlierInStory(aFinding({ campaign }))).toEqual([
    { finding: 'a', day: '2026-09-28' },
    { finding: 'b', day: '2026-09-30' },
  ]);
  expect(earlierInStory(aFinding())).toEqual([]);
});
