import { expect, test } from 'vitest';
import { nonePassed, openAccount } from '../../../src/core/read/account.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { anEvent } from '../../build.ts';

test('every record is entered once: as an event, salvaged or not, or by the reason of its skip', () => {
  const all = openAccount(100);
  expect(all.totals()).toEqual({ end: 100, lines: 0, skipped: noSkips(), salvaged: 0 });
  all.enter({ ok: true, event: anEvent() }, 110);
  all.enter({ ok: true, event: anEvent({ salvaged: true }) }, 120);
  all.enter({ ok: true, event: anEvent({ salvaged: true }) }, 130);
  all.enter({ ok: false, reason: 'cut' }, 140);
  all.enter({ ok: false, reason: 'cut' }, 150);
  expect(all.totals()).toEqual({ end: 150, lines: 5, skipped: { ...noSkips(), cut: 2 }, salvaged: 2 });
});

test('records that need no parsing are entered by the number, and bytes without a record are gone over', () => {
  const all = openAccount(0);
  expect(nonePassed()).toEqual({ 'not-kubectl': 0, 'not-json': 0, 'too-long': 0 });
  all.pass({ 'not-kubectl': 5, 'not-json': 2, 'too-long': 1 }, 60);
  all.pass({ ...nonePassed(), 'not-kubectl': 4 }, 70);
  all.goTo(75);
  expect(all.totals()).toEqual({
    end: 75,
    lines: 12,
    skipped: { ...noSkips(), 'not-kubectl': 9, 'not-json': 2, 'too-long': 1 },
    salvaged: 0,
  });
});
