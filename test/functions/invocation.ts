/** An invocation as the host makes it, and a question over HTTP. */
import { HttpRequest, InvocationContext } from '@azure/functions';

export interface Invocation {
  readonly context: InvocationContext;
  /** What was logged as an error. */
  readonly errors: readonly unknown[];
  readonly warnings: readonly unknown[];
}

export function invocation(): Invocation {
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  const context = new InvocationContext({
    functionName: 'test',
    logHandler: (level, ...texts) => {
      if (level === 'error') errors.push(...texts);
      if (level === 'warning') warnings.push(...texts);
    },
  });
  return { context, errors, warnings };
}

export const request = (
  path: string,
  {
    method = 'GET',
    params = {},
    body,
    headers = {},
  }: {
    readonly method?: string;
    readonly params?: Record<string, string>;
    readonly body?: string;
    readonly headers?: Record<string, string>;
  } = {},
): HttpRequest =>
  new HttpRequest({
    url: `http://localhost/api/${path}`,
    method,
    params,
    headers,
    ...(body === undefined ? {} : { body: { string: body } }),
  });
