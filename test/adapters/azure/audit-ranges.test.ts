/** Which ranges are asked for, and which months. How often a range is asked for is told in audit-logs.test.ts. */
import type { BlobServiceClient } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { auditBlobs } from '../../../src/adapters/azure/audit-logs.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aBlob } from '../../build.ts';

const blob = aBlob({ length: 6 });
const failed = (statusCode: number) => Object.assign(new Error('from the service'), { statusCode });

/** Answers each range with the next of these. */
function logs(answers: readonly (string | Error)[]) {
  const asked: [at: number, size: number][] = [];
  const download = async (at: number, size: number) => {
    asked.push([at, size]);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? '';
    if (answer instanceof Error) throw answer;
    return {
      createdOn: new Date(blob.created),
      contentRange: `bytes ${at}-`,
      readableStreamBody: answer === '' ? [] : [Buffer.from(answer)],
    };
  };
  const container = { getBlobClient: () => ({ download }) };
  const service = { getContainerClient: () => container } as unknown as BlobServiceClient;
  const read = async (from = 0) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of auditBlobs(() => service, 'logs').bytes(blob, from, 6)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  return { asked, read };
}

test('what breaks off is asked for again from where it broke off', async () => {
  const { asked, read } = logs(['ab', failed(503), 'cd', '', 'ef']);
  expect(await read()).toBe('abcdef');
  expect(asked).toEqual([
    [0, 6],
    [2, 4],
    [2, 4],
    [4, 2],
    [4, 2],
  ]);
});

test.each([404, 416])('%i says that another blob stands there now', async (status) => {
  const { asked, read } = logs([failed(status)]);
  await expect(read()).rejects.toBeInstanceOf(ConflictError);
  expect(asked).toHaveLength(1);
});

test('whatever comes is progress, and failures are counted anew', async () => {
  const slow = logs([
    failed(503),
    failed(503),
    'a',
    failed(503),
    failed(503),
    'b',
    failed(503),
    failed(503),
    'cdef',
  ]);
  expect(await slow.read()).toBe('abcdef');
});

test('months are listed one by one, over the end of a year', async () => {
  const prefixes: string[] = [];
  const container = {
    async *listBlobsFlat({ prefix }: { prefix: string }) {
      prefixes.push(prefix);
      yield* [];
    },
  };
  const service = { getContainerClient: () => container } as unknown as BlobServiceClient;
  const list = auditBlobs(() => service, 'logs').list('a/y=', '2026-11-30' as Day, '2027-02-01' as Day);
  expect(await Array.fromAsync(list)).toEqual([]);
  expect(prefixes).toEqual(['a/y=2026/m=11/', 'a/y=2026/m=12/', 'a/y=2027/m=01/', 'a/y=2027/m=02/']);
});
