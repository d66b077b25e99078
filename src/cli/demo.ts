/** `rarecall demo`: its options. What it shows is in demo-steps.ts. */
import type { Command } from 'commander';
import type { DemoOptions } from './demonstrating/demo-steps.ts';
import { whole } from './options.ts';

const examples = `
Examples:
  rarecall demo --once
  rarecall demo --logs ./insights-logs-kube-audit

It needs the storage emulator Azurite: a checkout has it, beside an installed package: npm install azurite.`;

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('See all of it work: emulator, functions, sample logs, findings.')
    .option('--once', 'end after printing the findings', false)
    .option('--logs <file or folder>', 'logs of your own instead of the sample month')
    .option('--port <n>', 'port of the functions', whole(0, 65_535), 7071)
    .addHelpText('after', examples)
    .action(async (options: DemoOptions) => {
      const { demo } = await import('./demonstrating/demo-steps.ts');
      await demo(options);
    });
}
