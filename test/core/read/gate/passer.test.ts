import { describe, expect, it } from 'vitest';
import { frames } from '../../../../src/core/read/gate/frames.ts';
import { type Passer, passer } from '../../../../src/core/read/gate/passer.ts';
import type { Passed } from '../../../../src/core/read/gate/strider.ts';
import { defaultReadOptions, type ReadOptions } from '../../../../src/core/read/options.ts';
import { readRecord } from '../../../../src/core/read/record.ts';
import { glance } from '../../../../src/core/read/sift/glance.ts';
import { sieve } from '../../../../src/core/read/sift/sieve.ts';
import { bytes, event, goJson, line2020, line2024, resourceId } from '../records.ts';

const options: ReadOptions = { ...defaultReadOptions, clients: 'interactive' };
const node = { username: 'system:node:aks-1', groups: ['system:nodes', 'system:authenticated'] };
const kubelet = 'kubelet/v1.30.3 (linux/amd64) kubernetes/6fc0a69';
const own = { ...event, user: node, userAgent: kubelet, sourceIPs: ['203.0.113.9'] };

/** A member again, or one more, at the end of the event. */
const withMember = (text: string): string => `${goJson(own).slice(0, -1)},${text}}`;
const lineWith = (fields: { [key: string]: unknown }): string =>
  line2024(`${goJson({ ...own, ...fields })}\n`);

function passerOf(words: readonly string[]): Passer {
  const { glass } = sieve(words);
  return passer(glass, options, frames(glass, options, true));
}

function passing(lines: readonly string[]): (Passed | null)[] {
  const one = passerOf([]);
  return lines.map((line) => one.pass(bytes(line), 0, bytes(line).length));
}
const passed = (line: string): Passed | null => passing([line])[0] ?? null;

describe('the machinery is passed over', () => {
  const cut = goJson({ ...own, requestObject: { data: 'a"b\\c '.repeat(4_000) } });
  const cuts = Array.from({ length: 12 }, (_, at): [string, string] => [
    `cut at ${16_380 + at}`,
    line2024(cut.slice(0, 16_380 + at)),
  ]);
  it.each([
    ['as it is today', lineWith({})],
    ['as it was in 2024, its log without a newline', line2024(goJson(own))],
    ['with white space behind it', `${lineWith({})}\r`],
    [
      'of AKS itself',
      lineWith({ user: { username: 'aksService', groups: ['system:masters'] }, userAgent: 'csi/v1' }),
    ],
    [
      'with bodies',
      lineWith({ requestObject: { kind: 'Pod', data: { log: 'a "quoted" {thing}', users: [] } } }),
    ],
    ['with who is impersonated', lineWith({ impersonatedUser: { username: 'ada' } })],
    ['with signs that Go escapes', lineWith({ requestURI: '/x?a=1&b=<2>' })],
    ['and says so of itself in a text', lineWith({ annotations: { a: '{"user":{"username":"ada"}}' } })],
    ...cuts,
  ])('%s', (_, line) => {
    const found = passing([line, line, line]);
    expect(found.map((one) => one !== null)).toEqual([true, true, true]);
    expect(readRecord(bytes(line), options)).toMatchObject({ ok: false, reason: 'machinery' });
  });

  it('and each caller has a number of his own', () => {
    const other = lineWith({ sourceIPs: ['203.0.113.10'] });
    const [first, second, third] = passing([lineWith({ verb: 'get' }), other, lineWith({})]);
    expect(first).toEqual({
      to: expect.any(Number),
      id: expect.any(Number),
      place: resourceId,
      leaves: true,
      date: 20261001,
    });
    expect(second?.id).not.toBe(first?.id);
    expect(third).toEqual({ ...first, to: expect.any(Number) });
  });

  it('and leaves a presence only where the event may be whole and its address is of interest', () => {
    expect(
      passed(line2024(goJson({ ...own, requestObject: 'x'.repeat(20_000) }).slice(0, 16_384))),
    ).toMatchObject({
      leaves: false,
    });
    expect(passed(lineWith({ sourceIPs: ['10.0.0.4'] }))).toMatchObject({ leaves: false });
    expect(passed(lineWith({ requestReceivedTimestamp: '2026-10-01T25:00:00.000000Z' }))).toMatchObject({
      leaves: true,
      date: 0,
    });
    expect(passed(lineWith({ requestReceivedTimestamp: '2026-10-01T08:00:00Z' }))).toMatchObject({ date: 0 });
    const { requestReceivedTimestamp, ...undated } = own;
    const inside = {
      ...undated,
      stageTimestamp: 'x',
      requestObject: { requestReceivedTimestamp, stageTimestamp: 'y' },
    };
    expect(passed(line2024(goJson(inside)))).toMatchObject({ leaves: true, date: 0 });
  });
});

