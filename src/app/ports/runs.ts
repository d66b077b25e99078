/** When work that a timer starts was last done, so that others can see it stop. Refuses to know what the work is. */

/** `asked`: somebody looked for a sweep, and there had been none. */
export type RunName = 'sweep' | 'asked';

export interface Runs {
  /** When it was last noted; `null` where it never was. */
  last(name: RunName): Promise<Date | null>;
  /** Replaces what was noted. */
  note(name: RunName, at: Date): Promise<void>;
}
