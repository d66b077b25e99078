import { expect, test } from 'vitest';
import { gistOf, habitPhrase } from '../../../src/core/show/gist.ts';
import { aCall, aFinding, publicIpFactor, secretsFactor } from './samples.ts';

const { baseline } = aCall();
const known = (ownDays: number, others = 4) => ({ ownDays, others, neighbours: [], firstSeen: null });

test.each([
  [{}, 'Never did this in the 30 days before; 4 of 13 others ever did this.'],
  [
    { clientIp: known(0) },
    'Never did this in the 30 days before, never came from this address; 4 of 13 others ever did this.',
  ],
  [{ action: known(1, 0) }, 'Did this on 1 of the 30 days before; none of 13 others ever did this.'],
  [
    { action: known(3), namespace: known(0) },
    'Did this on 3 of the 30 days before, never in this namespace; 4 of 13 others ever did this.',
  ],
  [
    { namespace: known(0), clientIp: known(2) },
    'Never did this in the 30 days before; 4 of 13 others ever did this.',
  ],
])('how unusual it is: %j', (over, words) => {
  expect(habitPhrase({ ...baseline, known: { action: known(0), ...over } })).toBe(words);
});

test('a newcomer has no habits, and who is alone nobody to compare with', () => {
  const newcomer = { ...baseline, actorFirstSeen: null, known: { action: known(0), clientIp: known(0) } };
  expect(habitPhrase(newcomer)).toBe('Never seen in the 30 days before; 4 of 14 others ever did this.');
  expect(habitPhrase({ ...baseline, actors: 1, known: { action: known(0) } })).toBe(
    'Never did this in the 30 days before.',
  );
  expect(habitPhrase({ ...baseline, days: 0 })).toBe('');
});

test('why and next are of the call that the title begins with', () => {
  const call = (score: number, ...factors: (typeof secretsFactor)[]) => aCall({ risk: { score, factors } });
  const heavy = { ...secretsFactor, weight: 9 };
  const gist = gistOf(
    aFinding({
      calls: [
        call(30, heavy),
        call(60, { ...publicIpFactor, weight: 1.2 }, { ...secretsFactor, id: 'x', why: 'X.' }),
      ],
      risk: { ...aFinding().risk, factors: [heavy, publicIpFactor, { ...secretsFactor, id: 'x' }] },
    }),
  );
  expect(gist.why).toMatch(/^Never did this \(get secrets in payments\) in .* ever did this\. X\.$/);
  expect(gist.next).toBe(secretsFactor.next);
});

test('that nobody did it before is said once: the next reason is told beside it', () => {
  const first = { ...secretsFactor, id: 'first-in-cluster', weight: 3, why: 'Nobody did.' };
  const of = (...factors: (typeof first)[]) =>
    gistOf(
      aFinding({ calls: [aCall({ risk: { score: 60, factors } })], risk: { ...aFinding().risk, factors } }),
    ).why;
  expect(of(first, publicIpFactor)).toContain(publicIpFactor.why);
  expect(of(first, { ...publicIpFactor, weight: 0.5 })).toContain('Nobody did.');
});

test('what only the whole has comes before, and where nothing is dangerous nothing is made up', () => {
  const flood = { ...secretsFactor, id: 'flood', weight: 1.8, next: 'Stop it.' };
  const risk = { ...aFinding().risk, factors: [secretsFactor, publicIpFactor, flood] };
  expect(gistOf(aFinding({ risk })).next).toBe('Stop it.');
  const call = aCall({ risk: { score: 20, factors: [] } });
  const none = gistOf(aFinding({ calls: [call], risk: { ...risk, factors: [] } }));
  expect(none).toMatchObject({ why: habitPhrase(baseline), next: '' });
});

test('when, from where, and how much of it was refused', () => {
  expect(gistOf(aFinding()).when).toBe('21:47:12 – 21:52:40 UTC from 203.0.113.24, 1 rare call');
  const calls = [aCall(), aCall({ outcome: 'refused' })];
  expect(gistOf(aFinding({ clientIp: null, calls })).when).toBe(
    '21:47:12 – 21:52:40 UTC from (no address), 2 rare calls, 1 of them refused',
  );
});