it('the time of an event is the last that it names', () => {
  const again = (key: string): string =>
    line2024(
      withMember(`"${key}ReceivedTimestamp":"2026-11-02T08:00:00.000000Z"`).replace(
        '"level":',
        '"a":"b","level":',
      ),
    );
  expect(passing([again('requesT'), again('request')]).map((one) => one?.date)).toEqual([20261001, 0]);
});

describe('a line is not passed over', () => {
  const person = { username: 'ada@example.com', groups: [] };
  it.each([
    ['of a person', lineWith({ user: person })],
    ['of somebody who claims to be machinery', lineWith({ user: { username: 'system:serviceaccount:a:b' } })],
    ['without its user', lineWith({ user: {} })],
    ['without its agent', lineWith({ userAgent: undefined })],
    ['that names its user again', line2024(withMember('"user":{"username":"ada"}'))],
    ['that names its agent again', line2024(withMember('"userAgent":"curl/8"'))],
    ['that names its addresses again', line2024(withMember('"sourceIPs":["127.0.0.1"]'))],
    ['that is cut behind a key', line2024(`${withMember('"user":')}`.slice(0, -1))],
    ['that is broken ahead of its user', line2024(goJson(own).replace(',"verb"', '"verb"'))],
    ['that is broken within its user', line2024(goJson(own).replace('"username":', '"username"'))],
    ['whose user is in another object', line2024(goJson(own).replace('"verb":"list",', '"verb":{"a":"b",'))],
    ['with a quote in a text ahead of its user', lineWith({ requestURI: '/"a' })],
    ['with an escape ahead of its user', lineWith({ requestURI: '/\\a' })],
    ['whose text goes on behind the log', lineWith({}).replace('"stream":"stdout"', '"log":"{}"')],
    ['whose log is there once more', lineWith({}).replace('"stream"', '"log":"{}","stream"')],
    ['with properties once more', lineWith({}).replace('"serviceBuild": "na"', '"properties": "na"')],
    [
      'of another category in the end',
      lineWith({}).replace('"serviceBuild": "na"', '"category": "kube-audit-admin"'),
    ],
    ['of another category', line2024(goJson(own), 'kube-audit-admin')],
    [
      'whose log is no longer in its properties',
      lineWith({}).replace('"properties": {', '"properties": {}, "a": {'),
    ],
    ['that ends in its cluster', lineWith({}).replace(/("resourceId": "[^"]*"), (.*)\}$/, '$2, $1}')],
    ['that ends in a number', lineWith({}).replace(/"time": "[^"]*"/, '"time": 7')],
    ['that is longer than any record', lineWith({ requestObject: 'x'.repeat(140_000) })],
    ['with an object for its log', line2024('{}').replace('"{}"', goJson(own))],
  ])('%s', (_, line) => {
    const found = passing([lineWith({}), line, lineWith({}), line]);
    expect(found.map((one) => one !== null)).toEqual([true, false, true, false]);
    expect(glance(bytes(line), options).seen).not.toBe('machinery');
  });

  it('once it has learnt too much that never came again, until it has passed others', () => {
    const one = passerOf([]);
    const pass = (line: string): boolean => one.pass(bytes(line), 0, bytes(line).length) !== null;
    const strange = (at: number): string => lineWith({ user: { ...node, uid: `u${at}` } });
    let learnt = 0;
    while (learnt < 20_000 && pass(strange(learnt))) learnt += 1;
    expect(learnt).toBeGreaterThan(1_000);
    expect(learnt).toBeLessThan(20_000);
    expect(pass(strange(0))).toBe(true);
    for (let count = 0; count < 20; count += 1) pass(strange(0));
    expect(pass(strange(learnt))).toBe(true);
  });
});

it('the ends of lines that begin one another are told apart', () => {
  const short = lineWith({}).replace(', "serviceBuild": "na"', '');
  const longer = short.replace(/\}$/, ', "x": "y"}');
  const found = passing([short, longer, short, longer, line2020(goJson(own)), short]);
  expect(found.map((one) => one !== null)).toEqual([true, true, true, true, false, true]);
});

it('the cluster is the last that the record names', () => {
  const ahead = line2020(goJson(own)).replace(/,"attrs".*/, '}');
  const both = lineWith({}).replace('"operationName": ', '"resourceId": "x", "operationName": ');
  const none = lineWith({}).replace(/"resourceId": "[^"]*", /, '');
  expect(passing([ahead, both, none]).map((one) => one?.place)).toEqual([resourceId, resourceId, null]);
});
