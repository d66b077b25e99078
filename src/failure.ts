/**
 * What went wrong, as far as it may be said: a status, a code and an operation. Knows the shape of errors of the storage
 * SDKs and of Node; refuses to repeat any text of theirs, since a name of a blob or a row may stand in it.
 */
import { AppError } from './errors.ts';

export interface Failure {
  /** HTTP status, `null` where nothing answered. */
  readonly status: number | null;
  /** The service's own word (`BlobArchived`), Node's (`ECONNREFUSED`), or the kind of the error. Letters, digits, `_-.`. */
  readonly code: string;
  /** `GET blob`, `POST table`, …; `null` where it is not known. */
  readonly operation: string | null;
}

/** Of anything that was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StoreError) return error.failure;
  const status = numberOf(error, 'statusCode') ?? numberOf(fieldOf(error, 'response'), 'status');
  const codes = [
    fieldOf(fieldOf(error, 'details'), 'errorCode'),
    fieldOf(fieldOf(fieldOf(error, 'details'), 'odataError'), 'code'),
    headerOf(error, 'x-ms-error-code'),
    fieldOf(error, 'code'),
    fieldOf(error, 'name'),
  ];
  return { status, code: codes.find(isCode) ?? 'unknown', operation: operationOf(error) };
}

/** `409 BlobArchived (GET blob)`. */
export const saidOf = ({ status, code, operation }: Failure): string =>
  [...(status === null ? [] : [status]), code, ...(operation === null ? [] : [`(${operation})`])].join(' ');

/** In one line without any text of others: our own message, else what `saidOf` says. */
export const reasonOf = (error: unknown): string =>
  error instanceof AppError ? error.message : saidOf(failureOf(error));

/** Refused, and refused again when asked again, until somebody does something. A lost race (412) is not. */
export const isLasting = ({ status }: Failure): boolean =>
  status !== null && status >= 400 && status < 500 && ![408, 412, 429].includes(status);

/** A store that did not do what it was asked for. */
export class StoreError extends AppError {
  readonly code = 'store';
  readonly failure: Failure;
  /** As the SDKs name it: who looks for a status finds it here as well. */
  readonly statusCode: number | null;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`the store did not answer as it must: ${saidOf(failure)}`, options);
    this.failure = failure;
    this.statusCode = failure.status;
  }
}

/** The same error, in words where it comes from a store: the SDKs often say no more than `RestError`. */
export function told(error: unknown): unknown {
  const isOfStore = error instanceof Error && (error.name === 'RestError' || error.name === 'AbortError');
  return isOfStore ? new StoreError(failureOf(error), { cause: error }) : error;
}

const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) && value !== 'RestError' && value !== 'Error';

const fieldOf = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined;

function numberOf(of: unknown, name: string): number | null {
  const value = fieldOf(of, name);
  return typeof value === 'number' ? value : null;
}

function headerOf(error: unknown, name: string): unknown {
  const headers = fieldOf(fieldOf(error, 'response'), 'headers') as
    | { get?: (name: string) => unknown }
    | undefined;
  return typeof headers?.get === 'function' ? headers.get(name) : undefined;
}

/** The service stands in the host's name in Azure, and is told by the shape of the path where it does not. */
function operationOf(error: unknown): string | null {
  const request = fieldOf(error, 'request');
  const [method, url] = [fieldOf(request, 'method'), fieldOf(request, 'url')];
  if (typeof method !== 'string' || !/^[A-Z]{1,10}$/.test(method) || typeof url !== 'string') return null;
  const service = /^https?:\/\/[^/]*\.(blob|queue|table)\./.exec(url)?.[1];
  return service === undefined ? method : `${method} ${service}`;
}
