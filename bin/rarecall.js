#!/usr/bin/env node
// The launcher of the checkout and of the installed package: knows only which Node may run Rarecall. In a checkout an older
// Node hands over to the one the project brings; so this file is written for Node 12, the first that reads it at all.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = process.versions.node.split('.').map(Number);
const isAtLeast = (major, minor) => version[0] > major || (version[0] === major && version[1] >= minor);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

// What is installed is a bundle. A checkout runs its sources, which Node must read by itself: 22 does since 22.18, 23 since 23.6.
const isInstalled = !existsSync(at('../src/cli/cli.ts'));
const needed = isInstalled ? '22' : '22.18';
const canRun = isInstalled
  ? isAtLeast(22, 0)
  : isAtLeast(24, 0) || (version[0] === 23 ? isAtLeast(23, 6) : isAtLeast(22, 18));
const brought = ['linux-x64/bin/node', 'linux-arm64/bin/node', 'win-x64/bin/node.exe'];
const own =
  isInstalled || isAtLeast(24, 0)
    ? undefined
    : brought.map((path) => at(`../node_modules/node-${path}`)).find((path) => existsSync(path));

if (own !== undefined) handOver(own);
else if (canRun) run();
else {
  const help = isInstalled ? 'install it' : 'install it, or run npm ci first';
  console.error(`rarecall: needs Node ${needed} or newer, this is ${process.version}; ${help}`);
  process.exit(1);
}

function run() {
  // Halves what a start takes. In a folder of one's own: what lies in one for all may be somebody else's code.
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const cache = XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache');
  if (module.enableCompileCache !== undefined) module.enableCompileCache(join(cache, 'rarecall'));
  const entry = isInstalled ? '../dist/cli/rarecall.js' : '../src/cli/cli.ts';
  import(entry).then((command) => command.run());
}

function handOver(node) {
  import('node:child_process').then(({ spawn }) => {
    const child = spawn(node, [at('./rarecall.js')].concat(process.argv.slice(2)), { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => process.exit(code === null ? (signal === null ? 1 : 128 + 15) : code));
  });
}
