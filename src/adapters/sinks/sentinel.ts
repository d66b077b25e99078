/** Findings to Microsoft Sentinel, through the Logs Ingestion API. Knows the client library; refuses to know columns. */
import type { TokenCredential } from '@azure/identity';
import type { LogsIngestionClient, LogsIngestionClientOptions } from '@azure/monitor-ingestion';
import type { FindingSink } from '../../app/ports/sink.ts';
import { sentinelRow, sentinelStream } from '../../core/show/sinks/sentinel.ts';
import { addressOf, type Fetch, poster, refusal, retryAfterMs } from './post.ts';
import { SinkError } from './sink-error.ts';

export interface SentinelSettings {
  /** `endpoints.logsIngestion` of the data collection rule. */
  readonly endpoint: string;
  /** Immutable id of the rule, `dcr-` and 32 hex digits. */
  readonly ruleId: string;
  readonly credential: TokenCredential;
  /** 10 seconds unless said. */
  readonly timeoutMs?: number;
  readonly clock?: () => Date;
  /** For tests, of a dry call; the global one otherwise. */
  readonly fetch?: Fetch;
  /** For tests; the library's own otherwise. */
  readonly httpClient?: NonNullable<LogsIngestionClientOptions['httpClient']>;
}

const name = 'sentinel';

/** Whom the token is for, by the cloud of the endpoint. */
function audienceOf(host: string): string {
  const cloud = /\.monitor\.azure\.(cn|us)$/.exec(host)?.[1] ?? 'com';
  return `https://monitor.azure.${cloud}`;
}

// 403 may mean that the role was granted less than half an hour ago; 401 that a key was rolled over.
const passes = (status: number): boolean => [401, 403, 408, 429].includes(status) || status >= 500;

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** What the library throws holds the rows and the address: only its status, or the code of a failure, goes on. */
function sinkErrorOf(error: unknown): SinkError {
  const failures = field(error, 'errors');
  const cause: unknown = Array.isArray(failures) ? field(failures[0], 'cause') : error;
  const status = Number(field(cause, 'statusCode'));
  if (!Number.isInteger(status)) return new SinkError(`${name}: no answer`, { retryable: true });
  const headers = field(field(cause, 'response'), 'headers');
  const get = field(headers, 'get');
  const wait: unknown = typeof get === 'function' ? get.call(headers, 'retry-after') : null;
  return new SinkError(`${name}: answered ${status}`, {
    retryable: passes(status),
    retryAfterMs: retryAfterMs(typeof wait === 'string' ? wait : null, Date.now()),
  });
}

async function tokenOf({ credential }: SentinelSettings, { hostname }: URL): Promise<string> {
  try {
    const found = await credential.getToken(`${audienceOf(hostname)}/.default`);
    if (found !== null) return found.token;
  } catch {
    // What an identity says may name who it is.
  }
  throw new SinkError(`${name}: no token for ${hostname}`, { retryable: true });
}

/** A repeat is a second row with the same `FindingVersion`. @throws SinkError at once for settings that cannot work, on delivery unless it was taken */
export function sentinelSink(settings: SentinelSettings): FindingSink {
  const endpoint = addressOf(name, settings.endpoint);
  if (!/^dcr-[0-9a-f]{32}$/.test(settings.ruleId)) {
    throw new SinkError(`${name}: the rule id is none (dcr- and 32 hex digits)`, { retryable: false });
  }
  const clock = settings.clock ?? (() => new Date());
  let client: LogsIngestionClient | undefined;

  // Loaded at the first delivery: a cold start has no need of it. The app tries again by itself, and knows when.
  const clientOf = async (): Promise<LogsIngestionClient> => {
    const { LogsIngestionClient } = await import('@azure/monitor-ingestion');
    return new LogsIngestionClient(endpoint.origin, settings.credential, {
      audience: audienceOf(endpoint.hostname),
      retryOptions: { maxRetries: 0 },
      redirectOptions: { maxRetries: 0 },
      ...(settings.httpClient === undefined ? {} : { httpClient: settings.httpClient }),
    });
  };

  return {
    name,
    async deliver(finding, idempotencyKey, link = null) {
      client ??= await clientOf();
      const abortSignal = AbortSignal.timeout(settings.timeoutMs ?? 10_000);
      try {
        const row = sentinelRow(finding, idempotencyKey, clock(), link);
        await client.upload(settings.ruleId, sentinelStream, [row], { abortSignal });
      } catch (error) {
        throw sinkErrorOf(error);
      }
    },
    async dry() {
      // Who may not, and a rule that is not there, are told before anybody looks at the rows: there are none.
      const url = `${endpoint.origin}/dataCollectionRules/${settings.ruleId}/streams/${sentinelStream}?api-version=2023-01-01`;
      const { timeoutMs = 10_000, fetch } = settings;
      const post = poster(name, { url, timeoutMs, ...(fetch === undefined ? {} : { fetch }) });
      const answer = await post({ Authorization: `Bearer ${await tokenOf(settings, endpoint)}` }, '[]');
      if ([401, 403, 404].includes(answer.status) || answer.status >= 500) throw refusal(name, answer);
    },
  };
}
