import { expect, test } from 'vitest';
import { attackVersion, checked, techniques } from '../../../src/core/judge/attack.ts';
import { factors } from '../../../src/core/judge/factors.ts';
import { edges, weights } from './edges.ts';
import { judgedCall } from './facts.ts';

test('there are examples for every factor and no other', () => {
  expect(Object.keys(edges).sort()).toEqual(factors.map((factor) => factor.id).sort());
});

/** What came to nothing is worth less than the same done. */
const lowering = ['denied', 'unauthenticated'];

test.each(factors)('$id is reviewed: texts, weight, known techniques', (factor) => {
  expect(factor.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  for (const text of [factor.why, factor.innocent, factor.next]) {
    expect(text.length).toBeGreaterThan(10);
    expect(text).toMatch(/^[A-Z`].*[.?]$/);
  }
  if (lowering.includes(factor.id)) {
    expect(factor.weight).toBeGreaterThanOrEqual(0.5);
    expect(factor.weight).toBeLessThan(1);
  } else {
    expect(factor.weight).toBeGreaterThan(1);
    expect(factor.weight).toBeLessThanOrEqual(3);
  }
  expect(factor.techniques.length).toBeGreaterThan(0);
  for (const id of factor.techniques) expect(techniques[id]).toMatchObject({ id, version: '19.2' });
});

test.each(factors)('$id does not apply to an ordinary call', (factor) => {
  expect(factor.when(judgedCall({}))).toBe(false);
});

test.each(factors)(
  '$id applies to all that it means, and to nothing that is only like it',
  ({ id, when }) => {
    const { hits = [], misses = [] } = edges[id] ?? {};
    expect([hits.length, misses.length]).not.toContain(0);
    expect(hits.filter((facts) => !when(judgedCall(facts)))).toEqual([]);
    expect(misses.filter((facts) => when(judgedCall(facts)))).toEqual([]);
  },
);

test('weights are those that were agreed on', () => {
  expect(Object.fromEntries(factors.map(({ id, weight }) => [id, weight]))).toEqual(weights);
});

test('ids are unique', () => {
  expect(new Set(factors.map((factor) => factor.id)).size).toBe(factors.length);
});

/** Of MITRE ATT&CK Enterprise v19, those that a technique of ours has. */
const tactics = [
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Stealth',
  'Defense Impairment',
  'Credential Access',
  'Discovery',
  'Lateral Movement',
  'Command and Control',
  'Impact',
];

test('techniques that MITRE does not list for containers are those of commands alone', () => {
  expect(attackVersion).toBe('19.2');
  for (const id of [
    'T1069.003',
    'T1649',
    'T1546',
    'T1572',
    'T1090',
    'T1078.004',
    'T1557',
    'T1134',
    'T1562.001',
  ])
    expect(Object.keys(techniques)).not.toContain(id);
  const ofOthers = Object.keys(techniques).filter((id) => checked[id] === 'other platform');
  expect(ofOthers.sort()).toEqual(['T1059.004', 'T1105', 'T1552.005']);
  for (const { id, techniques: own } of factors)
    if (own.some((technique) => ofOthers.includes(technique))) expect(id).toMatch(/^command-/);
  for (const [id, technique] of Object.entries(techniques)) {
    expect(technique.id).toBe(id);
    expect(technique.name.length).toBeGreaterThan(10);
    expect(technique.tactics.length).toBeGreaterThan(0);
    expect(technique.tactics.filter((tactic) => !tactics.includes(tactic))).toEqual([]);
  }
});

test('what could not be checked against the version says so', () => {
  expect(Object.keys(techniques).filter((id) => checked[id] === 'v18.1')).toEqual(['T1098', 'T1136.001']);
});
