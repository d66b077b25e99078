/** The accounts that the app works with, tried: whether it is let in as who it is, and may do what it has to. Changes nothing. */

export type PlaceName = 'archive' | 'store';

export interface Places {
  /** Gets a token as whoever uses the account. @returns `false` where a connection string is used instead. @throws as identities do */
  identity(place: PlaceName): Promise<boolean>;
  /** Writes to our account what is there already, or makes what is not. @throws what the service refuses */
  write(kind: 'blobs' | 'queues' | 'tables'): Promise<void>;
  /** Messages that wait in each of our queues. */
  waiting(): Promise<Readonly<Record<string, number>>>;
  /** The time of our account; `null` where its answer does not say. */
  time(): Promise<Date | null>;
}
