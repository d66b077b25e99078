/** Who calls in the invented logs of benchmarks: the machinery of a cluster of fifty nodes, people, and scripts. Seeded. */

export interface BenchCaller {
  readonly user: object;
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
}

type Random = () => number;

const release = 'v1.30.3 (linux/amd64) kubernetes/6fc0a69';
const unset = 'v0.0.0 (linux/amd64) kubernetes/$Format';
const nodes = 50;
/** Nodes and pods reach the API server by the cluster's way out, controllers within AKS. */
const egress = '20.50.60.70';
const inside = '172.31.16.64';

const hexOf = (random: Random, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

/** Identities are as Kubernetes 1.30 writes them: a pod's token names its pod and node. */
export function machinery(random: Random): readonly BenchCaller[] {
  const uid = (): string =>
    `${hexOf(random, 8)}-${hexOf(random, 4)}-4${hexOf(random, 3)}-8${hexOf(random, 3)}-${hexOf(random, 12)}`;
  const accounts = new Map<string, string>();
  const account = (name: string, userAgent: string, ip: string, node: string | null): BenchCaller => {
    const id = accounts.get(name) ?? uid();
    accounts.set(name, id);
    const pod = {
      'authentication.kubernetes.io/credential-id': [`JTI=${uid()}`],
      'authentication.kubernetes.io/node-name': [node],
      'authentication.kubernetes.io/node-uid': [uid()],
      'authentication.kubernetes.io/pod-name': [`${name}-${hexOf(random, 5)}`],
      'authentication.kubernetes.io/pod-uid': [uid()],
    };
    const user = {
      username: `system:serviceaccount:kube-system:${name}`,
      uid: id,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
      ...(node === null ? {} : { extra: pod }),
    };
    return { user, userAgent, sourceIPs: [ip] };
  };
  const own = (username: string, userAgent: string): BenchCaller => ({
    user: { username, groups: ['system:masters', 'system:authenticated'] },
    userAgent,
    sourceIPs: [inside],
  });
  const names = Array.from(
    { length: nodes },
    (_, at) => `aks-pool1-31415926-vmss${String(at).padStart(6, '0')}`,
  );
  const kubelets = names.map((name) => ({
    user: { username: `system:node:${name}`, groups: ['system:nodes', 'system:authenticated'] },
    userAgent: `kubelet/${release}`,
    sourceIPs: [egress],
  }));
  const onNodes = (name: string, userAgent: string) =>
    names.map((node) => account(name, userAgent, egress, node));
  const repeated = (caller: BenchCaller): BenchCaller[] => Array.from({ length: nodes }, () => caller);
  const controllers = ['generic-garbage-collector', 'replicaset-controller', 'endpointslice-controller'].map(
    (name) =>
      account(
        name,
        `kube-controller-manager/${release}/system:serviceaccount:kube-system:${name}`,
        inside,
        null,
      ),
  );
  return [
    kubelets,
    onNodes('csi-azuredisk-node-sa', `csi-azuredisk-node/${unset}`),
    onNodes('cloud-node-manager', `cloud-node-manager/${unset}/cloud-node-manager`),
    controllers.flatMap(repeated),
    repeated(own('aksService', `kube-scheduler/${release}/leader-election`)),
    repeated(own('hcpService', 'Prometheus/2.51.0')),
    repeated(
      account(
        'metrics-server',
        'metrics-server/v0.7.1 (linux/amd64) kubernetes/b6b5b2d',
        egress,
        names[0] ?? '',
      ),
    ),
    repeated(account('coredns', `coredns/${unset}`, egress, names[1] ?? '')),
  ].flat();
}

const otherAgents = [
  'k9s/v0.32.5 (linux/amd64) kubernetes/$Format',
  'Helm/3.15.2',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  'HashiCorp/1.0 Terraform/1.7.0',
  'deployer/v0.0.0 (linux/amd64) kubernetes/$Format',
];

/** A person, or every third time a script with the account of a workload. */
export function otherClient(random: Random): BenchCaller {
  if (random() < 1 / 3)
    return {
      user: {
        username: 'system:serviceaccount:shop:sync',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
      },
      userAgent: 'OpenAPI-Generator/29.0.0/python',
      sourceIPs: [egress],
    };
  return {
    user: {
      username: 'ada@example.com',
      groups: ['system:authenticated'],
      extra: { oid: [hexOf(random, 32)] },
    },
    userAgent: otherAgents[Math.floor(random() * otherAgents.length)] ?? '',
    sourceIPs: [`203.0.113.${Math.floor(random() * 250)}`],
  };
}
