import { expect, test } from 'vitest';
import { nonePassed, openAccount } from '../../../src/core/read/account.ts';
import { noSkips } from '../../../src/core/read/call.ts';
import { skip } from '../../../src/core/read/event.ts';
import { anEvent } from '../../build.ts';

test('every record is entered once: as an event, salvaged or not, or by the reason of its skip', () => {
  const all = openAccount(100);
  const none = { lines: 0, skipped: noSkips() };
  expect(all.totals()).toEqual({ end: 100, ...none, salvaged: 0, original: none });
  all.enter({ ok: true, event: anEvent(), original: null }, 110);
  all.enter({ ok: true, event: anEvent({ salvaged: true }), original: null }, 120);
  all.enter({ ok: true, event: anEvent({ salvaged: true }), original: 'not-kubectl' }, 130);
  all.enter(skip('cut'), 140);
  all.enter(skip('cut'), 150);
  expect(all.totals()).toEqual({
    end: 150,
    lines: 5,
    skipped: { ...noSkips(), cut: 2 },
    salvaged: 2,
    original: { lines: 5, skipped: { ...noSkips(), 'not-kubectl': 1, cut: 2 } },
  });
});

test('records that need no parsing are entered by the number, and bytes without a record are gone over', () => {
  const all = openAccount(0);
  expect(nonePassed()).toEqual({ 'not-kubectl': 0, 'not-json': 0, 'too-long': 0, machinery: 0 });
  all.pass({ 'not-kubectl': 5, 'not-json': 2, 'too-long': 1, machinery: 3 }, 60);
  all.pass({ ...nonePassed(), 'not-kubectl': 4 }, 70);
  all.goTo(75);
  expect(all.totals()).toEqual({
    end: 75,
    lines: 15,
    skipped: { ...noSkips(), 'not-kubectl': 9, 'not-json': 2, 'too-long': 1, machinery: 3 },
    salvaged: 0,
    original: { lines: 15, skipped: { ...noSkips(), 'not-kubectl': 12, 'not-json': 2, 'too-long': 1 } },
  });
});

test('what is one line for a reader of kubectl alone is one in its account, however many records it holds', () => {
  const all = openAccount(0);
  all.enter({ ok: true, event: anEvent({ client: 'other' }), original: 'not-kubectl' }, 10);
  all.enter({ ok: true, event: anEvent({ client: 'other' }), original: 'beside' }, 10);
  all.enterOriginal('not-kubectl');
  expect(all.totals()).toMatchObject({
    lines: 2,
    original: { lines: 2, skipped: { ...noSkips(), 'not-kubectl': 2 } },
  });
});
