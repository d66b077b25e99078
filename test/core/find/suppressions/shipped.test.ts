import { expect, test } from 'vitest';
import { parseSuppressions } from '../../../../src/core/find/suppressions/parser.ts';
import {
  hidingNow,
  isShipped,
  shippedSuppressions,
  withShipped,
} from '../../../../src/core/find/suppressions/shipped.ts';
import { hiderOf, type Suppression } from '../../../../src/core/find/suppressions/suppression.ts';
import type { Call } from '../../../../src/core/read/call.ts';
import { aCluster, aDay, aPattern, rankAndJudge } from '../../build.ts';

const now = new Date('2026-12-01T00:00:00Z');
/** A call as the ranking shows it. */
function ranked(call: Partial<Call>) {
  const day = aDay('2026-10-01');
  const [one] = rankAndJudge({ day, cluster: aCluster, today: [aPattern(call)], baseline: [] }).calls;
  if (one === undefined) throw new Error('nothing was ranked');
  return one;
}

const hider = hiderOf(hidingNow([], now));
const byAks = { user: 'aksService', sourceIPs: ['172.31.9.4'], groups: ['system:masters'] };

test('AKS’s own identities are hidden where they call from AKS’s own addresses', () => {
  expect(hider(ranked(byAks))?.id).toBe('aks-aksservice');
  expect(hider(ranked({ ...byAks, user: 'hcpService' }))?.id).toBe('aks-hcpservice');
});

test.each([
  ['from elsewhere', { sourceIPs: ['203.0.113.9'] }],
  ['next to them', { sourceIPs: ['172.30.255.255'] }],
  ['from addresses that disagree', { sourceIPs: ['203.0.113.9', '172.31.9.4'] }],
  ['taken on by somebody', { user: 'mallory@example.com', impersonated: 'aksService' }],
  ['written otherwise', { user: 'aksservice' }],
  ['of the admin', { user: 'masterclient' }],
])('but not %s', (_, call) => {
  expect(hider(ranked({ ...byAks, ...call }))).toBeNull();
});

test('each is one that people could have set', () => {
  const parsed = parseSuppressions(shippedSuppressions, now);
  expect(parsed).toMatchObject({ ok: true, suppressions: shippedSuppressions });
  expect(hidingNow([], new Date('2030-01-01T00:00:00Z'))).toEqual([]);
});

test('who sets one of the same id replaces it', () => {
  const own: Suppression = {
    id: 'aks-aksservice',
    owner: 'platform',
    reason: 'narrower',
    expires: '2026-12-31',
    match: { user: 'aksService', namespace: 'kube-system' },
  };
  const all = withShipped([own]);
  expect(all.filter(({ id }) => id === own.id)).toEqual([own]);
  expect(all).toHaveLength(shippedSuppressions.length);
  expect([isShipped(own.id), isShipped('mine')]).toEqual([true, false]);
});
