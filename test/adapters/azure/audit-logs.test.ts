/** What the emulator does not do: a service that fails now and then, or says less than it should. */
import { Readable } from 'node:stream';
import type { BlobServiceClient } from '@azure/storage-blob';
import { describe, expect, test } from 'vitest';
import { auditBlobs } from '../../../src/adapters/azure/audit-logs.ts';
import type { Day } from '../../../src/core/count/day.ts';
import { ConflictError } from '../../../src/errors.ts';
import { aBlob } from '../../build.ts';

type Answer = Error | { readonly text: string; readonly createdOn?: Date };

const text = 'one two three';
const blob = aBlob({ length: text.length });

/** Answers to range reads, one after the other; the last one again and again. */
function archive(...answers: readonly Answer[]) {
  const asked: number[] = [];
  const times: number[] = [];
  const download = async (at: number) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(at);
    times.push(performance.now());
    if (answer instanceof Error) throw answer;
    const { text = '', createdOn } = answer ?? {};
    const readableStreamBody = Readable.from(text === '' ? [] : [Buffer.from(text)]);
    return { createdOn, contentRange: `bytes ${at}-`, readableStreamBody };
  };
  const container = { getBlobClient: () => ({ download }) };
  const service = { getContainerClient: () => container } as unknown as BlobServiceClient;
  const { bytes } = auditBlobs(() => service, 'logs');
  const read = async (of = blob) =>
    Buffer.concat(await Array.fromAsync(bytes(of, 0, text.length))).toString();
  return { asked, times, read };
}

const busy = Object.assign(new Error('ServerBusy'), { statusCode: 503 });

describe('a range', () => {
  test('is asked for six times, each time after a longer pause, and its error is that of the service', async () => {
    const { asked, times, read } = archive(busy);
    await expect(read()).rejects.toBe(busy);
    expect(asked).toHaveLength(6);
    const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const [at, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(2 ** at * 50 - 2);
  });

  test('of which nothing comes is asked for six times too', async () => {
    const { asked, read } = archive({ text: '' });
    await expect(read()).rejects.toThrow('the blob service sends no bytes');
    expect(asked).toHaveLength(6);
  });

  test('that fails and then comes costs nothing that was read', async () => {
    const { asked, read } = archive(busy, { text: 'one ' }, busy, { text: '' }, busy, { text: 'two three' });
    expect(await read()).toBe(text);
    expect(asked).toEqual([0, 0, 4, 4, 4, 4]);
  });

  test('of another blob is asked for once', async () => {
    const { asked, read } = archive({ text, createdOn: new Date('2026-10-01T08:59:00Z') });
    await expect(read()).rejects.toBeInstanceOf(ConflictError);
    expect(asked).toHaveLength(1);
  });

  test('of which nobody says when its blob was made is taken', async () => {
    const untold = archive({ text, createdOn: new Date(blob.created) });
    expect(await untold.read({ ...blob, created: '' })).toBe(text);
    expect(await archive({ text }).read()).toBe(text);
  });
});

test('a blob without a creation time has none, found or listed', async () => {
  const properties = { contentLength: 7, lastModified: new Date('2026-10-01T08:30:00Z') };
  const container = {
    getBlobClient: () => ({ getProperties: async () => properties }),
    async *listBlobsFlat() {
      yield { name: blob.name, properties };
    },
  };
  const service = { getContainerClient: () => container } as unknown as BlobServiceClient;
  const logs = auditBlobs(() => service, 'logs');
  const found = await logs.find(blob.name);
  expect(found).toMatchObject({ created: '', length: 7 });
  const day = '2026-10-01' as Day;
  expect(await Array.fromAsync(logs.list('home/', day, day))).toEqual([found]);
});
