/** The fast way and the plain way read the same: same events, same reasons, whatever the bytes and the chunks. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentReader } from '../../../src/core/read/file-reader.ts';
import { readWindow } from '../../../src/core/read/gate/window.ts';
import { objectOf, parseJson } from '../../../src/core/read/json.ts';
import { logReader } from '../../../src/core/read/log-reader.ts';
import { defaultReadOptions, type ReadOptions } from '../../../src/core/read/options.ts';
import { readRecord } from '../../../src/core/read/record.ts';
import { glance } from '../../../src/core/read/sift/glance.ts';
import { herdBlob } from '../../fuzz/herds.ts';
import { chance, mutated, nastyBlob } from '../../fuzz/nasty-lines.ts';
import { plainRead } from '../../fuzz/plain-reader.ts';
import { inChunks, readAll, throughWindow } from './reading.ts';
import { bytes, lineOf } from './records.ts';

/** A seed decides a whole blob. Shrinking a seed would be of no use. */
const seeds = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 }));
const optionSets: readonly ReadOptions[] = [
  defaultReadOptions,
  { ...defaultReadOptions, plain: true },
  { ...defaultReadOptions, agents: ['KUBECTL/', 'oc/'] },
  { ...defaultReadOptions, agents: ['o'] },
  { ...defaultReadOptions, agents: ['/x', 'kubectl'] },
  { ...defaultReadOptions, agents: ['kubectl-foo/v1', 'curl'], category: 'kube-audit-admin' },
  { ...defaultReadOptions, agents: [] },
  { ...defaultReadOptions, clients: 'interactive' },
  { ...defaultReadOptions, clients: 'interactive', plain: true },
  { ...defaultReadOptions, clients: 'interactive', agents: ['KUBELET', '/x'] },
  { ...defaultReadOptions, clients: 'interactive', agents: [], category: 'kube-audit-admin' },
  { ...defaultReadOptions, clients: 'all' },
];
const anyOptions = fc.constantFrom(...optionSets);
const anySize = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 41, max: 70_000 }),
  fc.constant(1 << 20),
);

it('reads nasty lines as the plain way does, in chunks of any size', () => {
  fc.assert(
    fc.property(seeds, anyOptions, anySize, (seed, options, size) => {
      const blob = nastyBlob(chance(seed), 6);
      expect(readAll(logReader(options), inChunks(blob, size))).toEqual(plainRead(blob, options));
    }),
    { numRuns: 700 },
  );
});

it('reads the same from a window, whatever was in it before', () => {
  const windows = new Map(optionSets.map((options) => [options, readWindow(options)]));
  fc.assert(
    fc.property(seeds, anyOptions, anySize, (seed, options, size) => {
      const blob = nastyBlob(chance(seed), 6);
      const window = windows.get(options) ?? readWindow(options);
      const read = readAll(logReader(options, 0, window), throughWindow(window, inChunks(blob, size)));
      expect(read).toEqual(plainRead(blob, options));
    }),
    { numRuns: 400 },
  );
});

it.each(optionSets.filter(({ clients }) => clients !== 'all'))(
  'reads herds of the machinery as the plain way does, whatever it remembers: %o',
  (options) => {
    const window = readWindow(options);
    fc.assert(
      fc.property(seeds, anySize, (seed, size) => {
        const blob = herdBlob(chance(seed), 60);
        const plain = plainRead(blob, options);
        expect(readAll(logReader(options), inChunks(blob, size))).toEqual(plain);
        const read = readAll(logReader(options, 0, window), throughWindow(window, inChunks(blob, size)));
        expect(read).toEqual(plain);
      }),
      { numRuns: options.clients === 'interactive' ? 60 : 10 },
    );
  },
);

it('never misses a call behind a glance', () => {
  fc.assert(
    fc.property(seeds, anyOptions, (seed, options) => {
      const line = nastyBlob(chance(seed), 1);
      if (readRecord(line, options).ok) expect(glance(line, options).seen).toBe('candidate');
    }),
    { numRuns: 500 },
  );
});

it('keeps beside whatever it reads the account of a reader of kubectl alone', () => {
  fc.assert(
    fc.property(seeds, anyOptions, anySize, (seed, options, size) => {
      const blob = nastyBlob(chance(seed), 6);
      const kubectl: ReadOptions = { ...options, clients: 'kubectl' };
      for (const reader of [logReader, documentReader]) {
        const found = readAll(reader(options), inChunks(blob, size));
        const alone = readAll(reader(kubectl), inChunks(blob, size));
        const { lines, skipped } = alone.reader;
        expect(found.reader.original).toEqual({ lines, skipped });
        // What was logged is in hand of a reader of all clients alone.
        const own = found.events.filter(({ event }) => event.client === 'kubectl');
        expect(own.map((one) => ({ ...one, event: { ...one.event, logged: undefined } }))).toEqual(
          alone.events,
        );
        expect(alone.reader.original).toEqual({ lines, skipped });
      }
    }),
    { numRuns: 150 },
  );
});

