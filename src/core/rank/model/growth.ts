/**
 * Growth: on which days what adds up of somebody grew, since it last stood at nothing, and by what most.
 * Knows strands by number and their days; refuses to know how much is usual.
 */

/** A day on which a sum grew. */
export interface GrownOn {
  /** As the sums count days. */
  readonly day: number;
  /** By how many bits, beyond what is usual. */
  readonly bits: number;
  /** Of the call that was the most news, action and namespace by number; `null`: all that was new is where it came from. */
  readonly act: { readonly action: number; readonly namespace: number } | null;
}

/** Days that are kept of a strand: what lies further back counts for less than a twentieth. */
const mostDays = 14;

/** A day that brought no more than that is no day to tell of. */
const leastBits = 2;

export function growthOf() {
  const days: (GrownOn[] | undefined)[] = [];
  return {
    /** @param level what has added up with the day; nothing, and all that was before is over */
    see(strand: number, level: number, grown: GrownOn): void {
      if (level <= 0) {
        if (days[strand] !== undefined) days[strand] = undefined;
      } else if (grown.bits > leastBits) days[strand] = [...(days[strand] ?? []), grown].slice(-mostDays);
    },
    /** In order. */
    of: (strand: number): readonly GrownOn[] => days[strand] ?? [],
  };
}
