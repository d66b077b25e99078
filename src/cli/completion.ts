/** `rarecall completion`: a script that makes a shell complete commands, options, choices and files. */
import { Argument, type Command } from 'commander';

const examples = `
Examples:
  rarecall completion bash > ~/.local/share/bash-completion/completions/rarecall
  rarecall completion zsh > "\${fpath[1]}/_rarecall"
  rarecall completion fish > ~/.config/fish/completions/rarecall.fish
  rarecall completion powershell >> $PROFILE

For one bash alone: source <(rarecall completion bash). Print it again after an update: it knows the options of its day.`;

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof shells)[number];

/** @param program with all of its commands */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('Print a script that completes commands, options and files in a shell.')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      const { treeOf } = await import('./completing/tree.ts');
      const { put } = await import('./output/put.ts');
      await put((await scripts[shell]())(treeOf(program)));
    });
}

const scripts = {
  bash: async () => (await import('./completing/bash.ts')).bashCompletion,
  zsh: async () => (await import('./completing/zsh.ts')).zshCompletion,
  fish: async () => (await import('./completing/fish.ts')).fishCompletion,
  powershell: async () => (await import('./completing/powershell.ts')).powershellCompletion,
};
