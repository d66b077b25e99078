import { InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';
import { answered, json } from '../../functions/http.ts';
import { UnfinishedError } from '../../src/errors.ts';

const context = new InvocationContext({ functionName: 'calls' });

test('a question that ran out of time is asked again soon, and no error', async () => {
  const answer = await answered(context, () => Promise.reject(new UnfinishedError('not yet')));
  expect(answer).toMatchObject({
    status: 503,
    headers: { 'retry-after': '10', 'content-type': 'application/problem+json' },
  });
  expect(JSON.parse(String(answer.body))).toMatchObject({ status: 503, title: 'Not ready yet' });
});

test('a question whose store hangs is answered in time', async () => {
  const began = performance.now();
  const answer = await answered(context, () => new Promise(() => undefined), 50);
  expect(answer.status).toBe(503);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await answered(context, async () => json({ ok: true }), 50)).toMatchObject({ status: 200 });
});
