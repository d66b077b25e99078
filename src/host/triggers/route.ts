/** HTTP routes of functions: which one a path means, as ASP.NET route templates have it. No sockets here. */
import { type RegisteredFunction, triggerOf } from '../functions-core.ts';
import { LocalError } from '../local-error.ts';

export interface Route {
  readonly called: RegisteredFunction;
  readonly methods: readonly string[];
  readonly authLevel: string;
  readonly shape: RegExp;
  /** Literal segments count more than parameters: `/api/calls/new` before `/api/calls/{id}`. */
  readonly weight: string;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** @throws LocalError for a template with constraints or defaults, which the local host does not know */
export function routeOf(called: RegisteredFunction, prefix: string): Route {
  const { metadata } = called;
  const { binding } = triggerOf(metadata);
  const segments = `${prefix}/${templateOf(called)}`.split('/').filter((segment) => segment !== '');
  const methods = Array.isArray(binding.methods)
    ? binding.methods.map((one) => String(one).toUpperCase())
    : [];
  return {
    called,
    methods,
    authLevel: typeof binding.authLevel === 'string' ? binding.authLevel : 'anonymous',
    shape: new RegExp(`^${segments.map((one) => shapeOf(one, metadata.name)).join('')}/?$`, 'i'),
    weight: segments.map((one) => (!one.startsWith('{') ? '0' : one.startsWith('{*') ? '2' : '1')).join(''),
  };
}

/** The route as it is registered, without the prefix of all. */
export function templateOf({ metadata }: RegisteredFunction): string {
  const { route } = triggerOf(metadata).binding;
  return typeof route === 'string' ? route : metadata.name;
}

function shapeOf(segment: string, name: string): string {
  const parameter = /^\{(\*{0,2})([a-z_]\w*)(\??)\}$/i.exec(segment);
  if (parameter !== null) {
    const [, star, key, optional] = parameter;
    if (star !== '') return `(?:/(?<${key}>.*))?`;
    return optional === '?' ? `(?:/(?<${key}>[^/]+))?` : `/(?<${key}>[^/]+)`;
  }
  if (/[{}]/.test(segment))
    throw new LocalError(`the local host does not know the route "${segment}" of ${name}`);
  return `/${segment.replace(/[\\^$.*+?()[\]|]/g, '\\$&')}`;
}

/** The best route of a path, the methods it would take when only the method is wrong, or `null`. */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): Match | { readonly allowed: readonly string[] } | null {
  const allowed = new Set<string>();
  for (const route of routes) {
    const found = route.shape.exec(path);
    if (found === null) continue;
    if (!route.methods.includes(method)) {
      for (const one of route.methods) allowed.add(one);
      continue;
    }
    const params: Record<string, string> = {};
    for (const [key, value] of Object.entries(found.groups ?? {})) {
      if (value !== undefined) params[key] = decoded(value);
    }
    return { route, params };
  }
  return allowed.size === 0 ? null : { allowed: [...allowed].toSorted() };
}

/** An escaped slash stays escaped, and so does what is no escape, as in ASP.NET. */
const decoded = (value: string): string =>
  value
    .split(/(%2f)/i)
    .map((part) => {
      try {
        return /^%2f$/i.test(part) ? part : decodeURIComponent(part);
      } catch {
        return part;
      }
    })
    .join('');

/** Routes in the order they are to be tried. */
export const inOrder = (routes: readonly Route[]): Route[] =>
  routes.toSorted((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : 0));
