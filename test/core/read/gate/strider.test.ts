/** What is gone over in one stride is what would have told nothing new, line by line. */
import { expect, it } from 'vitest';
import { frames } from '../../../../src/core/read/gate/frames.ts';
import { passer } from '../../../../src/core/read/gate/passer.ts';
import { defaultReadOptions, type ReadOptions } from '../../../../src/core/read/options.ts';
import { sieve } from '../../../../src/core/read/sift/sieve.ts';
import { bytes, event, goJson, line2024, resourceId } from '../records.ts';

const options: ReadOptions = { ...defaultReadOptions, clients: 'interactive' };
const node = { username: 'system:node:aks-1', groups: ['system:nodes', 'system:authenticated'] };
const { requestReceivedTimestamp, stageTimestamp, annotations, ...first } = event;
const called = { user: node, userAgent: 'kubelet/v1.30', sourceIPs: ['203.0.113.9'] };
/** A body stands ahead of the times. */
const own = { ...first, ...called, requestObject: {}, requestReceivedTimestamp, stageTimestamp, annotations };
const lineWith = (fields: object): string => line2024(`${goJson({ ...own, ...fields })}\n`);
const usual = lineWith({});
const elsewhere = usual.replace(resourceId, resourceId.replace('SHOP-1', 'SHOP-2'));

/** How many of some lines are gone over by one who was told of the usual one. */
function gone(lines: readonly string[], reader = 1, learnt: readonly string[] = []): number {
  const { glass } = sieve(['kubectl']);
  const one = passer(glass, options, frames(glass, options, true));
  const all = bytes(`${[usual, usual, ...lines].join('\n')}\n`);
  for (const line of [...learnt, ...lines, usual]) one.pass(bytes(line), 0, bytes(line).length);
  one.along(all, 7).next(0);
  const teller = one.along(all, 1);
  expect(teller.next(0)).toMatchObject({ leaves: true, date: 20261001 });
  teller.dull();
  const strider = one.along(all, reader);
  strider.next(0);
  return strider.count - 2;
}

it.each([
  ['as the last', [usual, usual], 2],
  [
    'of another moment of the day',
    [lineWith({ requestReceivedTimestamp: '2026-10-01T23:59:59.999999Z' })],
    1,
  ],
  ['that mention kubectl', [lineWith({ requestObject: { manager: 'kubectl', n: 'kube-system' } })], 1],
  ['of the next day', [lineWith({ requestReceivedTimestamp: '2026-10-02T08:00:00.123456Z' })], 0],
  ['of the next month', [lineWith({ requestReceivedTimestamp: '2026-11-01T08:00:00.123456Z' })], 0],
  ['of the next year', [lineWith({ requestReceivedTimestamp: '2027-10-01T08:00:00.123456Z' })], 0],
  ['of no hour', [lineWith({ requestReceivedTimestamp: '2026-10-01T24:00:00.123456Z' })], 0],
  ['of no minute', [lineWith({ requestReceivedTimestamp: '2026-10-01T08:60:00.123456Z' })], 0],
  ['of no second', [lineWith({ requestReceivedTimestamp: '2026-10-01T08:00:60.123456Z' })], 0],
  ['of another cluster', [elsewhere], 0],
  ['of another address', [lineWith({ sourceIPs: ['203.0.113.8'] })], 0],
  ['in which there may be an agent', [lineWith({ requestObject: { 'a userAgent': 'kubectl' } })], 0],
  ['that hide a letter', [lineWith({ requestObject: { a: 'b' } }).replace('\\"b\\"', '\\"\\\\u0062\\"')], 0],
  ['that name their user again', [lineWith({ requestObject: { user: {} } })], 0],
  ['that end in another way', [usual.replaceAll('allow', 'forbi')], 0],
  ['that are cut', [line2024(goJson(own).slice(0, -20))], 0],
])('lines %s', (_, lines, count) => {
  expect(gone(lines)).toBe(count);
});

it('of another cluster, though it was met last', () => {
  const { glass } = sieve(['kubectl']);
  const one = passer(glass, options, frames(glass, options, true));
  const all = bytes(`${usual}\n${elsewhere}\n`);
  one.pass(bytes(usual), 0, bytes(usual).length);
  const strider = one.along(all, 1);
  expect(strider.next(0)?.place).toBe(resourceId);
  strider.dull();
  one.pass(bytes(elsewhere), 0, bytes(elsewhere).length);
  expect(one.along(all, 1).next(bytes(usual).length + 1)?.place).toMatch(/SHOP-2$/);
});

it('tells each reader anew', () => {
  expect(gone([usual], 2)).toBe(-2);
});
