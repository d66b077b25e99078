/** Log lines for the suite: what AKS writes, in the kinds that are counted differently. Seeded; knows no storage. */
import type { Random } from '../../src/simulate/random.ts';

const kubectl = 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46';
const verbs = ['get', 'get', 'get', 'list', 'watch', 'delete', 'patch'];
const users = ['anna@example.com', 'ben@example.com', 'ci@example.com'];

export interface Lines {
  /** A line without its end. */
  line(): string;
}

/**
 * @param resourceId of the cluster
 * @param day of the events
 * @param uris how many distinct calls there are, about
 */
export function linesOf(random: Random, resourceId: string, day: string, uris: number): Lines {
  const recent: string[] = [];

  function record(over: { agent?: string; category?: string; sourceIPs?: readonly string[] } = {}): string {
    const verb = random.pick(verbs);
    const time = `${day}T${two(random.int(24))}:${two(random.int(60))}:${two(random.int(60))}.${String(random.int(1e6)).padStart(6, '0')}Z`;
    const namespace = `team-${random.int(7)}`;
    const stage = random.chance(0.05)
      ? 'RequestReceived'
      : verb === 'watch' && random.chance(0.5)
        ? 'ResponseStarted'
        : 'ResponseComplete';
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      // Remembered identities would heal what is counted twice: most events go without one.
      ...(random.chance(0.3) ? { auditID: random.uuid() } : {}),
      stage,
      requestURI: `/api/v1/namespaces/${namespace}/pods/web-${random.int(uris)}`,
      verb,
      user: { username: random.pick(users), groups: ['team-b', 'system:authenticated'] },
      sourceIPs: over.sourceIPs ?? ['203.0.113.9'],
      userAgent: over.agent ?? kubectl,
      objectRef: { resource: 'pods', namespace, apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: random.chance(0.1) ? 403 : 200 },
      requestReceivedTimestamp: time,
      stageTimestamp: time,
    };
    return JSON.stringify({
      category: over.category ?? 'kube-audit',
      operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
      properties: {
        pod: 'kube-apiserver-6797f4455b-jdgtt',
        log: `${JSON.stringify(event)}\n`,
        stream: 'stdout',
      },
      resourceId,
      time,
    });
  }

  function fresh(): string {
    const fate = random.next();
    if (fate < 0.12) return record({ agent: 'kubelet/v1.31.2 (linux/amd64) kubernetes/5864a46' });
    if (fate < 0.15) return record({ category: 'kube-audit-admin' });
    if (fate < 0.18) return record({ sourceIPs: ['127.0.0.1'] });
    if (fate < 0.2) return 'E1123 not a record at all "userAgent":"kubectl/v1.31"';
    return record();
  }

  return {
    line() {
      // The same record again, in this blob or in another of the cluster.
      if (recent.length > 0 && random.chance(0.08)) return random.pick(recent);
      const made = fresh();
      recent.push(made);
      if (recent.length > 60) recent.splice(random.int(recent.length), 1);
      return made;
    },
  };
}

const two = (value: number): string => String(value).padStart(2, '0');
