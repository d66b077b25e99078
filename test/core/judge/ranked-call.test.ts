import { expect, test } from 'vitest';
import { type JudgedRanking, judged } from '../../../src/core/judge/ranked-call.ts';
import { rankSurprise } from '../../../src/core/rank/surprise.ts';
import type { Call } from '../../../src/core/read/call.ts';
import { aCluster, aDay, aPattern, daysBefore } from '../build.ts';

const today = aDay('2026-10-31');

const rankingOf = (call: Partial<Call>, reveal?: boolean): JudgedRanking => {
  const baseline = daysBefore(today, 10, [aPattern({ user: 'ben password=walrus7' })]);
  return judged(rankSurprise({ day: today, today: [aPattern(call)], baseline }), aCluster, reveal);
};

const exec = {
  verb: 'get',
  subresource: 'exec',
  requestURI: '/api/v1/namespaces/a/pods/b/exec?command=mysql&command=-pwalrus7',
};

test('the example shows no secret of the URI', () => {
  const [call] = rankingOf({ requestURI: '/api/v1/pods?token=hunter2' }).calls;
  expect(call?.requestURI).toBe('/api/v1/pods?token=[redacted]');
});

test('no field of a call shows a secret', () => {
  const secret = 'password=walrus7';
  const { calls } = rankingOf({
    user: `anna ${secret}`,
    impersonated: `root ${secret}`,
    groups: [`team ${secret}`],
    userAgent: `kubectl/v1.30 ${secret}`,
    verb: secret,
    resource: secret,
    namespace: secret,
    sourceIPs: ['203.0.113.9', secret],
    requestURI: `/login/${secret}?x=${secret}`,
  });
  expect(JSON.stringify(calls)).not.toContain('walrus7');
});

test('who else did it is named without the secret in his name', () => {
  const [call] = rankingOf({ user: 'cleo' }).calls;
  expect(call?.baseline.known.action?.neighbours).toEqual(['ben password=[redacted]']);
});

test('a call is shown raw where that is asked for', () => {
  expect(rankingOf(exec, true).calls[0]?.requestURI).toBe(exec.requestURI);
  expect(rankingOf(exec).calls[0]?.requestURI).toContain('command=-p[redacted]');
});

test('the folded command is shown with the call, without the secret in it', () => {
  const uri = '/api/v1/namespaces/a/pods/b/exec?command=mysql&command=walrus';
  const commandOf = (reveal: boolean) => rankingOf({ ...exec, requestURI: uri }, reveal).calls[0]?.command;
  expect([commandOf(true), commandOf(false)]).toEqual(['mysql walrus', 'mysql [redacted]']);
  expect(rankingOf({}).calls[0]?.command).toBeNull();
});

test('what is shown changes nothing of what is judged', () => {
  const numbers = ({ calls }: JudgedRanking) =>
    calls.map(({ rank, rarity, bits, risk, attack, count }) => ({ rank, rarity, bits, risk, attack, count }));
  expect(numbers(rankingOf(exec, true))).toEqual(numbers(rankingOf(exec)));
});
