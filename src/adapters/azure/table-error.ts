/** The SDK's status codes in our words. 404 is absent, and a lost race for whoever has read it; so are 409 and 412; all else goes up. */
import { ConflictError } from '../../errors.ts';

export function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'statusCode' in error &&
    typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

export async function orAbsent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** For writes of what was read before. @throws ConflictError where somebody else was first, or took it away. */
export async function orConflict<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 409 || status === 412)
      throw new ConflictError(`${what} has moved`, { cause: error });
    throw error;
  }
}