it('counts every event where all are asked for', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const blob = nastyBlob(chance(seed), 6);
      const found = readAll(logReader({ ...defaultReadOptions, clients: 'all' }), [blob]);
      const { skipped } = found.reader;
      expect(skipped).toMatchObject({ 'not-kubectl': 0, loopback: 0, cut: 0, machinery: 0 });
    }),
    { numRuns: 200 },
  );
});

it('reads a wrapper as it reads its records', () => {
  fc.assert(
    fc.property(seeds, anySize, (seed, size) => {
      const lines = nastyBlob(chance(seed), 8).toString().split('\n');
      const records = lines.filter((line) => objectOf(parseJson(line)) !== null);
      const each = plainRead(Buffer.from(records.map((line) => line.trim()).join('\n')), defaultReadOptions);
      const wrapper = Buffer.from(`{"records":[${records.join(',')}]}`);
      const found = readAll(documentReader(defaultReadOptions), inChunks(wrapper, size));
      expect(found.events.map(({ event }) => event)).toEqual(each.events.map(({ event }) => event));
      expect(found.reader).toMatchObject({ lines: each.reader.lines, skipped: each.reader.skipped });
    }),
    { numRuns: 300 },
  );
});

it('reads a call however its line is damaged, or skips it', () => {
  const line = Buffer.from(lineOf());
  fc.assert(
    fc.property(seeds, (seed) => {
      const blob = Buffer.concat([mutated(line, chance(seed)), Buffer.from('\n')]);
      expect(readAll(logReader(defaultReadOptions), [blob])).toEqual(plainRead(blob, defaultReadOptions));
    }),
    { numRuns: 500 },
  );
});

describe('what fuzzing found, and what it began with', () => {
  const fixtures = new URL('../../fixtures/read/', import.meta.url);
  it.each(readdirSync(fixtures))('%s is read as the plain way does', (name) => {
    const blob = readFileSync(new URL(name, fixtures));
    for (const options of optionSets) {
      const plain = plainRead(blob, options);
      for (const size of [7, 1000, 1 << 20])
        expect(readAll(logReader(options), inChunks(blob, size))).toEqual(plain);
    }
  });
});

describe.each(['copied', 'from a window'] as const)(
  'finds an agent that straddles the blocks of the sieve, %s',
  (how) => {
    const window = readWindow(defaultReadOptions);
    it.each(['kubectl', '\\\\u006bubectl'])('written %s, wherever it stands', (agent) => {
      const line = `${lineOf().replace('kubectl', agent)}\n`;
      const agentAt = line.indexOf(agent);
      const block = window.sieve.blockBytes(how === 'copied' ? new Uint8Array(1) : window.bytes);
      for (let shift = -20; shift <= 20; shift += 1) {
        const blob = bytes(`${' '.repeat(block - agentAt + shift - 1)}\n${line}`);
        const found =
          how === 'copied'
            ? readAll(logReader(defaultReadOptions), [blob])
            : readAll(logReader(defaultReadOptions, 0, window), throughWindow(window, [blob]));
        expect([shift, found.events.length]).toEqual([shift, 1]);
      }
    });
  },
);

it.each([
  ['a two-megabyte line', lineOf({ requestObject: { data: 'x'.repeat(2_000_000) } }), 1],
  [
    'a two-megabyte line of another agent',
    lineOf({ userAgent: 'curl', requestObject: { data: '\\u0041'.repeat(300_000) } }),
    0,
  ],
  [
    'deep nesting',
    lineOf().replace('"category"', `"x":${'['.repeat(5000)}${']'.repeat(5000)},"category"`),
    1,
  ],
  [
    'deep nesting in the event',
    lineOf({ requestObject: 'deep' }).replace('\\"deep\\"', '['.repeat(5000) + ']'.repeat(5000)),
    1,
  ],
  ['nesting without end', lineOf().replace('"category"', `"x":${'['.repeat(500_000)},"category"`), 0],
  ['NUL', lineOf().replace('pods', 'po\0ds'), 0],
  ['a NUL that is escaped', lineOf({ verb: 'a\0b' }), 1],
])('reads %s as the plain way does', (_, text, events) => {
  const blob = Buffer.from(`${text}\n`);
  const found = readAll(logReader(defaultReadOptions), inChunks(blob, 100_000));
  expect(found).toEqual(plainRead(blob, defaultReadOptions));
  expect(found.events).toHaveLength(events);
});
