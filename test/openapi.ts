/**
 * Answers held to the description of the API. Readers must expect new members; here one that is not described is a fault, so
 * that nothing is answered that nobody can read about.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openapiDocument } from '../src/app/openapi/document.ts';

type Json = { readonly [name: string]: unknown };

/** Every object that names its members has no others. */
const strict = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(strict);
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, strict(inside)]));
  const closed = 'properties' in own && !('additionalProperties' in own);
  return closed ? { ...own, additionalProperties: false } : own;
};

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ ...(strict(openapiDocument) as Json), $id: 'api' });

const paths = openapiDocument.paths as unknown as Json;
const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
const checks = new Map<string, ValidateFunction>();

/** How an answer differs from what is described of it; empty where it does not. @param path behind `/api`, without a query */
export function faultsOf(
  method: string,
  path: string,
  status: number,
  type: string,
  body: unknown,
): string[] {
  const found = Object.keys(paths).sort((a, b) => a.split('{').length - b.split('{').length);
  const route = found.find((one) => pattern(one).test(path));
  if (route === undefined) return [`${path} is not described`];
  const kind = type.split(';')[0] ?? '';
  const pointer = ['paths', route, method.toLowerCase(), 'responses', String(status), 'content', kind];
  const described = pointer.reduce<unknown>((at, name) => (at as Json | undefined)?.[name], openapiDocument);
  if (described === undefined) return [`${method} ${route} ${status} ${kind} is not described`];
  if (!kind.endsWith('json')) return [];
  const key = `api#/${[...pointer, 'schema'].map(escaped).join('/')}`;
  const check = checks.get(key) ?? ajv.compile({ $ref: encodeURI(key) });
  checks.set(key, check);
  if (check(body)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
