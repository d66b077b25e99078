/**
 * The stand-in for `@azure/functions-core`, the module the Functions worker makes up for `@azure/functions`.
 * Knows registration, hooks and loading, as the worker does them; refuses to know what triggers a function.
 * Source: Azure/azure-functions-nodejs-worker, setupCoreModule, startApp, types-core.
 */
import Module, { createRequire } from 'node:module';
import type { HostLog, Level } from './host-log.ts';
import { LocalError, oneLine } from './local-error.ts';

/** A value on its way between host and worker; one member is set. */
export interface RpcData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly http?: RpcHttp;
  readonly modelBindingData?: {
    readonly version: string;
    readonly source: string;
    readonly contentType: string;
    readonly content: Uint8Array;
  };
}

type Nullable = Readonly<Record<string, { readonly value: string }>>;

export interface RpcHttp {
  readonly method?: string;
  readonly url?: string;
  readonly nullableHeaders?: Nullable;
  readonly nullableParams?: Nullable;
  readonly nullableQuery?: Nullable;
  readonly body?: RpcData | null;
  /** Of an answer. */
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Trigger and output settings are plain data beside `type` and `direction`. */
export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly [setting: string]: unknown;
}

export interface RetryOptions {
  readonly retryStrategy?: string;
  readonly maxRetryCount?: number;
  readonly delayInterval?: { readonly seconds: number };
  readonly minimumInterval?: { readonly seconds: number };
  readonly maximumInterval?: { readonly seconds: number };
}

export interface Metadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

export type Callback = (...args: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: Metadata;
  readonly callback: Callback;
}

export interface RpcRequest {
  readonly inputData: readonly { readonly name: string; readonly data: RpcData }[];
  readonly triggerMetadata?: Readonly<Record<string, RpcData>>;
  readonly retryContext?: {
    readonly retryCount: number;
    readonly maxRetryCount: number;
    readonly exception?: { readonly message: string };
  };
}

export interface RpcResponse {
  readonly returnValue?: RpcData | null;
}

/** What `@azure/functions` hands to the worker: it turns the shapes above into a handler's arguments and back. */
export interface ProgrammingModel {
  getInvocationModel(context: CoreContext): InvocationModel;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<RpcResponse>;
}

export interface CoreContext {
  readonly invocationId: string;
  readonly metadata: Metadata;
  readonly request: RpcRequest & { readonly invocationId: string };
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: Level, category: string, message: string): void;
}

type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';
type Hook = (context: object) => unknown;

/** A loaded function app. */
export interface App {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly model: ProgrammingModel;
  /** Runs the hooks of a name in the order they were registered. */
  runHooks(name: HookName, context: object): Promise<void>;
}

const moduleName = '@azure/functions-core';
let current: object | undefined;

/** Puts the stand-in before every `require` of this process, once, as the worker does. */
function interceptRequire(): void {
  Module.prototype.require = new Proxy(Module.prototype.require, {
    apply: (target, self, args) =>
      args[0] === moduleName && current !== undefined ? current : Reflect.apply(target, self, args),
  });
}

/**
 * Loads a bundled function app and runs its appStart hooks.
 * @throws LocalError when it does not load, or registers nothing
 */
export async function loadApp(file: string, log: HostLog): Promise<App> {
  const functions = new Map<string, RegisteredFunction>();
  const hooks: Record<HookName, Hook[]> = {
    appStart: [],
    appTerminate: [],
    preInvocation: [],
    postInvocation: [],
    log: [],
  };
  let model: ProgrammingModel | undefined;
  let isLoaded = false;

  if (current === undefined) interceptRequire();
  current = {
    version: '4.0.0',
    hostVersion: '4.0.0',
    Disposable: class {},
    registerFunction(metadata: Metadata, callback: Callback): object {
      if (isLoaded) throw new Error('A function can only be registered during app startup.');
      if (functions.has(metadata.name))
        throw new Error(`A function "${metadata.name}" is registered already.`);
      functions.set(metadata.name, { metadata, callback });
      return { dispose: () => functions.delete(metadata.name) };
    },
    registerHook(name: string, hook: Hook): object {
      if (!Object.hasOwn(hooks, name)) throw new RangeError(`Unrecognized hook "${name}"`);
      const named = hooks[name as HookName];
      named.push(hook);
      return { dispose: () => named.splice(named.indexOf(hook), 1) };
    },
    setProgrammingModel(given: ProgrammingModel): void {
      model = given;
    },
    getProgrammingModel: () => model,
    log: (level: Level, category: string, message: string) => log.write(level, category, message),
  };

  try {
    const require = createRequire(file);
    delete require.cache[require.resolve(file)];
    require(file);
  } catch (error) {
    throw new LocalError(`the functions do not load: ${oneLine(error)}`, { cause: error });
  }
  isLoaded = true;
  if (model === undefined || functions.size === 0) throw new LocalError('the bundle registers no functions');

  const { HttpUri } = await model.getCapabilities({});
  if (HttpUri !== undefined) throw new LocalError('the local host does not know enableHttpStream');

  const runHooks = async (name: HookName, context: object): Promise<void> => {
    for (const hook of hooks[name]) await hook(context);
  };
  await runHooks('appStart', { hookData: {}, appHookData: {} });
  return { functions, model, runHooks };
}

/** The binding that starts a function, and its name. */
export function triggerOf(metadata: Metadata): { readonly name: string; readonly binding: Binding } {
  for (const [name, binding] of Object.entries(metadata.bindings)) {
    if (binding.type.endsWith('Trigger')) return { name, binding };
  }
  throw new LocalError(`the function ${metadata.name} has no trigger`);
}

/** A trigger's setting that must be a text. @throws LocalError where it is none */
export function textOf(metadata: Metadata, setting: string): string {
  const value = triggerOf(metadata).binding[setting];
  if (typeof value === 'string') return value;
  throw new LocalError(`the trigger of ${metadata.name} lacks "${setting}"`);
}
