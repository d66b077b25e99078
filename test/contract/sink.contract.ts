/** What any sink must do. Run by the one in memory and by each that settings can switch on. */
import { describe, expect, test } from 'vitest';
import type { FindingSink } from '../../src/app/ports/sink.ts';
import { aFinding } from '../core/show/samples.ts';

/** A sink, and its receiver. */
export interface Told {
  readonly sink: FindingSink;
  /** From now on the receiver takes findings, refuses them for what they are, or is out of order. */
  turn(state: 'takes' | 'refuses' | 'is down'): void;
  /** Deliveries that came to the receiver and were taken. */
  taken(): number;
}

const retryable = (work: Promise<void>): Promise<unknown> =>
  work.then(
    () => 'it was taken',
    (error: unknown) => (error instanceof Error && 'retryable' in error ? error.retryable : undefined),
  );

/** @param make a sink whose receiver takes findings */
export function sinkContract(name: string, make: () => Promise<Told>): void {
  describe(`the sink ${name}`, () => {
    test('has its name, and brings a finding to its receiver, each time it is told to', async () => {
      const { sink, taken } = await make();
      expect(sink.name).toBe(name);
      await sink.deliver(aFinding(), 'a-1');
      expect(taken()).toBe(1);
      await sink.deliver(aFinding(), 'a-1');
      expect(taken()).toBe(2);
    });

    test('says that a refused finding would be refused again, and takes the next one', async () => {
      const { sink, turn, taken } = await make();
      turn('refuses');
      expect(await retryable(sink.deliver(aFinding(), 'a-1'))).toBe(false);
      turn('takes');
      await sink.deliver(aFinding({ id: 'b' }), 'b-1');
      expect(taken()).toBe(1);
    });

    test('fails for as long as its receiver is down, and says nothing against another try', async () => {
      const { sink, turn, taken } = await make();
      turn('is down');
      for (let tries = 0; tries < 2; tries++)
        expect([true, undefined]).toContain(await retryable(sink.deliver(aFinding(), 'a-1')));
      turn('takes');
      await sink.deliver(aFinding(), 'a-1');
      expect(taken()).toBe(1);
    });
  });
}
