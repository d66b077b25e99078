import { expect, test } from 'vitest';
import { hostLog } from '../../src/host/host-log.ts';
import { oneLine } from '../../src/host/local-error.ts';

const told = (verbose: boolean) => {
  const lines: string[] = [];
  const log = hostLog(verbose, (line) => lines.push(line));
  log.write('information', 'ingestLog', 'counted');
  log.write('warning', 'ingestLog', 'slow\nsecond line');
  log.write('error', 'system', 'of the library');
  log.say('said');
  log.detail('detail');
  return lines;
};

test('quiet: warnings and errors of functions, one line each, and what the host must say', () => {
  expect(told(false)).toEqual(['warning ingestLog: slow', 'rarecall: said']);
});

test('verbose: everything', () => {
  expect(told(true)).toEqual([
    'information ingestLog: counted',
    'warning ingestLog: slow\nsecond line',
    'error system: of the library',
    'rarecall: said',
    'rarecall: detail',
  ]);
});

test('one line is printable and has an end', () => {
  expect(oneLine(new Error('a\u001b[31mb\tc\nnext'))).toBe('a [31mb c');
  expect(oneLine(new TypeError())).toBe('TypeError');
  expect(oneLine('x'.repeat(600))).toBe(`${'x'.repeat(500)}…`);
});
