/** Steps as one thread posts them to another: their end and their failure are messages, too. */
import { UnreadableError } from '../../errors.ts';
import type { Step } from './steps.ts';

export type PostedStep =
  | Step
  | { readonly kind: 'failed'; readonly message: string; readonly isUnreadable: boolean }
  | { readonly kind: 'done' };

export type Posted =
  | PostedStep
  /** Read from disk since it was last said. */
  | { readonly kind: 'bytes'; readonly bytes: number }
  /** The thread may be told another stretch. */
  | { readonly kind: 'ready' };

export async function* posted(steps: AsyncIterable<Step>): AsyncGenerator<PostedStep> {
  try {
    yield* steps;
    yield { kind: 'done' };
  } catch (error) {
    yield {
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
      isUnreadable: error instanceof UnreadableError,
    };
  }
}

export const errorOf = ({ message, isUnreadable }: PostedStep & { readonly kind: 'failed' }): Error =>
  isUnreadable ? new UnreadableError(message) : new Error(message);
