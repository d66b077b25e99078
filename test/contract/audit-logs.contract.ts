/** What any source of log blobs must do. */
import { describe, expect, test } from 'vitest';
import type { AuditLogs, LogBlob } from '../../src/app/ports/audit-logs.ts';
import type { Day } from '../../src/core/count/day.ts';
import { ConflictError } from '../../src/errors.ts';
import { aBlobName, aResourceId } from '../build.ts';

export interface Archive {
  readonly logs: AuditLogs;
  append(name: string, text: string): Promise<void>;
  /** Another blob under the same name. */
  replace(name: string, text: string): Promise<void>;
}

const day = (text: string) => text as Day;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const textOf = async (chunks: AsyncIterable<Uint8Array>): Promise<string> =>
  Buffer.concat(await all(chunks)).toString();

const seen = (blob: LogBlob | null): LogBlob => {
  if (blob === null) throw new Error('the blob is not there');
  return blob;
};

/** @param make an archive that is empty */
export function auditLogsContract(make: () => Promise<Archive>): void {
  const name = aBlobName();
  const otherId = aResourceId.replace('AKS-1', 'AKS-2');

  describe('an archive of logs', () => {
    test('is empty until something is archived', async () => {
      const { logs, append } = await make();
      expect(await logs.look()).toBe('empty');
      await append(name, 'hello');
      expect(await logs.look()).toBe('filled');
    });

    test('finds a blob with its length, cluster and hour, and no blob that is not there or is no AKS hour', async () => {
      const { logs, append } = await make();
      await append(name, 'hello');
      await append('notes/readme.json', 'x');
      expect(await logs.find(name)).toMatchObject({
        name,
        length: 5,
        path: { cluster: { name: 'aks-1' }, hour: '2026-10-01T08' },
      });
      expect(await logs.find(aBlobName('2026-10-01T09'))).toBeNull();
      expect(await logs.find('notes/readme.json')).toBeNull();
    });

    test('gives the bytes of a range, and not what was appended since', async () => {
      const { logs, append } = await make();
      await append(name, 'one two');
      const blob = seen(await logs.find(name));
      await append(name, ' three');
      expect(await textOf(logs.bytes(blob, 4, blob.length))).toBe('two');
      expect(seen(await logs.find(name)).created).toBe(blob.created);
    });

    test('gives no bytes of a blob that stands in the place of the one that was found', async () => {
      const { logs, append, replace } = await make();
      await append(name, 'one two');
      const blob = seen(await logs.find(name));
      await replace(name, 'six seven');
      await expect(textOf(logs.bytes(blob, 0, blob.length))).rejects.toBeInstanceOf(ConflictError);
    });

    test('lists the homes of clusters, and of each the hours of the asked days in order', async () => {
      const { logs, append } = await make();
      const hours = ['2026-09-29T23', '2026-09-30T00', '2026-10-01T08', '2026-10-02T00'];
      for (const hour of hours) await append(aBlobName(hour), 'x');
      await append(aBlobName('2026-10-01T08', otherId), 'y');
      await append('notes/readme.json', 'x');
      const homes = (await all(logs.homes())).sort();
      expect(homes).toEqual([`resourceId=${aResourceId}/y=`, `resourceId=${otherId}/y=`]);
      const listed = await all(logs.list(homes[0] ?? '', day('2026-09-30'), day('2026-10-01')));
      expect(listed.map(({ path }) => path.hour)).toEqual(['2026-09-30T00', '2026-10-01T08']);
      const blob = seen(await logs.find(aBlobName('2026-10-01T08')));
      expect(listed[1]).toEqual(blob);
    });
  });
}
