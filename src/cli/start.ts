/** `rarecall start`: its options, and serving until told to stop. How it serves is in ../host/serve.ts. */
import type { Command } from 'commander';
import type { ServeOptions } from '../host/serve.ts';
import { whole } from './options.ts';

const examples = `
Examples:
  rarecall start
  rarecall start --port 7080 --storage "UseDevelopmentStorage=true"
  rarecall start --package dist/rarecall.zip`;

export function addStart(program: Command): void {
  program
    .command('start')
    .description('Host the functions on this machine and wait for logs.')
    .option('--port <n>', 'port of the functions', whole(0, 65_535), 7071)
    .option(
      '--storage <connection string>',
      'a storage account that is there already (else the settings AzureWebJobsStorage and RARECALL_LOGS, else Azurite is started)',
    )
    .option('--package <zip>', 'host the package that is deployed, as npm run package makes it')
    .option('--verbose', 'print what the functions log', false)
    .addHelpText('after', examples)
    .action(({ package: zip, ...options }: ServeOptions & { readonly package?: string }) =>
      zip === undefined ? start(options) : startPackage(zip, options),
    );
}

/** As `start`, with the app of a package, and nothing of this checkout's but the host. */
async function startPackage(zip: string, options: ServeOptions): Promise<void> {
  const { openPackage } = await import('../host/packaging/open.ts');
  const opened = await openPackage(zip);
  try {
    await start({ ...options, app: opened.app });
  } finally {
    await opened.remove();
  }
}

/**
 * Starts, prints `ready http://localhost:N`, and serves until SIGINT or SIGTERM.
 * @returns when all is ended cleanly
 * @throws LocalError with what is in the way
 */
export async function start(options: ServeOptions): Promise<void> {
  const { serve } = await import('../host/serve.ts');
  const { leave, stopSignal } = await import('../host/stop-signal.ts');
  const stopped = stopSignal();
  const stopping = new AbortController();
  const starting = serve({ ...options, stopping: stopping.signal });
  // Whatever is under way must not keep up a process that does not serve.
  starting.catch(leave);
  const running = await Promise.race([starting, stopped]);
  if (running === undefined) {
    stopping.abort();
    await starting.then(
      ({ stop }) => stop(),
      () => undefined,
    );
    leave();
    return;
  }
  console.log(`ready ${running.address}`);
  if (running.hint !== null) console.error(`rarecall: ${running.hint}`);
  try {
    await Promise.race([running.broken, stopped]);
  } finally {
    await running.stop();
    leave();
  }
}
