/** `rarecall mcp`: from its options to a server on standard input and output, which belong to the protocol alone. */
import { readFile } from 'node:fs/promises';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { environment } from '../../config.ts';
import { isActive, type Suppression } from '../../core/find/suppressions/suppression.ts';
import { MissingError, UsageError } from '../../errors.ts';
import { suppressionFile } from '../files/suppression-file.ts';
import { settingsFor } from '../hunting/asked.ts';
import { readLogs } from '../read-logs.ts';
import { say, sayNotRead } from '../say.ts';
import { fileSource } from './file-source.ts';
import { httpSource } from './http-source.ts';
import { mcpServer } from './server.ts';
import type { Source } from './source.ts';
import type { McpCommand } from './usage.ts';

/** Ends when standard input does. @param app `null`: the files are asked @throws UsageError, MissingError, ConfigError, UnreadableError */
export async function serveMcp(
  paths: readonly string[],
  app: URL | null,
  options: McpCommand,
): Promise<void> {
  const source = app === null ? await filesOf(paths, options) : httpSource(app, await keyOf(options));
  const transport = new StdioServerTransport();
  serveStdio(() => mcpServer(source), { transport, onerror: (error) => say(error.message) });
  await new Promise<void>((resolve) => process.stdin.once('close', resolve).once('end', resolve));
  // Whoever asked is gone: what is still being read is read for nobody.
  process.exit();
}

/** Reading begins now; whoever asks meanwhile waits for it. */
async function filesOf(paths: readonly string[], options: McpCommand): Promise<Source> {
  const config = settingsFor(options);
  const suppressions = await suppressionsOf(options);
  const reading = readLogs(paths, {
    read: { category: config.logCategory, clients: config.clients, agents: config.agents, plain: true },
    cluster: options.cluster,
  }).then(({ read, unread }) => {
    sayNotRead(unread);
    return read;
  });
  reading.catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
  return fileSource(reading, { ...config, suppressions });
}

async function suppressionsOf({ suppressions }: McpCommand): Promise<readonly Suppression[]> {
  if (suppressions === undefined) return [];
  const now = new Date();
  return (await suppressionFile(suppressions, now, 'accepted')).filter((one) => isActive(one, now));
}

/** Never an argument: those are seen by everybody on the machine, and stand in the history of shells. */
async function keyOf({ keyFile }: McpCommand): Promise<string> {
  const named = environment().RARECALL_FUNCTION_KEY ?? '';
  const text =
    keyFile === undefined
      ? named
      : await readFile(keyFile, 'utf8').catch(() => {
          throw new MissingError('--key-file: no file that can be read');
        });
  const key = text.trim();
  if (!/^[\x21-\x7e]*$/.test(key)) throw new UsageError('the function key must be one word');
  return key;
}
