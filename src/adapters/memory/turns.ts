/** Whose turn it is to tell a sink, in memory, as the table keeps it. */
import type { Findings } from '../../app/ports/findings.ts';

interface KeptTurn {
  readonly since: string;
  readonly stamp: number;
  readonly until: Date | null;
  readonly quiet: Date | null;
}

export function memoryTurns(): Pick<Findings, 'takeTurn' | 'endTurn'> {
  const kept = new Map<string, KeptTurn>();
  return {
    async takeTurn(sink, now, until, held) {
      const before = kept.get(sink);
      if (held !== undefined && before?.stamp !== Number(held.stamp)) return { state: 'taken' };
      if (held === undefined) {
        const quiet = before?.quiet ?? null;
        if (quiet !== null && quiet > now) return { state: 'quiet', until: quiet };
        if ((before?.until ?? now) > now) return { state: 'taken' };
      }
      const { since = now.toISOString(), stamp = 0, quiet = null } = before ?? {};
      kept.set(sink, { since, stamp: stamp + 1, until, quiet });
      return { state: 'yours', turn: { sink, since, until, stamp: String(stamp + 1) } };
    },
    async endTurn({ sink, stamp, since }, quietUntil) {
      const before = kept.get(sink);
      const isOurs = before?.stamp === Number(stamp);
      if (before === undefined || (!isOurs && quietUntil === null)) return;
      const until = isOurs ? null : before.until;
      kept.set(sink, { since, stamp: before.stamp + 1, until, quiet: quietUntil ?? before.quiet });
    },
  };
}
