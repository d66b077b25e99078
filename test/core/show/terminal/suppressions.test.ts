import { expect, it } from 'vitest';
import type { Day } from '../../../../src/core/count/day.ts';
import type { ShownSuppression } from '../../../../src/core/find/suppressions/suppression.ts';
import type { TrialOfDays } from '../../../../src/core/find/suppressions/trial.ts';
import {
  suppressedTable,
  suppressionsTable,
  trialText,
} from '../../../../src/core/show/terminal/suppressions.ts';
import { aReport, everywhere } from '../samples.ts';

const aSuppression = (over: Partial<ShownSuppression['status']> = {}): ShownSuppression => ({
  id: 'velero-restore',
  owner: 'platform@contoso.example',
  reason: 'Velero restores every Wednesday.',
  expires: '2026-09-01',
  match: { user: 'velero*', namespace: null },
  status: {
    active: true,
    expiresSoon: false,
    hits: 12,
    hitsLast30Days: 4,
    lastHitDay: '2026-06-03' as Day,
    ...over,
  },
});

const aTrial: TrialOfDays = {
  from: '2026-05-05' as Day,
  to: '2026-06-04' as Day,
  calls: 214,
  hidden: 3,
  findings: 61,
  vanished: 1,
  together: { findings: 61, touched: 1 },
  suppressions: [{ id: 'velero-restore', hits: 3 }],
  touched: [
    {
      id: '7b1e1c0e3a5f5c0b8a540d6a2f4b9c77',
      day: '2026-06-03' as Day,
      title: 'Rare calls by velero in aks-1',
      severity: 'informational',
      calls: 2,
      hidden: [
        { suppression: 'velero-restore', pattern: 'get secrets' },
        { suppression: 'velero-restore', pattern: 'list secrets' },
      ],
      vanishes: true,
    },
  ],
};

it('a list says what each matches, why, and whether it still does anything', () => {
  const never = aSuppression({ active: false, lastHitDay: null, hits: 0, hitsLast30Days: 0 });
  expect(
    suppressionsTable([aSuppression(), aSuppression({ expiresSoon: true }), never], { width: 120 }),
  ).toBe(
    [
      'id              state         until       hits  30 days  last hit    owner',
      '─'.repeat(93),
      'velero-restore  active        2026-09-01    12        4  2026-06-03  platform@contoso.example',
      '                user=velero*, namespace=(none): Velero restores every Wednesday.',
      'velero-restore  expires soon  2026-09-01    12        4  2026-06-03  platform@contoso.example',
      '                user=velero*, namespace=(none): Velero restores every Wednesday.',
      'velero-restore  expired       2026-09-01     0        0  never       platform@contoso.example',
      '                user=velero*, namespace=(none): Velero restores every Wednesday.',
      '',
    ].join('\n'),
  );
  expect(suppressionsTable([], { width: 120 })).toBe('no suppressions\n');
});

it('a trial says how many of how many, and which findings would have vanished', () => {
  expect(trialText(aTrial, { width: 120 })).toBe(
    [
      'would have hidden 3 of 214 calls in 61 findings from 2026-05-05 to 2026-06-04; 1 finding would have vanished',
      '',
      'day         severity  hidden            finding                        id',
      '─'.repeat(79),
      '2026-06-03  info      2 of 2, vanishes  Rare calls by velero in aks-1  7b1e1c0e',
      '            get secrets; list secrets',
      '',
    ].join('\n'),
  );
  expect(trialText({ ...aTrial, touched: [] }, { width: 120 }).split('\n')).toHaveLength(2);
  expect(trialText({ ...aTrial, touched: [], damaged: 2 }, { width: 120 }).split('\n')[1]).toBe(
    'damaged, and not looked at: 2; made again when their days are ranked',
  );
});

it('what was hidden is told in a row each, with a warning before it ends', () => {
  const [one] = aReport().suppressed;
  if (one === undefined) throw new Error('nothing is suppressed');
  const text = suppressedTable([{ ...one, expiresSoon: true }], { width: 120 });
  expect(text).toContain(
    '1 call  velero-restore  2026-09-01, expires within 7 days  platform@contoso.example\n',
  );
  expect(suppressedTable([], { width: 120 })).toBe('no calls suppressed\n');
});

it('no text can steer the terminal or leave its line', () => {
  const hostile = 'x\u001b[2J\r\n\u202e\u009b31m y';
  const all =
    suppressionsTable([everywhere(aSuppression(), hostile)], { width: 80 }) +
    trialText(everywhere(aTrial, hostile), { width: 80 }) +
    suppressedTable(everywhere(aReport().suppressed, hostile), { width: 80 });
  expect(all).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
});
