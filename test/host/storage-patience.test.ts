import { expect, test } from 'vitest';
import { hostLog } from '../../src/host/host-log.ts';
import { LocalError } from '../../src/host/local-error.ts';
import { whenStorageAnswers } from '../../src/host/storage-patience.ts';

const refusing = (statusCode: number, code: string) => Object.assign(new Error('x'), { statusCode, code });

/** Work that fails with each in turn, and then is done. */
async function waited(errors: Error[], signal?: AbortSignal) {
  const lines: string[] = [];
  const work = async () => {
    const error = errors.shift();
    if (error !== undefined) throw error;
    return 'done';
  };
  const log = hostLog(false, (line) => lines.push(line));
  const result = await whenStorageAnswers(work, log, signal).catch((error: unknown) => error);
  return { result, lines };
}

test('a storage that is busy is waited for, said once, and goes on', async () => {
  const busy = refusing(503, 'ServerBusy');
  const wrapped = new LocalError('the storage at http://x answers HTTP 503', { cause: busy });
  expect(await waited([wrapped, busy])).toEqual({
    result: 'done',
    lines: [
      'rarecall: the storage answers 503 ServerBusy; waiting for it',
      'rarecall: the storage answers now',
    ],
  });
});

test('a storage that is asked too often is waited for as well', async () => {
  expect((await waited([refusing(429, 'TooManyRequests')])).result).toBe('done');
});

test('what will not pass is an error at once, and so is everything once stopped', async () => {
  const refused = refusing(403, 'AuthorizationFailure');
  expect(await waited([refused])).toEqual({ result: refused, lines: [] });
  const none = new LocalError('no such host');
  expect((await waited([none])).result).toBe(none);
  const busy = refusing(503, 'ServerBusy');
  expect((await waited([busy], AbortSignal.abort())).result).toBe(busy);
});
