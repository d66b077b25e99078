import { expect, test } from 'vitest';
import { expand } from '../../../src/host/triggers/trigger.ts';

test('a binding text takes its settings from the environment', () => {
  expect(expand('%A%/x-%B%', { A: 'one', B: 'two' })).toBe('one/x-two');
  expect(() => expand('%MISSING%', {})).toThrow('the setting MISSING is not set');
});
