/** Bodies that are being sent: sixty who are given one and the same have it digested and made small once. Keeps none of them. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

interface BodyUnderWay {
  /** Digest of the body and what is said beside it. */
  digest(beside: string): string;
  packed(): Promise<Uint8Array>;
}

const packedBody = promisify(gzip);

const underWay = new Map<string, BodyUnderWay>();

export function bodyUnderWay(body: string): BodyUnderWay {
  const known = underWay.get(body);
  if (known !== undefined) return known;
  const bytes = Buffer.from(body);
  const digests = new Map<string, string>();
  let small: Promise<Uint8Array> | undefined;
  const end = (): boolean => underWay.delete(body);
  const made: BodyUnderWay = {
    digest(beside) {
      const digest =
        digests.get(beside) ?? createHash('sha256').update(beside).update(bytes).digest('base64url');
      digests.set(beside, digest);
      return digest;
    },
    packed() {
      small ??= packedBody(bytes).finally(end);
      return small;
    },
  };
  underWay.set(body, made);
  // Whoever reads it as it is, or has it already, waits for nothing.
  setImmediate(() => {
    if (small === undefined) end();
  });
  return made;
}

const texts = new WeakMap<object, string>();

/** An answer as JSON, written down once however many are given it. The text goes when the answer does. */
export function textOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return JSON.stringify(answer);
  const text = texts.get(answer) ?? JSON.stringify(answer);
  texts.set(answer, text);
  return text;
}
