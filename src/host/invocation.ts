/**
 * One invocation, step by step as the Functions worker does it: arguments, hooks, handler, hooks, answer.
 * Source: Azure/azure-functions-nodejs-worker, InvocationHandler.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  App,
  Callback,
  CoreContext,
  RegisteredFunction,
  RetryOptions,
  RpcRequest,
  RpcResponse,
} from './functions-core.ts';
import type { HostLog } from './host-log.ts';
import { oneLine } from './local-error.ts';

/** Runs a function. Rejects with what the handler threw, after telling it in one line. */
export type Invoke = (called: RegisteredFunction, request: RpcRequest) => Promise<RpcResponse>;

export const invoker =
  (app: App, log: HostLog): Invoke =>
  async (called, request) => {
    const { name } = called.metadata;
    const began = performance.now();
    try {
      const response = await invokeOnce(app, log, called, request);
      log.detail(`${name} succeeded in ${Math.round(performance.now() - began)} ms`);
      return response;
    } catch (error) {
      log.say(`${name} failed: ${oneLine(error)}`);
      if (error instanceof Error) log.detail(error.stack ?? '');
      throw error;
    }
  };

async function invokeOnce(
  app: App,
  log: HostLog,
  called: RegisteredFunction,
  request: RpcRequest,
): Promise<RpcResponse> {
  const { metadata } = called;
  const invocationId = randomUUID();
  const core: CoreContext = {
    invocationId,
    metadata,
    request: { ...request, invocationId, ...traced() },
    state: undefined,
    log: (level, category, message) =>
      log.write(level, category === 'user' ? metadata.name : category, message),
  };
  const model = app.model.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();

  const hookData = {};
  const before = {
    hookData,
    appHookData: {},
    invocationContext: context,
    functionCallback: called.callback as Callback,
    inputs,
  };
  core.state = 'preInvocationHooks';
  await app.runHooks('preInvocation', before);

  const after = { ...before, result: null as unknown, error: null as unknown };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  core.state = 'postInvocationHooks';
  await app.runHooks('postInvocation', after);
  core.state = undefined;
  if (after.error !== null && after.error !== undefined) throw after.error;
  return model.getResponse(context, after.result);
}

/** W3C trace context: what correlates telemetry. */
const traced = () => ({
  traceContext: {
    traceParent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    traceState: '',
    attributes: {},
  },
});

/** Runs a function under its own retry policy. Only timers have one; blob and queue triggers retry by themselves. */
export async function invokeWithRetries(
  invoke: Invoke,
  called: RegisteredFunction,
  request: RpcRequest,
  signal: AbortSignal,
): Promise<void> {
  const policy = called.metadata.retryOptions ?? {};
  const maxRetryCount = policy.retryStrategy === undefined ? 0 : (policy.maxRetryCount ?? 0);
  let last: RpcRequest = request;
  for (let retryCount = 0; ; retryCount++) {
    try {
      await invoke(called, last);
      return;
    } catch (error) {
      if (retryCount === maxRetryCount || signal.aborted) throw error;
      await sleep(delayMs(policy, retryCount), undefined, { signal });
      const exception = { message: oneLine(error) };
      last = { ...request, retryContext: { retryCount: retryCount + 1, maxRetryCount, exception } };
    }
  }
}

function delayMs(policy: RetryOptions, retryCount: number): number {
  if (policy.delayInterval !== undefined) return policy.delayInterval.seconds * 1000;
  const least = policy.minimumInterval?.seconds ?? 1;
  const most = policy.maximumInterval?.seconds ?? 60;
  return Math.min(most, least * 2 ** retryCount) * 1000;
}
