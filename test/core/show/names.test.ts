import { describe, expect, it } from 'vitest';
import { grantOf } from '../../../src/core/judge/grant.ts';
import {
  answerWithNames,
  findingWithNames,
  type Names,
  named,
  parseNames,
  reportWithNames,
  wordsWithNames,
} from '../../../src/core/show/names.ts';
import { anApplied } from '../../build.ts';
import { aCall, aFinding, aReport } from './samples.ts';

const admins = 'c0ffee00-1111-4222-8333-444455556666';
const robot = '0d15ea5e-aaaa-4bbb-8ccc-dddd00001111';
const names: Names = new Map([[admins, 'Platform admins']]);
const shown = `Platform admins (${admins})`;

const parsed = (written: string) => {
  const result = parseNames(Buffer.from(written));
  return result.ok ? [...result.names] : result.problem;
};

describe('a file of names', () => {
  it.each([
    [
      'groups',
      JSON.stringify([{ id: admins, displayName: 'Platform admins' }]),
      [[admins, 'Platform admins']],
    ],
    [
      'an older az',
      JSON.stringify([{ objectId: admins.toUpperCase(), displayName: ' Ops ' }]),
      [[admins, 'Ops']],
    ],
    ['Graph', JSON.stringify({ value: [{ id: admins, displayName: 'Ops' }] }), [[admins, 'Ops']]],
    [
      'service principals, by both ids',
      JSON.stringify([{ id: admins, appId: robot, displayName: 'deployer' }]),
      [
        [admins, 'deployer'],
        [robot, 'deployer'],
      ],
    ],
    [
      'users',
      JSON.stringify([{ id: admins, displayName: null, userPrincipalName: 'a@b' }]),
      [[admins, 'a@b']],
    ],
    ['CSV', `displayName,id\r\n"Ops, all",${admins}\r\n`, [[admins, 'Ops, all']]],
    ['CSV of a portal', `\ufeffObject Id;Display name\n${admins};Ops\n`, [[admins, 'Ops']]],
    [
      'what else is there',
      JSON.stringify([{ id: admins, displayName: 'Ops' }, { id: 7 }, null, { id: robot }]),
      [[admins, 'Ops']],
    ],
  ])('of %s', (_, written, expected) => {
    expect(parsed(written)).toEqual(expected);
  });

  it.each([
    ['[{', 'is no JSON list'],
    ['{"a":1}', 'is no JSON list'],
    ['[]', 'holds no object with an id (id, objectId, appId) and a displayName'],
    ['[{"id":"x","displayName":"y"}]', 'holds no object with an id (id, objectId, appId) and a displayName'],
    ['', 'holds no object with an id (id, objectId, appId) and a displayName'],
    ['hello', 'holds no object with an id (id, objectId, appId) and a displayName'],
  ])('%j is refused: it %s', (written, problem) => {
    expect(parsed(written)).toBe(problem);
  });

  it('is bounded in what it names', () => {
    expect(parsed(JSON.stringify([{ id: admins, displayName: 'x'.repeat(500) }]))[0]?.[1]).toHaveLength(100);
  });
});

it('stands beside the id, in any letter case; other ids stay alone', () => {
  expect(named(`by ${admins.toUpperCase()} and ${robot}`, names)).toBe(
    `by Platform admins (${admins.toUpperCase()}) and ${robot}`,
  );
});

describe('a finding', () => {
  const reason = `RBAC: allowed by ClusterRoleBinding "${admins}" of ClusterRole "edit" to Group "${admins}"`;
  const call = aCall({
    user: admins,
    groups: [admins, 'x'],
    impersonatedBy: admins,
    impersonatedGroups: [admins],
    objectId: admins,
    explanation: `First time that ${admins}`,
    grants: [reason],
    requestURI: `/api/v1/secrets/${admins}`,
    applied: anApplied({ name: admins, subjects: [`Group/${admins}`] }),
  });
  const finding = aFinding({ user: admins, title: `by ${admins}`, message: `${admins} did`, calls: [call] });

  it('has names for people wherever an identity stands, and nowhere else', () => {
    const { calls, user, title, message, queries } = findingWithNames(finding, names);
    expect([user, title, message]).toEqual([shown, `by ${shown}`, `${shown} did`]);
    expect(calls[0]).toMatchObject({
      user: shown,
      groups: [shown, 'x'],
      impersonatedBy: shown,
      impersonatedGroups: [shown],
      objectId: shown,
      explanation: `First time that ${shown}`,
      requestURI: `/api/v1/secrets/${admins}`,
      applied: { name: admins, subjects: [`Group/${shown}`] },
    });
    expect(queries).toEqual(finding.queries);
  });

  it('keeps the command that revokes a grant, whose subject has a name', () => {
    const [grant = ''] = findingWithNames(finding, names).calls[0]?.grants ?? [];
    expect(grantOf(grant)).toEqual({
      by: `ClusterRoleBinding ${admins} of ClusterRole edit to Group "${shown}"`,
      revoke: grantOf(reason)?.revoke,
    });
  });

  it('has them for machines in its words alone', () => {
    expect(wordsWithNames(finding, names)).toEqual({
      ...finding,
      title: `by ${shown}`,
      message: `${shown} did`,
    });
  });

  it('is the same where nobody has a name', () => {
    expect(findingWithNames(finding, new Map())).toBe(finding);
  });
});

it('a report and an answer have names in all they tell', () => {
  const one = aFinding({ user: admins, calls: [] });
  const suppression = aReport().suppressed[0]?.suppression ?? { id: '', owner: '', reason: '', expires: '' };
  const hidden = [{ suppression, hits: 1, expiresSoon: false, calls: [aCall({ user: admins })] }];
  const report = reportWithNames(
    aReport({ findings: [one], held: [{ finding: one, because: 'budget' }], suppressed: hidden }),
    names,
  );
  const told = [report.findings[0], report.held[0]?.finding, report.suppressed[0]?.calls[0]];
  expect(told.map((each) => each?.user)).toEqual([shown, shown, shown]);
  const answer = { calls: [aCall({ user: admins })], findings: [one], suppressed: hidden } as never;
  const { calls, findings, suppressed } = answerWithNames(answer, names);
  expect([calls[0], findings[0], suppressed?.[0]?.calls[0]].map((each) => each?.user)).toEqual([
    shown,
    shown,
    shown,
  ]);
});
