/**
 * The programs that the simulation knows beside kubectl, by name. Sources of what they call themselves:
 * client-go `rest/config.go` (`program/version (system) kubernetes/commit`, `v0.0.0` and `$Format` where it was built
 * without them, as k9s long was: trace in an issue of January 2023); Helm `pkg/cli` (`Helm/version`); the generator of
 * the Python client (`OpenAPI-Generator/version/python`); Go `net/http`; curl; the Kubernetes provider of Terraform.
 */
import type { Random } from '../random.ts';
import type { Step } from '../request.ts';
import { byWebSocket, type Client, isStream, withoutKubectl } from './client.ts';

const clientGo = (random: Random, program: string, version: string, system: string): string =>
  `${program}/${version} (${system}) kubernetes/${random.hex(7)}`;
const nameless = (program: string, system: string): string =>
  `${program}/v0.0.0 (${system}) kubernetes/$Format`;
const versionAsked: Step = { verb: 'get', resource: null, path: '/version' };
const mayI: Step = { verb: 'create', resource: 'selfsubjectaccessreviews' };

/** An informer: what was listed is watched until somebody turns to another page. */
function watched(step: Step, random: Random): readonly Step[] {
  const [sent] = withoutKubectl(step);
  if (sent === undefined) return [];
  if (sent.verb !== 'list') return [sent];
  const query = [sent.query, 'limit=500', 'resourceVersion=0'].filter((part) => part !== undefined).join('&');
  // Metrics are asked for again and again; they cannot be watched.
  if (sent.resource === 'podmetrics' || sent.resource === 'nodemetrics') return [sent];
  return [
    { ...sent, query },
    {
      ...sent,
      verb: 'watch',
      query: `allowWatchBookmarks=true&resourceVersion=${33_000_000 + random.int(9_000_000)}&timeoutSeconds=${300 + random.int(300)}&watch=true`,
      seconds: 1 + Math.ceil(random.exponential(20)),
    },
  ];
}

/** Helm owns what it writes, and looks whether it is there before it makes it. */
const managed = (step: Step): readonly Step[] =>
  withoutKubectl(step).flatMap((sent) => {
    if (sent.subresource !== undefined || !['create', 'patch', 'update'].includes(sent.verb)) return [sent];
    const mine = { ...sent, query: 'fieldManager=helm' };
    const { verb: _, query: __, body: ___, ...object } = sent;
    return sent.verb === 'create' ? [{ ...object, verb: 'get', code: 404 }, mine] : [mine];
  });

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const desktop = (system: string): string =>
  system.startsWith('darwin')
    ? 'Macintosh; Intel Mac OS X 10_15_7'
    : system.startsWith('windows')
      ? 'Windows NT 10.0; Win64; x64'
      : 'X11; Linux x86_64';

export const clients = {
  /** Its shell into a pod is kubectl's in truth; here it is its own, so that nothing is found by kubectl's name. */
  k9s: {
    agent: (random, system) =>
      random.chance(0.5)
        ? nameless('k9s', system)
        : clientGo(random, 'k9s', `v0.${30 + random.int(4)}.${random.int(8)}`, system),
    opens: [
      versionAsked,
      { verb: 'get', resource: null, path: '/api', query: 'timeout=32s' },
      { verb: 'get', resource: null, path: '/apis', query: 'timeout=32s' },
      mayI,
    ],
    sends: watched,
  },
  curl: { agent: (random) => `curl/8.${4 + random.int(10)}.0`, opens: [], sends: byWebSocket },
  python: {
    agent: (random) => `OpenAPI-Generator/${26 + random.int(8)}.1.0/python`,
    opens: [],
    // What opens its WebSockets sends no agent (kubernetes-client/python, stream/ws_client.py).
    sends: (step) => byWebSocket(step).map((sent) => (isStream(sent) ? { ...sent, nameless: true } : sent)),
  },
  go: {
    agent: (random, system) => (random.chance(0.5) ? 'Go-http-client/2.0' : nameless('main', system)),
    opens: [],
    sends: withoutKubectl,
  },
  helm: {
    agent: (random) => `Helm/3.${12 + random.int(7)}.${random.int(4)}`,
    opens: [versionAsked],
    sends: managed,
  },
  /** Claims to be what the machinery is. */
  kubelet: {
    agent: (random) =>
      clientGo(random, 'kubelet', `v1.${28 + random.int(6)}.${random.int(9)}`, 'linux/amd64'),
    opens: [],
    sends: withoutKubectl,
  },
  lens: {
    agent: (random, system) =>
      `Mozilla/5.0 (${desktop(system)}) ${chrome} OpenLens/6.5.${random.int(3)} Chrome/108.0.5359.215 Electron/22.3.27 Safari/537.36`,
    opens: [versionAsked, mayI],
    sends: watched,
  },
  /** The resource pages of the Azure portal, from the browser of who looks. */
  portal: {
    agent: (random, system) =>
      `Mozilla/5.0 (${desktop(system)}) ${chrome} Chrome/${141 + random.int(4)}.0.0.0 Safari/537.36`,
    opens: [mayI],
    sends: withoutKubectl,
  },
  terraform: {
    agent: (random) => `HashiCorp/1.0 Terraform/1.${9 + random.int(5)}.${random.int(6)}`,
    opens: [],
    sends: withoutKubectl,
  },
} as const satisfies Readonly<Record<string, Client>>;

export type ClientName = keyof typeof clients;
