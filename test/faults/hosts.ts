/**
 * Hosts of the real bundle, each a process of its own, that are started, killed, stopped for a while and started again.
 * Knows processes; refuses to know what they do.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Hosts {
  readonly counts: { starts: number; kills: number; freezes: number; ends: number };
  /** Sees to it that so many run; those that ended by themselves are started again. */
  keep(count: number): void;
  /** SIGKILL for one of them, in whatever it does. @param at picks which */
  kill(at: number): void;
  /** SIGSTOP for one of them, SIGCONT after a while: a worker that is slow and does not know. */
  freeze(at: number, ms: number): void;
  /** Base addresses of those that serve. */
  addresses(): string[];
  killAll(): Promise<void>;
}

interface Host {
  readonly process: ChildProcess;
  address: string;
}

const launcher = fileURLToPath(new URL('../../bin/rarecall.js', import.meta.url));

/**
 * @param settings environment of the hosts, over that of this process
 * @param logFile where what they say on standard error goes; `''`: nowhere
 */
export function keepHosts(connection: string, settings: Record<string, string>, logFile = ''): Hosts {
  const hosts = new Set<Host>();
  const counts = { starts: 0, kills: 0, freezes: 0, ends: 0 };

  function start(): void {
    counts.starts++;
    const child = spawn(process.execPath, [launcher, 'start', '--port', '0', '--storage', connection], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...settings },
    });
    const host: Host = { process: child, address: '' };
    hosts.add(host);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      host.address ||= /^ready (\S+)/m.exec(text)?.[1] ?? '';
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (logFile !== '') appendFileSync(logFile, text.replace(/^(?=.)/gm, `${child.pid} `));
    });
    child.once('close', () => {
      if (hosts.delete(host)) counts.ends++;
    });
  }

  // Whoever ends us must not leave them behind.
  process.on('exit', () => {
    for (const { process: child } of hosts) child.kill('SIGKILL');
  });

  const pick = (at: number): Host | undefined => [...hosts][at % hosts.size];

  return {
    counts,
    keep(count) {
      while (hosts.size < count) start();
    },
    kill(at) {
      const host = pick(at);
      if (host === undefined) return;
      hosts.delete(host);
      counts.kills++;
      host.process.kill('SIGKILL');
    },
    freeze(at, ms) {
      const host = pick(at);
      if (host === undefined) return;
      counts.freezes++;
      host.process.kill('SIGSTOP');
      setTimeout(() => host.process.kill('SIGCONT'), ms);
    },
    addresses: () => [...hosts].map(({ address }) => address).filter((address) => address !== ''),
    async killAll() {
      const ending = [...hosts].map(({ process: child }) => once(child, 'close'));
      for (const host of hosts) host.process.kill('SIGKILL');
      hosts.clear();
      await Promise.all(ending);
    },
  };
}
