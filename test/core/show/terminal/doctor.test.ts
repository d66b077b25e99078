import { expect, test } from 'vitest';
import { doctorText } from '../../../../src/core/show/terminal/doctor.ts';

const problem = {
  id: 'quiet',
  level: 'problem' as const,
  what: 'the newest log of aks-1 that is counted began 9 hours ago, more than 6',
  todo: 'does the cluster run, is its diagnostic setting on, and do sweepLogs and ingestGrown work?',
  command: 'az monitor diagnostic-settings list --resource <id of the cluster>',
};

test('what is wrong stands behind its level, wrapped, and its command in one line to be copied', () => {
  const text = doctorText(
    [
      { asks: 'whether it is', said: [] },
      { asks: 'whether logs come', said: [problem] },
    ],
    60,
  );
  expect(text.split('\n')).toEqual([
    'ok        whether it is',
    'problem   quiet: the newest log of aks-1 that is counted',
    '          began 9 hours ago, more than 6',
    '          does the cluster run, is its diagnostic setting',
    '          on, and do sweepLogs and ingestGrown work?',
    '          $ az monitor diagnostic-settings list --resource <id of the cluster>',
  ]);
});

test('what is only to be known leaves all well', () => {
  const note = { ...problem, level: 'information' as const };
  expect(doctorText([{ asks: 'whether logs come', said: [note] }], 100)).toMatch(
    /^note [\s\S]*All is well\.$/,
  );
});

test('a name steers no terminal', () => {
  const named = { ...problem, what: 'the newest log of \u001b[2J is old' };
  expect(doctorText([{ asks: 'whether logs come', said: [named] }], 100)).not.toContain('\u001b');
});
