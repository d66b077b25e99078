/** What the server answers: HTTP functions and `/admin`. Knows the shapes of request and answer between host and worker. */
import { frontPage } from '../front-page.ts';
import type { App, RpcHttp } from '../functions-core.ts';
import { triggerOf } from '../functions-core.ts';
import { type Answer, type Asked, isLoopback, problem } from '../http-server.ts';
import type { Invoke } from '../invocation.ts';
import { inOrder, type Match, match, routeOf, templateOf } from './route.ts';
import type { Trigger } from './trigger.ts';

export interface HttpWorld {
  readonly app: App;
  readonly invoke: Invoke;
  readonly routePrefix: string;
  /** By function name: what can be run by hand. */
  readonly triggers: ReadonlyMap<string, Trigger>;
}

/**
 * Answers as the Functions host does. No keys are asked on a laptop; what needs the admin level is refused to
 * requests that a page of another site sent.
 */
export function answerer(world: HttpWorld): (asked: Asked) => Promise<Answer> {
  const isHttp = (name: string) => name.toLowerCase() === 'httptrigger';
  const routes = inOrder(
    [...world.app.functions.values()]
      .filter(({ metadata }) => isHttp(triggerOf(metadata).binding.type))
      .map((called) => routeOf(called, world.routePrefix)),
  );
  const templates = new Set(
    routes.filter(({ methods }) => methods.includes('GET')).map(({ called }) => templateOf(called)),
  );
  return async (asked) => {
    const admin = /^\/admin\/functions\/([^/]+)\/?$/i.exec(asked.path)?.[1];
    if (admin !== undefined) return isForeign(asked) ? foreign() : runByHand(world, asked, admin);

    // Node leaves out the body of an answer to HEAD.
    const method = asked.method === 'HEAD' ? 'GET' : asked.method;
    const found = match(routes, method, asked.path);
    if (found === null && asked.path === '/') {
      if (method !== 'GET') return problem(405, 'The address does not know this method.', { allow: 'GET' });
      return frontPage(world.routePrefix, templates);
    }
    if (found === null) return problem(404, 'No such address.');
    if ('allowed' in found) {
      return problem(405, 'The address does not know this method.', { allow: found.allowed.join(', ') });
    }
    if (found.route.authLevel === 'admin' && isForeign(asked)) return foreign();
    return call(world, { ...asked, method }, found);
  };
}

const isForeign = ({ headers }: Asked): boolean => {
  const { origin } = headers;
  if (origin === undefined) return false;
  return !isLoopback(URL.parse(origin)?.host ?? '');
};

const foreign = () => problem(403, 'A page of another site may not ask this.');

async function call(world: HttpWorld, asked: Asked, { route, params }: Match): Promise<Answer> {
  const { called } = route;
  const http: RpcHttp = {
    method: asked.method,
    url: `${asked.origin}${asked.path}${asked.query.size > 0 ? `?${asked.query}` : ''}`,
    nullableHeaders: nullable(Object.entries(asked.headers)),
    nullableParams: nullable(Object.entries(params)),
    nullableQuery: nullable(joined(asked.query)),
    body: { bytes: asked.body },
  };
  const inputData = [{ name: triggerOf(called.metadata).name, data: { http } }];
  try {
    const { returnValue } = await world.invoke(called, { inputData });
    return answerOf(returnValue?.http);
  } catch {
    // Told on standard error; the client learns nothing of the inside.
    return problem(500, 'The function failed.');
  }
}

const nullable = (entries: Iterable<readonly [string, string]>) =>
  Object.fromEntries([...entries].map(([key, value]) => [key, { value }]));

/** A query key that comes twice reaches a function as one text with a comma, as in the Functions host. */
const joined = (query: URLSearchParams): [string, string][] =>
  [...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]);

function answerOf(http: RpcHttp | undefined): Answer {
  if (http === undefined) return { status: 204 };
  return {
    status: Number(http.statusCode ?? 200),
    headers: http.headers ?? {},
    body: http.body?.bytes ?? new Uint8Array(),
  };
}

/** Source: learn.microsoft.com, "Manually run a non HTTP-triggered function". */
async function runByHand(world: HttpWorld, asked: Asked, escaped: string): Promise<Answer> {
  if (asked.method !== 'POST') return problem(405, 'A function is run with POST.', { allow: 'POST' });
  const name = escaped.toLowerCase();
  const trigger = [...world.triggers.values()].find((one) => one.called.metadata.name.toLowerCase() === name);
  if (trigger === undefined) return problem(404, 'No function of this name can be run by hand.');
  const input = inputOf(asked.body);
  if (input === null) return problem(400, 'The body must be a JSON object, {} or {"input": …}.');
  // It runs on behind the answer; what fails is told on standard error.
  trigger.runByHand(input).catch(() => undefined);
  return { status: 202 };
}

function inputOf(body: Uint8Array): string | null {
  if (body.length === 0) return '';
  try {
    const said: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof said !== 'object' || said === null) return null;
    const { input = '' } = said as { input?: unknown };
    return typeof input === 'string' ? input : JSON.stringify(input);
  } catch {
    return null;
  }
}
