import { RestError } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { MissingError } from '../src/errors.ts';
import { failureOf, isLasting, reasonOf, StoreError, saidOf, told } from '../src/failure.ts';

/** As the SDK throws it for an answer without a body. */
function restError(status: number, code: string | undefined, url = 'https://logs.blob.core.windows.net/c/b') {
  const error = new RestError('RestError', { statusCode: status });
  const headers = { get: (name: string) => (name === 'x-ms-error-code' ? code : undefined) };
  return Object.assign(error, { request: { method: 'HEAD', url }, response: { status, headers } });
}

test('a failure of a store is its status, the code of the service and the operation', () => {
  const failure = failureOf(restError(409, 'BlobArchived'));
  expect(failure).toEqual({ status: 409, code: 'BlobArchived', operation: 'HEAD blob' });
  expect(saidOf(failure)).toBe('409 BlobArchived (HEAD blob)');
  expect(saidOf(failureOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })))).toBe('ECONNREFUSED');
  expect(saidOf(failureOf('thrown'))).toBe('unknown');
  expect(failureOf({ statusCode: 404, details: { odataError: { code: 'TableNotFound' } } })).toMatchObject({
    status: 404,
    code: 'TableNotFound',
  });
});

test('no text of others is repeated, and no address', () => {
  const error = restError(
    403,
    'a code with spaces\u001b[2J',
    'https://h.table.core.windows.net/t?sig=secret',
  );
  error.message = 'user anna may not';
  const said = `${reasonOf(error)} ${String(told(error))}`;
  expect(said).toContain('403 unknown (HEAD table)');
  expect(said).not.toMatch(/anna|secret|spaces|windows/);
  expect(reasonOf(new MissingError('no such day'))).toBe('no such day');
});

test('what is refused is refused again, and what is busy is not', () => {
  const lasting = (status: number | null) => isLasting({ status, code: 'x', operation: null });
  expect([401, 403, 404, 409].map(lasting)).toEqual([true, true, true, true]);
  expect([null, 200, 399, 408, 412, 429, 500, 503].map(lasting)).toEqual(new Array(8).fill(false));
});

test('an error of a store gets words, once, and every other stays what it is', () => {
  const words = told(restError(503, 'ServerBusy'));
  expect(words).toBeInstanceOf(StoreError);
  expect(words).toMatchObject({
    message: 'the store did not answer as it must: 503 ServerBusy (HEAD blob)',
    statusCode: 503,
  });
  expect(failureOf(words)).toEqual(failureOf(restError(503, 'ServerBusy')));
  expect(told(words)).toBe(words);
  const own = new MissingError('no');
  expect(told(own)).toBe(own);
});
