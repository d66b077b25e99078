/** Where the app says what it did: `InvocationContext` fits as it is. Never given audit data. */
export interface Log {
  info(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
}
