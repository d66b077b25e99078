/** What we write for others to run is of their language, and asks what it is to ask, whatever a caller wrote. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Subject } from '../../../../src/core/find/queries/asked.ts';
import { type QueryTexts, queriesFor } from '../../../../src/core/find/queries.ts';
import type { RankedCall } from '../../../../src/core/judge/ranked-call.ts';
import { aCall } from '../../show/samples.ts';
import { checkedKql } from './kusto.ts';
import { checkedSpl } from './spl.ts';

const hostile = [
  '"',
  '\\',
  "'",
  '`',
  '$',
  '|',
  '\n',
  '\r',
  '\u0000',
  '\b',
  '\u202e',
  '\u2028',
  '\u{1f600}',
  '%',
  '_',
  '*',
  '\\"',
  '//',
  '{}',
  '$result.x$',
  '| delete',
  '" or 1 == 1 //',
  '\\u0022',
];
const text = fc
  .oneof(
    fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme' })), { maxLength: 12 }),
    fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }),
  )
  .map((parts) => parts.join(''));
const maybe = fc.option(text, { nil: null });

const call: fc.Arbitrary<RankedCall> = fc
  .record({
    user: text,
    impersonatedBy: maybe,
    userAgent: text,
    sourceIPs: fc.array(fc.oneof(text, fc.constantFrom('203.0.113.9', '::ffff:203.0.113.9')), {
      maxLength: 3,
    }),
    cut: fc.boolean(),
    count: fc.integer({ min: 1, max: 500 }),
    evidence: fc.array(
      fc.record({
        auditID: fc.oneof(fc.uuid(), maybe),
        time: fc.constant(null),
        source: text,
        offset: fc.nat(),
      }),
      { maxLength: 16 },
    ),
  })
  .map((over) => aCall(over));

const subject: fc.Arbitrary<Subject> = fc.record({
  clusterId: text,
  clientIp: fc.oneof(maybe, fc.constant('203.0.113.9')),
  firstSeen: fc.constantFrom('2026-10-01T08:00:00.250000Z', null),
  lastSeen: fc.constantFrom('2026-10-01T08:20:00.000000Z', null),
  calls: fc.array(call, { minLength: 1, maxLength: 12 }),
  category: fc.oneof(fc.constantFrom(undefined, 'kube-audit', 'kube-audit-admin'), text),
});

const kqlSteps = ['FilterOperator', 'ExtendOperator', 'ProjectOperator', 'SortOperator'];
const textsOf = (subject: Subject): QueryTexts[] => {
  const { parts = [], ...first } = queriesFor(subject);
  return [first, ...parts];
};

test('whatever a caller wrote, each query is one of its language, and no step more than ours', () => {
  fc.assert(
    fc.property(subject, (subject) => {
      for (const { aksAudit, azureDiagnostics, splunk } of textsOf(subject)) {
        for (const query of [aksAudit, azureDiagnostics]) {
          const { problems, steps } = checkedKql(query);
          expect({ query, problems }).toEqual({ query, problems: [] });
          expect(steps).toHaveLength(query.split('\n').length - 1);
          expect(kqlSteps).toEqual(expect.arrayContaining([...steps]));
        }
        expect(checkedSpl(splunk).steps).toHaveLength(splunk.split('\n').length - 1);
      }
    }),
    { numRuns: 60 },
  );
});

test('a caller is asked for by what was logged of him, to the letter', () => {
  fc.assert(
    fc.property(
      text.filter((text) => text !== ''),
      (user) => {
        const { aksAudit, azureDiagnostics, splunk } = queriesFor({
          clusterId: '/c',
          clientIp: null,
          firstSeen: null,
          lastSeen: null,
          calls: [aCall({ user, impersonatedBy: null })],
        });
        expect(checkedKql(aksAudit).texts[1]).toBe(user);
        expect(checkedKql(azureDiagnostics).texts[2]).toBe(user);
        const { texts } = checkedSpl(splunk);
        const any = user.search(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`$]/u) >= 0;
        if (!any) expect(texts[1]).toBe(user);
        else expect(fits(texts[1] ?? '', user)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

/** Whether a pattern of `like` fits the text: each character is itself, or any one. */
const fits = (pattern: string, text: string): boolean => {
  const [own, shown] = [Array.from(text), Array.from(pattern)];
  return own.length === shown.length && shown.every((one, at) => one === '_' || one === own[at]);
};

test('the checks find what is wrong', () => {
  expect(checkedKql('AKSAudit\n| where Userx == "a"').problems).toHaveLength(1);
  expect(checkedKql('AKSAudit\n| where User == "a').problems.length).toBeGreaterThan(0);
  expect(checkedKql('AzureDiagnostics\n| where AuditId == "a"').problems).toHaveLength(1);
  for (const wrong of ['| where a="b', '| where like(a)', '| delete', '| where a="$x$"', '| where a="`b`"'])
    expect(() => checkedSpl(`\`kubernetes_azure\` category=kube-audit\n${wrong}`)).toThrow();
});
