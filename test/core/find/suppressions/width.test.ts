import { describe, expect, test } from 'vitest';
import { parseSuppressions } from '../../../../src/core/find/suppressions/parser.ts';
import type { SuppressionMatch } from '../../../../src/core/find/suppressions/suppression.ts';
import { togetherProblem } from '../../../../src/core/find/suppressions/width.ts';

const now = new Date('2026-10-01T09:00:00Z');

const problemOf = (...matches: readonly SuppressionMatch[]): string => {
  const base = { owner: 'platform@example.com', reason: 'We know it.', expires: '2026-12-31' };
  const parsed = parseSuppressions(
    matches.map((match, at) => ({ ...base, id: `s-${at}`, match })),
    now,
  );
  return parsed.ok ? 'none' : parsed.problem;
};

describe('a suppression is refused that hides', () => {
  test.each<SuppressionMatch>([
    { user: 'x*' },
    { user: 'adm*' },
    { user: 'syst*' },
    { user: 'system:*' },
    { user: 'system:n*' },
    { user: 'system:node:*' },
    { user: 'system:serviceaccount:*' },
    { user: 'system:serviceaccount:c*' },
    { user: 'https://*' },
    { user: '...@---*' },
    { user: 'oidc:*' },
    { user: 'oidc:abc*' },
    { user: 'aad:*' },
    { user: 'aad:abc*' },
    { user: 'https://abc*' },
    { user: 'system:abc*' },
    { user: 'system:bootstrap:abc*' },
    { user: 'system:node:abc*' },
    { impersonatedBy: 'oidc:abc*' },
    { impersonatedBy: 'https://abc*' },
    { impersonatedBy: 'system:bootstrap:abc*' },
    { impersonatedBy: 'system:node:abc*' },
    { impersonatedBy: 'system:serviceaccount:abc*' },
    { namespace: 'kube-abc*' },
    { user: 'system:anonymous' },
    { user: 'system:anonymous', verb: 'list', agent: 'kubectl' },
    { impersonatedBy: 'system:*' },
    { impersonatedBy: 'sre*' },
    { verb: 'list' },
    { verb: 'l*', resource: 'pods' },
    { resource: 'configmaps' },
    { resource: 'conf*', subresource: 'log' },
    { group: 'system:masters' },
    { group: 'system:auth*' },
    { group: 'developers', cluster: 'aks-1' },
    { namespace: 'kube*' },
    { namespace: 'kube-*' },
    { namespace: 'p*' },
    { namespace: '{n}' },
    { namespace: '{id}-{n}' },
    { namespace: null, verb: 'get' },
    { command: null, verb: 'get' },
    { command: 'sh' },
    { command: 'cat notes', verb: 'exec' },
    { command: 'cat /etc/{path} now', resource: 'pods' },
    { command: 'service nginx *' },
    { command: 'service nginx st*' },
    { command: 'service nginx [redacted]' },
    { command: 'service nginx {text}' },
    { command: 'service nginx -s' },
    { command: 'service nginx …' },
    { command: 'curl https://example.com now' },
    { command: 'sh psql grep' },
    { command: 'env psql grep' },
    { command: 'find rm ls' },
    { command: 'kubectl get pods' },
    { command: 'nsenter mount ps' },
    { clientIp: '64.0.0.0/2' },
    { clientIp: '10.0.0.0/7' },
    { clientIp: '2000::/3' },
    { clientIp: '2001:db8::/31' },
    { clientIp: '0.0.0.0/1', verb: 'get', group: 'developers', cluster: 'aks-1' },
  ])('what nearly everybody does: %j', (match) => {
    expect(problemOf(match)).toContain('match is as wide as everybody');
  });
});

describe('a suppression is taken that names', () => {
  test.each<SuppressionMatch>([
    { user: 'bo' },
    { user: 'dana*' },
    { user: 'system:serviceaccount:ci:*' },
    { user: 'system:serviceaccount:x:*' },
    { user: 'system:serviceaccount:velero*' },
    { user: 'system:node:aks-pool1-*' },
    { user: 'https://sts.example/tenant#*' },
    { user: 'adm*', namespace: 'payments' },
    { user: 'x*', clientIp: '198.51.100.7' },
    { user: 'system:anonymous', clientIp: '198.51.100.0/24' },
    { impersonatedBy: 'ops@example.com' },
    { command: 'service nginx status' },
    { command: 'sh', namespace: 'payments' },
    { command: 'cat /etc/{path}', user: 'dana*' },
    { namespace: 'shop-*' },
    { namespace: 'kube-system' },
    { namespace: 'pr-{n}' },
    { clientIp: '10.20.0.0/16' },
    { clientIp: '10.0.0.0/8' },
    { clientIp: '2001:db8::/32' },
    { clientIp: '0.0.0.0/1', user: 'dana@example.com' },
  ])('somebody or some place: %j', (match) => {
    expect(problemOf(match)).toBe('none');
  });
});

describe('suppressions together', () => {
  const cut = (of: (at: number) => string, count: number, more: SuppressionMatch = {}): SuppressionMatch[] =>
    Array.from({ length: count }, (_, at) => ({ clientIp: of(at), ...more }));

  test('are no wider than four times the widest range, in whatever pieces', () => {
    expect(problemOf(...cut((at) => `${at}.0.0.0/8`, 4))).toBe('none');
    expect(problemOf(...cut((at) => `${at}.0.0.0/8`, 5))).toContain('together');
    expect(problemOf(...cut((at) => `${at}.0.0.0/8`, 256, { verb: 'get' }))).toContain('together');
    expect(problemOf(...cut((at) => `${at >> 8}.${at & 255}.0.0/16`, 1_000))).toBe('none');
    expect(problemOf(...cut((at) => `2001:${(at + 1).toString(16)}::/32`, 4))).toBe('none');
    expect(problemOf(...cut((at) => `2001:${(at + 1).toString(16)}::/32`, 5))).toContain('together');
  });

  test('count an address once, however often it is named', () => {
    expect(problemOf(...cut(() => '10.0.0.0/8', 9))).toBe('none');
    expect(problemOf(...cut((at) => `10.${at}.1.2/9`, 20), { clientIp: '10.9.9.9/8' })).toBe('none');
  });

  test('count no range that only narrows a user', () => {
    const own = cut((at) => `${at}.0.0.0/8`, 20, { user: 'dana@example.com' });
    expect(problemOf(...own)).toBe('none');
    expect(
      togetherProblem(cut((at) => `${at}.0.0.0/8`, 20, { user: 'd*' }).map((match) => ({ match }))),
    ).toContain('together');
  });
});
