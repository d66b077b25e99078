import { describe, expect, test } from 'vitest';
import { memoryLogs } from '../../src/adapters/memory/audit-logs.ts';
import { allLogs } from '../../src/app/all-logs.ts';
import type { AuditLogs, LogBlob } from '../../src/app/ports/audit-logs.ts';
import type { Day } from '../../src/core/count/day.ts';
import { aBlobName, aResourceId } from '../build.ts';
import { auditLogsContract } from '../contract/audit-logs.contract.ts';

const at = new Date('2026-10-01T08:30:00Z');
const day = '2026-10-01' as Day;
const otherId = aResourceId.replace('AKS-1', 'AKS-2');
const [here, there] = [aBlobName(), aBlobName('2026-10-01T08', otherId)];
const clock = () => at;
const home = `resourceId=${aResourceId}/y=`;
const broken: AuditLogs = {
  ...memoryLogs(),
  find: () => Promise.reject(new Error('away')),
  look: () => Promise.reject(new Error('away')),
  async *homes() {
    yield* [];
    throw new Error('away');
  },
};

const textOf = async (logs: AuditLogs, blob: LogBlob | null | undefined): Promise<string> => {
  if (blob === null || blob === undefined) throw new Error('the blob is not there');
  return Buffer.concat(await Array.fromAsync(logs.bytes(blob, 0, blob.length))).toString();
};

// The second of two: what is not in the first is found, listed and read all the same.
auditLogsContract(async () => {
  const [first, second] = [memoryLogs(), memoryLogs()];
  let times = 0;
  const now = () => new Date(at.getTime() + 1_000 * ++times);
  first.append(aBlobName('2026-10-01T08', aResourceId.replace('AKS-1', 'AKS-0')), 'x', now());
  const logs = allLogs([first, second], clock);
  const own = ({ homes, look, ...rest }: AuditLogs): AuditLogs => ({
    ...rest,
    look: () => second.look(),
    async *homes() {
      for await (const home of homes()) if (!home.includes('AKS-0')) yield home;
    },
  });
  return {
    logs: own(logs),
    append: async (name, text) => second.append(name, text, now()),
    replace: async (name, text) => second.replace(name, text, now()),
  };
});

describe('several archives', () => {
  test('are one: each cluster is told once, and read where it is', async () => {
    const [first, second] = [memoryLogs(), memoryLogs()];
    first.append(here, 'here', at);
    second.append(there, 'there', at);
    second.append(aBlobName('2026-10-01T07'), 'earlier', at);
    const logs = allLogs([first, second], clock);
    expect((await Array.fromAsync(logs.homes())).length).toBe(2);
    expect(await textOf(logs, await logs.find(there))).toBe('there');
    const listed = await Array.fromAsync(logs.list(home, day, day));
    expect(listed.map(({ path }) => path.hour)).toEqual(['2026-10-01T07', '2026-10-01T08']);
    expect(await Promise.all(listed.map((blob) => textOf(logs, blob)))).toEqual(['earlier', 'here']);
  });

  test('that have the same name count it where it is found first', async () => {
    const [first, second] = [memoryLogs(), memoryLogs()];
    first.append(here, 'first', at);
    second.append(here, 'second', at);
    const logs = allLogs([first, second], clock);
    expect(await textOf(logs, await logs.find(here))).toBe('first');
    const listed = await Array.fromAsync(logs.list(home, day, day));
    expect(await Promise.all(listed.map((blob) => textOf(logs, blob)))).toEqual(['first']);
  });

  test('are not asked for clusters that were seen elsewhere', async () => {
    const [first, second] = [memoryLogs(), memoryLogs()];
    first.append(here, 'here', at);
    let lists = 0;
    const counted: AuditLogs = {
      ...second,
      list: (...asked) => {
        lists++;
        return second.list(...asked);
      },
    };
    const logs = allLogs([first, counted], clock);
    await Array.fromAsync(logs.list(home, day, day));
    expect(lists).toBe(1);
    await Array.fromAsync(logs.homes());
    await Array.fromAsync(logs.list(home, day, day));
    expect(lists).toBe(1);
  });

  test.each([0, 1])('of which number %i is away tell of the others first, and then that', async (place) => {
    const fine = memoryLogs();
    fine.append(here, 'here', at);
    const logs = allLogs(place === 0 ? [broken, fine] : [fine, broken], clock);
    const homes: string[] = [];
    const reading = (async () => {
      for await (const found of logs.homes()) homes.push(found);
    })();
    await expect(reading).rejects.toThrow('away');
    expect(homes).toEqual([home]);
    expect(await textOf(logs, await logs.find(here))).toBe('here');
    await expect(logs.find(there)).rejects.toThrow('away');
    await expect(logs.look()).rejects.toThrow('away');
  });

  test('of which one does not answer are read where they answer, and it is left alone for five minutes', async () => {
    const fine = memoryLogs();
    fine.append(here, 'here', at);
    let asked = 0;
    const silent: AuditLogs = {
      ...broken,
      async *homes() {
        yield home;
      },
      async *list() {
        yield* [];
        asked++;
        throw new Error('away');
      },
    };
    let now = at.getTime();
    const logs = allLogs([silent, fine], () => new Date(now));
    await Array.fromAsync(logs.homes());
    const listed: string[] = [];
    const list = async () => {
      for await (const blob of logs.list(home, day, day)) listed.push(blob.name);
    };
    await expect(list()).rejects.toThrow('away');
    expect(listed).toEqual([here]);
    now += 5 * 60_000 - 1;
    await expect(list()).rejects.toThrow('away');
    expect(asked).toBe(1);
    now += 1;
    await expect(list()).rejects.toThrow('away');
    expect(asked).toBe(2);
    // It answers for its homes again: so it is asked again.
    await Array.fromAsync(logs.homes());
    await expect(list()).rejects.toThrow('away');
    expect(asked).toBe(3);
  });

  test('of which one refuses are asked each time: that is quick', async () => {
    let asked = 0;
    const refusing: AuditLogs = {
      ...broken,
      find: () => {
        asked++;
        return Promise.reject(Object.assign(new Error('no'), { statusCode: 403 }));
      },
    };
    const logs = allLogs([refusing, memoryLogs()], clock);
    for (const _ of [1, 2]) await expect(logs.find(here)).rejects.toThrow('no');
    expect(asked).toBe(2);
  });

  test('are filled when all are: the least of them is told', async () => {
    const [first, second] = [memoryLogs(), memoryLogs()];
    first.append(here, 'x', at);
    expect(await allLogs([first, second], clock).look()).toBe('empty');
    second.append(there, 'x', at);
    expect(await allLogs([first, second], clock).look()).toBe('filled');
  });
});
