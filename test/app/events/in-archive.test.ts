/** The records behind a finding, out of an archive that grows, loses logs and has them replaced. */
import { expect, test } from 'vitest';
import { memoryLogs } from '../../../src/adapters/memory/audit-logs.ts';
import { readEvents } from '../../../src/app/events/in-archive.ts';
import type { Finding } from '../../../src/core/find/finding.ts';
import { defaultReadOptions } from '../../../src/core/read/options.ts';
import { aBlobName, aFinding, aLine } from '../../build.ts';
import { aCall } from '../../core/show/samples.ts';

const at = new Date('2026-10-01T08:00:00Z');
const later = new Date('2026-10-01T12:00:00Z');
const name = aBlobName();
const minute = (minutes: number) => ({
  requestReceivedTimestamp: `2026-10-01T08:${String(minutes).padStart(2, '0')}:00.000000Z`,
});
const line = (minutes: number, over: object = {}) =>
  `${aLine({ auditID: `id-${minutes}`, ...minute(minutes), ...over })}\n`;

/** A finding of the events that begin at these offsets. */
function findingOf(lines: readonly string[], events: readonly number[], source = name): Finding {
  const evidence = events.map((event) => ({
    auditID: `id-${event}`,
    time: `2026-10-01T08:${String(event).padStart(2, '0')}:00.000000Z`,
    source,
    offset: Buffer.byteLength(lines.slice(0, event).join('')),
  }));
  return aFinding({
    firstSeen: evidence[0]?.time ?? null,
    lastSeen: evidence.at(-1)?.time ?? null,
    calls: [aCall({ user: 'anna@example.com', impersonatedBy: null, count: events.length, evidence })],
  });
}

const lines = Array.from({ length: 20 }, (_, minutes) => line(minutes));

const read = async (
  finding: Finding,
  logs: ReturnType<typeof memoryLogs>,
  contextMs: number | null = null,
) => {
  const { events, gone } = await readEvents(finding, { logs }, { read: defaultReadOptions, contextMs });
  return { lines: events.lines().map(({ line }) => line.toString()), missing: events.missing(), gone };
};

test('whole lines are read, and those alone that are of the finding, whatever pieces they come in', async () => {
  for (const size of [7, 100, 65_536]) {
    const logs = memoryLogs(size);
    logs.append(name, lines.join(''), at);
    const found = await read(findingOf(lines, [2, 3, 17]), logs);
    expect(found).toEqual({ lines: [lines[2], lines[3], lines[17]], missing: 0, gone: [] });
  }
});

test('a log that has grown since is read as far as it is needed', async () => {
  const logs = memoryLogs(1_000);
  logs.append(name, lines.slice(0, 5).join(''), at);
  const finding = findingOf(lines, [4]);
  logs.append(name, lines.slice(5).join(''), later);
  let bytes = 0;
  const { events } = await readEvents(
    finding,
    { logs },
    { read: defaultReadOptions, contextMs: null, onBytes: (more) => (bytes += more) },
  );
  expect(events.lines()).toHaveLength(1);
  expect(bytes).toBeLessThan(3_000);
});

test('a log that was replaced gives nothing that is not of the finding', async () => {
  const logs = memoryLogs();
  const finding = findingOf(lines, [2, 3]);
  // Another line begins at the very byte.
  logs.replace(name, [...lines.slice(0, 2), line(2, { auditID: 'id-x' }), ...lines.slice(3)].join(''), later);
  expect(await read(finding, logs)).toEqual({ lines: [lines[3]], missing: 1, gone: [] });
  // No line begins there.
  logs.replace(name, `x${lines.join('')}`, later);
  expect(await read(finding, logs)).toEqual({ lines: [], missing: 2, gone: [] });
  logs.replace(name, 'short\n', later);
  expect((await read(finding, logs)).lines).toEqual([]);
});

test('a log that is gone is named', async () => {
  const logs = memoryLogs();
  expect(await read(findingOf(lines, [2]), logs)).toEqual({ lines: [], missing: 1, gone: [name] });
});

test('a log that is replaced while it is read is named, and what came before stays', async () => {
  const logs = memoryLogs(3_000);
  logs.append(name, lines.join(''), at);
  const bytes = logs.bytes.bind(logs);
  const swapped = {
    ...logs,
    async *bytes(...args: Parameters<typeof bytes>) {
      let first = true;
      for await (const chunk of bytes(...args)) {
        yield chunk;
        if (first) logs.replace(name, 'other\n', later);
        first = false;
      }
    },
  };
  expect(await read(findingOf(lines, [0, 15]), swapped)).toEqual({
    lines: [lines[0]],
    missing: 1,
    gone: [name],
  });
});

test('the last line counts without its newline where it is whole, and is left alone where it is being written', async () => {
  const logs = memoryLogs();
  const last = lines[19] ?? '';
  logs.append(name, lines.slice(0, 19).join('') + last.trim(), at);
  expect((await read(findingOf(lines, [19]), logs)).lines).toEqual([last]);
  logs.replace(name, lines.slice(0, 19).join('') + last.slice(0, -20), later);
  expect(await read(findingOf(lines, [19]), logs)).toEqual({ lines: [], missing: 1, gone: [] });
});

test('around it are the hours of the time and the one after, of this cluster alone', async () => {
  const logs = memoryLogs();
  const other = aBlobName(
    '2026-10-01T08',
    '/SUBSCRIPTIONS/1/RESOURCEGROUPS/X/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/OTHER',
  );
  logs.append(name, lines.join(''), at);
  logs.append(other, lines.join(''), at);
  const late = line(19, { auditID: 'late' });
  logs.append(aBlobName('2026-10-01T09'), late, at);
  const tooLate = line(18, { auditID: 'too late' });
  logs.append(aBlobName('2026-10-01T10'), tooLate, at);
  const strangers = line(17, { user: { username: 'eve', groups: [] } });
  logs.append(aBlobName('2026-10-01T09'), strangers, at);
  let bytes = 0;
  await readEvents(
    findingOf(lines, [16, 18]),
    { logs },
    {
      read: defaultReadOptions,
      contextMs: 60_000,
      onBytes: (more) => {
        bytes += more;
      },
    },
  );
  expect(bytes).toBe(Buffer.byteLength([...lines, late, strangers].join('')));
  const found = await read(findingOf(lines, [16, 18]), logs, 60_000);
  expect(found.lines).toEqual([...lines.slice(15), late]);
});
