/** Namespaces with what stands in them: workloads, pods, configuration, and their names. Refuses to know who works there. */
import { itemAt, type Random, suffixOf } from './random.ts';

export interface Workload {
  readonly name: string;
  readonly replicas: number;
  /** Days between deployments: the pods get new names each time. */
  readonly cadence: number;
  readonly kind: 'deployments' | 'statefulsets';
}

export interface Namespace {
  readonly name: string;
  readonly team: string;
  readonly workloads: readonly Workload[];
  readonly configs: readonly string[];
  readonly secrets: readonly string[];
  readonly cronjobs: readonly string[];
  /** Day of the simulation on which it was made. */
  readonly since: number;
}

const apps = [
  'web', 'api', 'worker', 'gateway', 'cart', 'catalog', 'search', 'pricing', 'invoice', 'ledger', 'mailer', 'auth',
  'profile', 'media', 'import', 'export', 'reports', 'scheduler', 'notify', 'stock', 'orders', 'quotes', 'portal',
]; // biome-ignore format: a list of words
const stores = ['postgres', 'redis', 'rabbitmq', 'mongo', 'elastic', 'minio'];
const stages = ['', '-dev', '-test', '-stage'];

export const podName = (workload: Workload, day: number, index: number): string => {
  if (workload.kind === 'statefulsets') return `${workload.name}-${index % workload.replicas}`;
  const generation = Math.floor(day / workload.cadence);
  const set = suffixOf(`${workload.name}/${generation}`, 9);
  return `${workload.name}-${set}-${suffixOf(`${set}/${index % workload.replicas}`, 5)}`;
};

export function namespaceOf(random: Random, team: string, index: number, since: number): Namespace {
  const stage = itemAt(stages, index);
  const name = index < stages.length ? `${team}${stage}` : `${team}-${random.pick(apps)}${index}`;
  const workloads: Workload[] = [];
  const count = 2 + random.int(5);
  for (let i = 0; i < count; i++) {
    workloads.push({
      name: `${team}-${random.pick(apps)}`,
      replicas: 1 + random.int(4),
      cadence: 1 + random.int(9),
      kind: 'deployments',
    });
  }
  if (random.chance(0.7)) {
    workloads.push({
      name: `${team}-${random.pick(stores)}`,
      replicas: 1 + random.int(3),
      cadence: 99,
      kind: 'statefulsets',
    });
  }
  const first = itemAt(workloads, 0).name;
  return {
    name,
    team,
    workloads,
    configs: [`${first}-config`, `${team}-settings`, 'kube-root-ca.crt'],
    secrets: [`${first}-secrets`, `${team}-db-credentials`, `${team}-tls`, 'regcred'],
    cronjobs: random.chance(0.6) ? [`${team}-nightly`, `${team}-cleanup`] : [],
    since,
  };
}

/** The namespace of the cluster's own parts. */
export const kubeSystem: Namespace = {
  name: 'kube-system',
  team: 'platform',
  workloads: [
    { name: 'coredns', replicas: 2, cadence: 40, kind: 'deployments' },
    { name: 'metrics-server', replicas: 2, cadence: 40, kind: 'deployments' },
    { name: 'konnectivity-agent', replicas: 2, cadence: 40, kind: 'deployments' },
    { name: 'ama-logs-rs', replicas: 1, cadence: 21, kind: 'deployments' },
  ],
  configs: ['coredns', 'coredns-custom', 'cluster-autoscaler-status', 'container-azm-ms-agentconfig'],
  secrets: ['bootstrap-token-4ad1pq', 'aks-managed-tls', 'konnectivity-certs'],
  cronjobs: [],
  since: 0,
};

/** The namespace of the platform team's tools. */
export const monitoring: Namespace = {
  name: 'monitoring',
  team: 'platform',
  workloads: [
    { name: 'prometheus-server', replicas: 2, cadence: 99, kind: 'statefulsets' },
    { name: 'grafana', replicas: 1, cadence: 20, kind: 'deployments' },
    { name: 'loki', replicas: 3, cadence: 99, kind: 'statefulsets' },
  ],
  configs: ['grafana-dashboards', 'prometheus-rules'],
  secrets: ['grafana-admin', 'alertmanager-webhook'],
  cronjobs: ['loki-compact'],
  since: 0,
};
