/** The key that links are signed with. Refuses to know what a link is. */

export const linkKeyBytes = 32;

export interface LinkKeys {
  /** `null` where there is none, or what is kept is none. Makes nothing. */
  read(): Promise<Uint8Array | null>;
  /** The key that is kept, or a new one that is from now on: of many who make one at once all get the same. */
  make(): Promise<Uint8Array>;
}
