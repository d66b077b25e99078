/** A sink in memory: keeps what it takes, in order. */
import type { FindingSink } from '../../app/ports/sink.ts';
import type { Finding } from '../../core/find/finding.ts';

export interface MemorySink extends FindingSink {
  readonly taken: { readonly finding: Finding; readonly idempotencyKey: string }[];
}

/** @param check looks at each finding first: the sink fails with whatever it throws */
export function memorySink(name: string, check: (finding: Finding) => void = () => undefined): MemorySink {
  const taken: MemorySink['taken'] = [];
  return {
    name,
    taken,
    async deliver(finding, idempotencyKey) {
      check(finding);
      taken.push({ finding, idempotencyKey });
    },
  };
}
