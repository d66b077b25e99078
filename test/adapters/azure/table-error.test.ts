import { expect, test } from 'vitest';
import { orAbsent, orConflict, statusOf } from '../../../src/adapters/azure/table-error.ts';
import { ConflictError } from '../../../src/errors.ts';

const failing = (statusCode: unknown): Promise<never> =>
  Promise.reject(Object.assign(new Error('from the service'), { statusCode }));

test('a status is a number that the service gave', () => {
  expect(statusOf({ statusCode: 404 })).toBe(404);
  for (const error of [null, undefined, 'x', {}, { statusCode: '404' }, new Error('x')])
    expect(statusOf(error)).toBeUndefined();
});

test('only 404 is absent', async () => {
  expect(await orAbsent(Promise.resolve('here'))).toBe('here');
  expect(await orAbsent(failing(404))).toBeNull();
  for (const status of [403, 405, 409, 412, 500, 503, '404', undefined])
    await expect(orAbsent(failing(status))).rejects.toThrow('from the service');
});

test('404, 409 and 412 are a lost race, and nothing else is', async () => {
  expect(await orConflict(Promise.resolve('won'), 'the cursor')).toBe('won');
  for (const status of [404, 409, 412]) {
    const lost = await orConflict(failing(status), 'the cursor').catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(ConflictError);
    expect(lost).toMatchObject({ message: 'the cursor has moved', cause: { statusCode: status } });
  }
  for (const status of [400, 403, 408, 413, 416, 429, 500, 503, undefined])
    await expect(orConflict(failing(status), 'the cursor')).rejects.toThrow('from the service');
});
