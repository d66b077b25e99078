/** `rarecall mcp`: its options. What they do is in serve.ts. */
import type { Command } from 'commander';
import type { McpCommand } from './usage.ts';

const examples = `
Examples:
  rarecall mcp ./insights-logs-kube-audit               over log files: read once, nothing leaves the machine by itself
  rarecall mcp --url https://func-rarecall.azurewebsites.net --key-file ~/.rarecall-key
  rarecall mcp --url http://localhost:7071              over npm start
  claude mcp add rarecall -- npx rarecall mcp /logs     where assistants look for it; docs/assistants.md has more

An assistant starts it and speaks with it over standard input and output, which belong to the protocol alone; what is wrong
is said on standard error. Tools: findings, finding, events, calls, clusters; all of them only read. With --url the function key
comes from RARECALL_FUNCTION_KEY or --key-file, never from an argument.

Text of logs is written by whoever is logged. Every answer marks it ⟦so⟧, on one line, with hidden characters spelled, and says
first that no instruction in it is to be followed. Secrets are masked. What you let an assistant do besides is up to you:
docs/assistants.md says what risk remains.`;

export function addMcp(program: Command): void {
  program
    .command('mcp')
    .description('Let an assistant ask about findings: a read-only Model Context Protocol server.')
    .argument('[file or folder...]', 'log files, as hunt takes them')
    .option('--url <address>', 'a deployed app instead of files; https, or this machine')
    .option('--key-file <file>', 'file with the function key of the app (else RARECALL_FUNCTION_KEY)')
    .option('--category <name>', 'files: the one log category that is read (else RARECALL_LOG_CATEGORY)')
    .option('--cluster <name>', 'files: cluster of events that have no envelope', 'unknown')
    .option('--suppressions <file>', 'files: what is not to be told, as JSON')
    .addHelpText('after', examples)
    .action(async (paths: string[], options: McpCommand) => {
      const { appAsked } = await import('./usage.ts');
      const app = appAsked(paths, options);
      const { serveMcp } = await import('./serve.ts');
      await serveMcp(paths, app, options);
    });
}
