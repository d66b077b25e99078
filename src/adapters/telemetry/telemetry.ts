/**
 * Telemetry to Application Insights, beside the work: nothing here is awaited by an invocation, throws, or keeps the process
 * alive. What cannot be sent waits, up to a bound, and is dropped beyond it. Why no library: docs/decisions/0032-telemetry.md.
 */
import type { Telemetry } from '../../app/ports/telemetry.ts';
import type { Insights } from '../../insights.ts';
import { lazyIdentity } from '../azure/identity.ts';
import { type Envelope, envelopes } from './envelopes.ts';
import { type IngestionSettings, send } from './ingestion.ts';

export interface Told extends Telemetry {
  /** Sends what waits, where nothing forbids it. Takes no longer than that, and throws nothing. */
  end(withinMs: number): Promise<void>;
}

export interface TelemetryOptions {
  /** How long measurements add up. Default: half a minute. */
  readonly sendAfterMs?: number;
  /** For an answer. Default: ten seconds. */
  readonly timeoutMs?: number;
  /** Before the next try, twice as long with each failure in a row up to half an hour. Default: half a minute. */
  readonly pauseMs?: number;
  /** Told once of each kind of failure in a row; names no address. Default: the console. */
  readonly say?: (problem: string) => void;
  readonly clock?: () => Date;
  readonly credential?: IngestionSettings['credential'];
}

/** What waits to be sent again. */
const mostWaiting = 2_000;
const longestPauseMs = 1_800_000;

const silent: Told = { measure: () => undefined, happened: () => undefined, end: async () => undefined };

/** @param insights `null`: nothing is told to anybody */
export function telemetryTo(insights: Insights | null, options: TelemetryOptions = {}): Told {
  if (insights === null) return silent;
  const { sendAfterMs = 30_000, timeoutMs = 10_000, pauseMs = 30_000 } = options;
  const clock = options.clock ?? (() => new Date());
  const say = options.say ?? ((problem: string) => console.warn(`rarecall: ${problem}`));
  const { key, role, endpoint, audience } = insights;
  const credential = options.credential ?? credentialOf(insights);
  const settings = { endpoint, audience, credential, timeoutMs };
  const box = envelopes({ key, role, instance: String(process.pid) }, clock);

  let waiting: readonly Envelope[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let failures = 0;
  let pausedUntil = 0;
  let said = '';

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void sendNow();
    }, ms).unref();
  }

  /** One request at a time: what comes meanwhile goes with the next. */
  function sendNow(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = undefined;
      if (box.waiting + waiting.length > 0) later(Math.max(sendAfterMs, pausedUntil - clock().getTime()));
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    if (clock().getTime() < pausedUntil) return;
    const all = [...waiting, ...box.take()];
    waiting = [];
    if (all.length === 0) return;
    const { again, pauseMs: asked, problem } = await send(all, settings);
    // The newest say most.
    waiting = again.slice(-mostWaiting);
    failures = problem === null ? 0 : failures + 1;
    const own = failures === 0 ? 0 : Math.min(longestPauseMs, pauseMs * 2 ** (failures - 1));
    pausedUntil = clock().getTime() + Math.max(own, asked ?? 0);
    if (problem !== null && problem !== said) say(`telemetry is not taken: ${problem}`);
    said = problem ?? '';
  }

  const safely = (work: () => void): void => {
    try {
      work();
      later(sendAfterMs);
    } catch {
      // Whoever measures has other work to do.
    }
  };

  return {
    measure: (metric, value, cluster) => safely(() => box.add(metric, value, cluster)),
    happened: (event, properties) => safely(() => box.tell(event, properties)),
    async end(withinMs) {
      clearTimeout(timer);
      const limit = new Promise<void>((resolve) => void setTimeout(resolve, withinMs).unref());
      await Promise.race([sending ?? sendNow(), limit]);
    },
  };
}

/** Whom Azure names for it: the identity of the app, which the role Monitoring Metrics Publisher lets send. */
function credentialOf({ sender }: Insights): IngestionSettings['credential'] {
  if (sender === null) return null;
  const name = 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING';
  return lazyIdentity({ name, credential: 'managedidentity', clientId: sender.clientId });
}
