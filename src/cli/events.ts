/** `rarecall events`: its options. What they do is in events/events-of.ts. */
import { type Command, InvalidArgumentError } from 'commander';
import type { EventsCommand } from './events/found.ts';
import { connection, span } from './options.ts';

const examples = `
Examples:
  rarecall events 3f1c…                               from the archive that the app reads
  rarecall events 3f1c… ./insights-logs-kube-audit    from files
  rarecall events 3f1c… logs --context 5m --output around.jsonl
  rarecall events 3f1c… logs | jq -r '.properties.log | fromjson | .requestURI'

Prints whole records, as they stand in the log, one a line (JSON Lines), in order of time. They are RAW: nothing in them is
masked, so passwords, tokens and whatever else callers wrote stand in them. Only on a terminal control characters are
written as JSON escapes, which say the same.

A finding names the first 16 events of each of its calls; where there were more, standard error says so. --context 0s
prints all that the actor did from the first to the last of them, from any address and by any client; --context 5m also
what was done five minutes before and after. Standard error says how many of the records are of the finding.

An id stands in the report, below each finding on the terminal, and in hunt --format json. Of files the hunt is done
again, so give those that were hunted, with the days before; the first digits of an id will do.`;

export function addEvents(program: Command): void {
  program
    .command('events')
    .description('Print the raw records behind a finding, from files or from the archive. Nothing is masked.')
    .argument('<finding id>', '32 hexadecimal digits; of files, the first 8 or more of them', findingDigits)
    .argument('[file or folder...]', 'the log files that were hunted; without, the archive of the app')
    .option('--context <time>', 'also what the actor did before and after, such as 5m, 90s, 2h, 1d', context)
    .option('--output <file>', 'write to a file, which only its owner can read')
    .option(
      '--category <name>',
      'files: the one log category that is read (else the setting RARECALL_LOG_CATEGORY)',
    )
    .option('--cluster <name>', 'files: cluster of events that have no envelope', 'unknown')
    .addOption(connection())
    .addHelpText('after', examples)
    .action(async (id: string, paths: string[], options: EventsCommand) => {
      const { events } = await import('./events/events-of.ts');
      await events(id, paths, options);
    });
}

/** @throws InvalidArgumentError, which commander tells as bad usage */
function findingDigits(text: string): string {
  const id = text.trim().toLowerCase();
  if (!/^[0-9a-f]{8,32}$/.test(id))
    throw new InvalidArgumentError(
      'It must be the 32 hexadecimal digits that the report shows; of files, the first 8 of them are enough.',
    );
  return id;
}

const longestMs = 31 * 86_400_000;

/** Milliseconds; none is allowed. @throws InvalidArgumentError */
function context(text: string): number {
  const ms = /^0[smhdw]?$/.test(text) ? 0 : span(text);
  if (ms > longestMs) throw new InvalidArgumentError('It must be at most 31 days.');
  return ms;
}
