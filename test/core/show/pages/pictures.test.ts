/** The pictures of a day and of a finding: what they draw, and what they say to who cannot see them. */
import { expect, test } from 'vitest';
import type { Day } from '../../../../src/core/count/day.ts';
import type { Finding } from '../../../../src/core/find/finding.ts';
import { spreadOf } from '../../../../src/core/rank/rarity/spread.ts';
import { type Html, htmlText } from '../../../../src/core/show/html.ts';
import { heatLanes, heatMap } from '../../../../src/core/show/pages/pictures/heat.ts';
import { monthStrip, stripOf } from '../../../../src/core/show/pages/pictures/month.ts';
import { spreadChart } from '../../../../src/core/show/pages/pictures/spread.ts';
import { aCall, aFinding, aStory } from '../samples.ts';

const text = (picture: Html | null): string => htmlText(picture ?? expect.fail('nothing is drawn'));
const said = (picture: Html | null): string[] =>
  [...text(picture).matchAll(/role="img" aria-label="([^"]*)"/g)].map(([, label = '']) => label);
const at = (hour: string) => ({
  firstSeen: `2026-06-03T${hour}:10:00.000000Z`,
  lastSeen: `2026-06-03T${hour}:20:00.000000Z`,
  evidence: [],
});

test('an actor has a lane, and an hour is as dark as there were rare calls', () => {
  const one = aFinding({ calls: [aCall(at('02')), aCall(at('02')), aCall(at('23'))] });
  const again = aFinding({ id: 'other', clientIp: null, calls: [aCall(at('02'))] });
  const other = aFinding({ user: 'eve', calls: Array.from({ length: 9 }, () => aCall(at('00'))) });
  const map = heatMap([one, again, other]);
  expect(said(map)).toEqual(['02:00 3 calls, 23:00 1 call', '00:00 9 calls']);
  expect(text(map).match(/<rect class="none"/g)).toHaveLength(2 * 24 - 3);
  expect([...text(map).matchAll(/<rect class="(heat-\d)"/g)].map(([, dark]) => dark)).toEqual([
    'heat-2',
    'heat-1',
    'heat-4',
  ]);
});

test('a call of several hours is seen in each of them that is known, and one without a time in none', () => {
  const evidence = [{ auditID: null, time: '2026-06-03T05:00:00Z', source: '', offset: 0 }];
  const long = { firstSeen: '2026-06-03T01:00:00Z', lastSeen: '2026-06-03T09:00:00Z', evidence };
  expect(said(heatMap([aFinding({ calls: [aCall(long)] })]))).toEqual([
    '01:00 1 call, 05:00 1 call, 09:00 1 call',
  ]);
  const never = aFinding({ calls: [aCall({ firstSeen: null, lastSeen: 'T99:', evidence: [] })] });
  expect(heatMap([never])).toBeNull();
  expect(heatMap([])).toBeNull();
  const many = Array.from({ length: heatLanes + 2 }, (_, who) => aFinding({ user: `user-${who}` }));
  expect(said(heatMap(many))).toHaveLength(heatLanes);
  expect(text(heatMap(many))).toContain('2 more actors of lower risk are not drawn');
});

test('the calls of a day stand by their rarity, the findings where their rarest call does', () => {
  const rarities = [0, 0, 50, 90, 99, 99.99, 100];
  const risk = (severity: Finding['risk']['severity']) => ({ ...aFinding().risk, severity });
  const findings = [
    aFinding({ risk: risk('low'), calls: [aCall({ rarity: 90 }), aCall({ rarity: 99 })] }),
    aFinding({ risk: risk('critical'), calls: [aCall({ rarity: 99.1 })] }),
  ];
  const chart = spreadChart(spreadOf(rarities.map((rarity) => ({ rarity }))), findings);
  expect(said(chart)).toEqual([
    '7 different calls by rarity, the rarest rarer than 1 in 56,234; 2 findings marked',
  ]);
  expect(text(chart).match(/<rect class="requests"/g)).toHaveLength(6);
  expect(text(chart)).toMatch(/<circle class="critical"[^>]*\/><text[^>]*>2<\/text>/);
  const rows = [...text(chart).matchAll(/<tr><th scope="row">([^<]*)<.*?>(\d+)<.*?>(\d+)</g)];
  expect(rows.map(([, ...row]) => row.join(' | '))).toEqual([
    '1 in 1 to 2 | 2 | 0',
    '1 in 2 to 3 | 1 | 0',
    '1 in 10 to 18 | 1 | 0',
    '1 in 100 to 178 | 1 | 2',
    '1 in 10,000 to 17,783 | 1 | 0',
    'rarer than 1 in 56,234 | 1 | 0',
  ]);
  expect(spreadChart([], findings)).toBeNull();
});

test('the days before: told, odd, first seen, and those on which he did not call', () => {
  const baseline = { ...aCall().baseline, actorFirstSeen: '2026-05-20' as Day };
  const finding = aFinding({ campaign: aStory(), calls: [aCall({ baseline })] });
  const kinds = new Map(stripOf(finding).map(({ day, kind, risk }) => [day, `${kind} ${risk}`]));
  expect(kinds.size).toBe(31);
  expect([...kinds.keys()][0]).toBe('2026-05-04');
  expect(kinds.get('2026-05-19' as Day)).toBe('unseen 0');
  expect(kinds.get('2026-05-20' as Day)).toBe('first 0');
  expect(kinds.get('2026-05-21' as Day)).toBe('unsaid 0');
  expect(kinds.get('2026-05-28' as Day)).toBe('odd 0');
  expect(kinds.get('2026-05-31' as Day)).toBe('told 31');
  expect(kinds.get('2026-06-03' as Day)).toBe('told 62');
  expect(said(monthStrip(finding))).toEqual([
    'told on 2026-05-31, 2026-06-02, 2026-06-03; odd and not told on 2026-05-28, 2026-05-29; first seen on 2026-05-20; no call on the 16 days before that',
  ]);
});

test('a newcomer did not call on any day before, and a day that is only told is not drawn', () => {
  const calls = [aCall({ baseline: { ...aCall().baseline, actorFirstSeen: null } })];
  const newcomer = stripOf(aFinding({ calls }));
  expect(newcomer.map(({ kind }) => kind)).toEqual([...new Array(30).fill('unseen'), 'told']);
  const long = [aCall({ baseline: { ...aCall().baseline, actorFirstSeen: '2025-01-01' as Day } })];
  expect(monthStrip(aFinding({ calls: long }))).toBeNull();
  const other = aFinding({ day: '2026-06-01' as Day });
  expect(said(monthStrip(aFinding({ calls: long }), [other]))).toEqual(['told on 2026-06-01, 2026-06-03']);
  expect(monthStrip(aFinding({ day: '<no day>' as Day }))).toBeNull();
});
