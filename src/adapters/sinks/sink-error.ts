/** Why a sink did not take a finding, and whether trying again can help. */
import { AppError } from '../../errors.ts';

/**
 * The message names the sink, a status and the receiver's own code at most: never audit data, a secret, or the path
 * or query of an address (which often is the secret).
 */
export class SinkError extends AppError {
  readonly code = 'sink';
  /** `false`: the same delivery would be refused again. */
  readonly retryable: boolean;
  /** How long the receiver asked to be left alone, `null` when it did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    retry: { readonly retryable: boolean; readonly retryAfterMs?: number | null },
  ) {
    super(message);
    this.retryable = retry.retryable;
    this.retryAfterMs = retry.retryAfterMs ?? null;
  }
}
