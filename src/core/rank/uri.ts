/**
 * Request URIs by the grammar of the Kubernetes API.
 * Knows paths and query keys; refuses to know what a call means.
 *
 * Source: Kubernetes API Concepts, "Resource URIs", and the API server's own reading of paths
 * (apiserver `pkg/endpoints/request/requestinfo.go`).
 */
import type { Text } from '../read/call.ts';
import { foldGenerated } from './generated.ts';

/** Query keys that say what a call does. Paging, versions and time limits do not; unknown keys are anybody's. */
const tellingKeys: ReadonlySet<string> = new Set([
  'command',
  'dryRun',
  'fieldSelector',
  'follow',
  'force',
  'labelSelector',
  'ports',
  'previous',
  'propagationPolicy',
  'stdin',
  'tty',
  'watch',
]);

/** What a kubelet offers behind `nodes/{name}/proxy`: what is asked of it says whether a call reads or runs. */
const kubeletPaths: ReadonlySet<string> = new Set(
  'attach configz containerLogs debug exec healthz logs metrics pods portForward run runningpods spec stats'.split(
    ' ',
  ),
);

const label = /^[a-z0-9][a-z0-9.-]{0,127}$/i;
const group = /^([a-z0-9][a-z0-9.-]{0,127}|\{group\})$/i;
const version = /^(v\d+((alpha|beta)\d+)?|\{version\})$/;
const anyVersion = /^([a-z][a-z0-9-]{0,62}|\{version\})$/;

/**
 * The URI without its volatile parts: `/api/v1/namespaces/{ns}/secrets/{name}?watch`. Telling query keys stay,
 * sorted, without values. A path that is no API path is kept to its first two segments, generated parts folded;
 * one that begins like the API's and is not, to `/api/{path}`.
 * At most 700 characters. A template is its own template.
 */
export function uriTemplate(uri: string): string {
  const [path = '', query = ''] = divide(uri, '?');
  const parts = decoded(path)
    .split('/')
    .filter((part) => part !== '');
  const isApi = parts[0] === 'api' || parts[0] === 'apis';
  const template = isApi ? (apiTemplate(parts) ?? [parts[0], '{path}']) : parts.slice(0, 2).map(plainSegment);
  const keys = keysKept(query);
  return `/${template.join('/')}${keys.length === 0 ? '' : `?${keys.join('&')}`}`;
}

/** What stands for the URI of a row beyond a blob's cardinality budget (DESIGN 5). */
export const foldUri = (uri: Text): Text => (uri === null ? null : uriTemplate(uri));

/** @returns the template's segments, or `null` where a path that begins like one of the API's is none */
function apiTemplate([root = '', ...parts]: readonly string[]): string[] | null {
  const named = root === 'apis';
  const head = parts.slice(0, named ? 2 : 1);
  const rest = parts.slice(head.length);
  const isHead = named
    ? group.test(head[0] ?? 'v') && anyVersion.test(head[1] ?? 'v1')
    : version.test(head[0] ?? 'v1');
  if (!isHead) return null;
  // Discovery asks for every group and version there is; which one says nothing about the asker.
  if (rest.length === 0)
    return [root, ...(named ? ['{group}', '{version}'] : ['{version}']).slice(0, head.length)];
  const prefix = rest.length > 1 && (rest[0] === 'watch' || rest[0] === 'proxy') ? rest.splice(0, 1) : [];
  const [first = '', name, third, ...more] = rest;
  const ofNamespace = first === 'namespaces' && third !== undefined && !isOwnSubresource(third, more);
  const within = ofNamespace ? [third, ...more] : [first, ...rest.slice(1)];
  const resource = resourceTemplate(within);
  if (resource === null) return null;
  return [
    root,
    ...head,
    ...prefix,
    ...(ofNamespace && name !== undefined ? ['namespaces', '{ns}'] : []),
    ...resource,
  ];
}

/** `namespaces/{name}/status` is of the namespace, not of a resource called `status` within it. */
const isOwnSubresource = (third: string, more: readonly string[]): boolean =>
  more.length === 0 && (third === 'status' || third === 'finalize');

function resourceTemplate([resource = '', name, subresource, ...tail]: readonly string[]): string[] | null {
  if (!label.test(resource) || (subresource !== undefined && !label.test(subresource))) return null;
  const template = [resource];
  if (name !== undefined) template.push('{name}');
  if (subresource !== undefined) template.push(subresource);
  const [next] = tail;
  if (next !== undefined) template.push(resource === 'nodes' && kubeletPaths.has(next) ? next : '{path}');
  return template;
}

function keysKept(query: string): string[] {
  const keys = new Set<string>();
  for (const pair of query.split('&', 200)) {
    const [key = '', value = ''] = divide(pair, '=');
    const name = decoded(key);
    // `watch=false` asks for what no `watch` asks for.
    if (tellingKeys.has(name) && value !== 'false' && value !== '0') keys.add(name);
  }
  return [...keys].sort();
}

/** Text before and after the first mark; the second is missing where there is no mark. */
export function divide(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** What percent-encoding stands for; as it is where the encoding is broken. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const plainSegment = (part: string): string =>
  foldGenerated(part.slice(0, 100).toWellFormed()).replace(/[%?]/g, encodeURIComponent);
