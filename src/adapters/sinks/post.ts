/**
 * One POST to a receiver we do not trust with anything but the body: no redirects, a deadline, a bounded answer,
 * and errors that say nothing of the address but its host. Refuses to know what is posted.
 */
import { SinkError } from './sink-error.ts';

export type Fetch = typeof fetch;

/** What every sink over HTTP is given. */
export interface HttpSinkSettings {
  /** `https:`; `http:` only to this machine. */
  readonly url: string;
  /** For tests; the global one otherwise. */
  readonly fetch?: Fetch;
  /** For the whole exchange; 10 seconds unless said. */
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  /** At most the first 64 KiB. */
  readonly text: string;
  readonly retryAfterMs: number | null;
}

export type Post = (
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array<ArrayBuffer>,
) => Promise<Answer>;

const maxAnswerBytes = 65_536;
/** No receiver may silence us for longer. */
const maxRetryAfterMs = 86_400_000;

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);

/** @throws SinkError that no retry helps: the address is none we post to */
export function addressOf(sink: string, text: string): URL {
  const refuse = (why: string) => new SinkError(`${sink}: the address ${why}`, { retryable: false });
  if (!URL.canParse(text)) throw refuse('is no URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refuse('must not hold a user or password');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw refuse('must begin with https://');
}

/** `Retry-After` in milliseconds: seconds, or an HTTP date; `null` for neither. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(maxRetryAfterMs, Math.max(0, wait)) : null;
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body === null) return '';
  for await (const chunk of response.body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxAnswerBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
}

/** A failure's code, e.g. `ECONNREFUSED`: its message may hold the address. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'connection failed';
}

/**
 * A way to post to one address. It answers whatever status came.
 * @throws SinkError: at once for a bad address; on a post, worth a retry, when no whole answer came
 */
export function poster(sink: string, settings: HttpSinkSettings): Post {
  const url = addressOf(sink, settings.url);
  const send = settings.fetch ?? fetch;
  return async (headers, body) => {
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(settings.timeoutMs ?? 10_000),
      });
      return {
        status: response.status,
        text: await beginningOf(response),
        retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()),
      };
    } catch (error) {
      throw new SinkError(`${sink}: ${codeOf(error)} (${url.host})`, { retryable: true });
    }
  };
}

/** Timeouts, too early, too many, and the receiver's own faults pass; the rest would be refused again. */
const passes = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/** @param detail the receiver's own code, if it is one of a closed set */
export function refusal(sink: string, answer: Answer, detail = ''): SinkError {
  const said = detail === '' ? '' : `, ${detail}`;
  return new SinkError(`${sink}: answered ${answer.status}${said}`, {
    retryable: passes(answer.status),
    retryAfterMs: answer.retryAfterMs,
  });
}

export const isTaken = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;
