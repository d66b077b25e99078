/**
 * One request to the ingestion endpoint of Application Insights, and what its answer means for what was sent. Bounded in time;
 * throws nothing. Refuses to know what is sent, and when it is tried again.
 * Source: Azure/azure-sdk-for-js, sdk/monitor/monitor-opentelemetry-exporter, breezeUtils and baseSender (status codes).
 */
import { gzipSync } from 'node:zlib';
import type { TokenCredential } from '@azure/identity';
import type { Envelope } from './envelopes.ts';

export interface IngestionSettings {
  readonly endpoint: string;
  /** `null`: no token is sent. */
  readonly credential: TokenCredential | null;
  readonly audience: string;
  /** For the token, and for the exchange, each. */
  readonly timeoutMs: number;
}

/** What is to be sent again, and how long to wait before anything is sent; `null` where nothing was said. */
export interface Outcome {
  readonly again: readonly Envelope[];
  readonly pauseMs: number | null;
  /** In words without an address; `null` where all of it was taken. */
  readonly problem: string | null;
}

const hourMs = 3_600_000;
/** No answer may silence us for longer. */
const longestPauseMs = 6 * hourMs;

/** The same may be taken later: roles take their time, and so do crowds. */
const passes = (status: number): boolean => [401, 403, 408, 429, 500, 502, 503, 504].includes(status);

/** The quota of the month or the day is used up: what is sent now is lost, and so is what is sent soon. */
const isUsedUp = (status: number): boolean => status === 402 || status === 439;

export async function send(all: readonly Envelope[], settings: IngestionSettings): Promise<Outcome> {
  const { endpoint, timeoutMs } = settings;
  try {
    const headers = await authorized(settings);
    const body = new Uint8Array(gzipSync(all.map((one) => JSON.stringify(one)).join('\n')));
    const signal = AbortSignal.timeout(timeoutMs);
    const post = (url: string) =>
      fetch(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/x-json-stream', 'Content-Encoding': 'gzip' },
        body,
        redirect: 'manual',
        signal,
      });
    const asked = `${endpoint}/v2.1/track`;
    const first = await post(asked);
    const moved = movedTo(asked, first.status, first.headers.get('location'));
    const response = moved === null ? first : await post(moved);
    const text = await response.text();
    return outcomeOf(all, response.status, text, pauseOf(response.headers.get('retry-after')));
  } catch (error) {
    return { again: all, pauseMs: null, problem: wordOf(error) };
  }
}

/** Endpoints of a region send on to others of theirs. A token goes nowhere else. @returns `null` where nothing is to be followed */
export function movedTo(from: string, status: number, location: string | null): string | null {
  const to = location ?? '';
  if ((status !== 307 && status !== 308) || !URL.canParse(to)) return null;
  const [old, next] = [new URL(from), new URL(to)];
  // `westeurope-5.in.applicationinsights.azure.com` and its siblings.
  const domain = (host: string): string => host.slice(host.indexOf('.'));
  const isSibling = old.host.split('.').length > 3 && domain(next.host) === domain(old.host);
  return next.protocol === 'https:' && (next.host === old.host || isSibling) ? to : null;
}

async function authorized({
  credential,
  audience,
  timeoutMs,
}: IngestionSettings): Promise<Record<string, string>> {
  if (credential === null) return {};
  const token = await credential.getToken(`${audience}/.default`, {
    abortSignal: AbortSignal.timeout(timeoutMs),
  });
  return token === null ? {} : { Authorization: `Bearer ${token.token}` };
}

function outcomeOf(all: readonly Envelope[], status: number, text: string, pauseMs: number | null): Outcome {
  if (status === 200) return { again: [], pauseMs: null, problem: null };
  const problem = `answered ${status}`;
  if (status === 206) {
    const again = refusedIn(text).flatMap(({ index, status: own }) =>
      passes(own) && all[index] !== undefined ? [all[index]] : [],
    );
    return { again, pauseMs, problem };
  }
  if (isUsedUp(status)) return { again: [], pauseMs: pauseMs ?? hourMs, problem };
  return { again: passes(status) ? all : [], pauseMs, problem };
}

/** `{errors: [{index, statusCode, message}]}`; messages repeat what was sent, and are left alone. */
function refusedIn(text: string): { index: number; status: number }[] {
  try {
    const { errors } = JSON.parse(text) as { errors?: { index?: unknown; statusCode?: unknown }[] };
    return (errors ?? []).map(({ index, statusCode }) => ({
      index: Number(index),
      status: Number(statusCode),
    }));
  } catch {
    return [];
  }
}

/** Seconds, or an HTTP date. */
function pauseOf(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? 1_000 * Number(header) : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(longestPauseMs, Math.max(0, ms)) : null;
}

function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : error.name;
}
