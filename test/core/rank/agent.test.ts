import { expect, test } from 'vitest';
import { agentOf, agentText } from '../../../src/core/rank/agent.ts';

test.each([
  ['kubectl/v1.30.1 (linux/amd64) kubernetes/6911225', 'kubectl/1.30 linux'],
  ['kubectl/v1.30.9 (linux/arm64) kubernetes/0000000', 'kubectl/1.30 linux'],
  ['kubectl.exe/v1.25.2 (windows/amd64) kubernetes/5835544', 'kubectl/1.25 windows'],
  ['KubeCtl/v1.13.3 (darwin/amd64) kubernetes/721bfa7', 'kubectl/1.13 darwin'],
  ['kubectl/v1.26.1', 'kubectl/1.26'],
  ['kubectl', 'kubectl'],
  ['kubectl-foo/v0.1.0 (linux/amd64) kubernetes/$Format', 'kubectl-foo/0.1 linux'],
  ['kubectl/v1.99999.1', 'kubectl'],
  ['', ''],
])('%s is %s', (userAgent, text) => {
  expect(agentText(agentOf(userAgent))).toBe(text);
});

test('an agent of any length is read in a glance', () => {
  expect(agentText(agentOf(`kubectl${'x'.repeat(1e6)}`)).length).toBeLessThan(100);
});
