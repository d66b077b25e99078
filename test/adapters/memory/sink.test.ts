import { expect, test } from 'vitest';
import { memorySink } from '../../../src/adapters/memory/sink.ts';
import { aFinding } from '../../build.ts';
import { sinkContract } from '../../contract/sink.contract.ts';

sinkContract('memory', async () => {
  let state = 'takes';
  const sink = memorySink('memory', () => {
    if (state === 'is down') throw new Error('answered 503');
    if (state === 'refuses') throw Object.assign(new Error('answered 400'), { retryable: false });
  });
  return {
    sink,
    turn: (next) => {
      state = next;
    },
    taken: () => sink.taken.length,
  };
});

test('a sink in memory keeps each finding with its key, and nothing that it failed to take', async () => {
  const sink = memorySink('hook', ({ id }) => {
    if (id === 'b') throw new Error('answered 503');
  });
  await sink.deliver(aFinding({ id: 'a' }), 'a-1');
  await expect(sink.deliver(aFinding({ id: 'b' }), 'b-1')).rejects.toThrow('answered 503');
  await sink.deliver(aFinding({ id: 'a' }), 'a-2');
  expect(sink.taken.map(({ finding, idempotencyKey }) => `${finding.id} ${idempotencyKey}`)).toEqual([
    'a a-1',
    'a a-2',
  ]);
});
