/** Where reports are kept, each under its name. Refuses to know what they show. */
export interface Reports {
  /** Version of what is kept under the name, `null` where nothing is. */
  version(name: string): Promise<string | null>;
  /** Replaces what is kept under the name. @param version ASCII, as `version` is to give it back */
  write(name: string, contentType: string, content: string, version: string): Promise<void>;
  read(name: string): Promise<string | null>;
}
