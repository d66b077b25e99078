import { expect, test } from 'vitest';
import { memoryLog } from '../../../src/adapters/memory/log.ts';

test('a log in memory keeps what it is told, how loud, and in order', () => {
  const log = memoryLog();
  log.warn('one', 1);
  log.info('two');
  log.error(null);
  log.info();
  expect(log.said).toEqual([
    { level: 'warn', args: ['one', 1] },
    { level: 'info', args: ['two'] },
    { level: 'error', args: [null] },
    { level: 'info', args: [] },
  ]);
});
