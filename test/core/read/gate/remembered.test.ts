/** What is remembered of lines, and what of it is forgotten, hides nothing: the fast way and the plain way read the same. */
import { expect, it } from 'vitest';
import { readWindow } from '../../../../src/core/read/gate/window.ts';
import { logReader } from '../../../../src/core/read/log-reader.ts';
import { defaultReadOptions, type ReadOptions } from '../../../../src/core/read/options.ts';
import { plainRead } from '../../../fuzz/plain-reader.ts';
import { inChunks, type Read, readAll, throughWindow } from '../reading.ts';
import { event, goJson, line2024 } from '../records.ts';

const options: ReadOptions = { ...defaultReadOptions, clients: 'interactive' };
const node = { username: 'system:node:aks-1', groups: ['system:nodes'] };
const own = { ...event, user: node, userAgent: 'kubelet/v1.30', sourceIPs: ['203.0.113.9'] };
const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);
const lineWith = (fields: object): string => line2024(`${goJson({ ...own, ...fields })}\n`);

const readBoth = (...pieces: readonly Buffer[]): Read => readWith(options, pieces);

/** What both ways read of some lines, copied and from a window, piece by piece. */
function readWith(options: ReadOptions, pieces: readonly Buffer[]): Read {
  const blob = Buffer.concat(pieces);
  const plain = plainRead(blob, options);
  const window = readWindow(options);
  expect(readAll(logReader(options), inChunks(blob, 100_000))).toEqual(plain);
  expect(readAll(logReader(options, 0, window), throughWindow(window, pieces))).toEqual(plain);
  return plain;
}

it('whoever makes up callers until all are forgotten hides nobody', () => {
  const made = Array.from({ length: 2_400 }, (_, at) => [
    lineWith({ userAgent: `x-${at}/${'y'.repeat(1_500)}` }),
    ...(at % 400 === 0 ? [line2024(goJson(event)), lineWith({ sourceIPs: [`203.0.113.${at / 400}`] })] : []),
  ]);
  const { events, presences } = readBoth(Buffer.from(`${made.flat().join('\n')}\n`));
  expect([events.length, presences.length]).toEqual([6, 7]);
});

it('bytes that are no UTF-8 ahead of an event do not make another of it that stands within', () => {
  const within = goJson({ kind: 'Event', level: 'Metadata', user: node, userAgent: 'kubelet/v1.30' });
  const log = goJson({ ...event, objectRef: 'it' }).replace(/"it".*/, within);
  const line = Buffer.from(line2024(log));
  const [pod, reference] = ['"pod":"', String.raw`\"objectRef\":`].map(
    (key) => line.indexOf(key) + key.length,
  );
  const logAt = line.indexOf('"log":"') + '"log":"'.length;
  // Each of the first kind is two bytes longer in a text, the second one.
  const distance = (reference ?? 0) - logAt;
  const strange = [Buffer.alloc(distance >> 1, 0xff), Buffer.from('e282'.repeat(distance % 2), 'hex')];
  const damaged = [line.subarray(0, pod), ...strange, line.subarray(pod), Buffer.from('\n')];
  const { events } = readBoth(Buffer.concat([...damaged, ...damaged]));
  expect(events.map(({ event: { call } }) => call.user)).toEqual([event.user.username, event.user.username]);
});

it('a key that ends as that of the time does not hide the day of another', () => {
  const { requestReceivedTimestamp, stageTimestamp, annotations, ...first } = own;
  const next = { ...first, requestReceivedTimestamp: '2026-10-02T08:00:00.123456Z' };
  const odd = {
    ...next,
    'a"requestReceivedTimestamp': requestReceivedTimestamp,
    stageTimestamp,
    annotations,
  };
  const lines = [lineWith({}), lineWith({}), line2024(`${goJson(odd)}\n`), lineWith({}), ''];
  const { presences } = readBoth(Buffer.from(lines.join('\n')));
  expect(presences.map(({ presence }) => presence.day)).toEqual(['2026-10-01', '2026-10-02']);
});

it('a line at the beginning of all memory may be shorter than others of its caller end', () => {
  const long = lineWith({ annotations: { 'authorization.k8s.io/reason': 'x'.repeat(1_900) } });
  const { reader } = readBoth(Buffer.from(`${long}\n`.repeat(4)), Buffer.from(`${lineWith({})}\n`));
  expect(reader.skipped.machinery).toBe(5);
});

it('agents that begin alike are looked for once', () => {
  const agents = Array.from({ length: 200 }, (_, at) => `o/${at}`);
  const body = Array.from({ length: 8_000 }, () => '"t":"o"').join(',');
  const full = lineWith({ requestObject: {} }).replace('{}', `{${quoted(body)}}`);
  const { reader } = readWith({ ...options, agents }, [Buffer.from(`${lineWith({})}\n${full}\n`.repeat(2))]);
  expect(reader.skipped.machinery).toBe(4);
});
