/** Hits and near misses of the factors of what a call runs and opens. */
import { addVerbs, type Edges, each, type Facts, readVerbs, undone } from '../facts.ts';

const asked = (applied: Facts['applied'] = {}): Facts => ({ verb: 'create', applied });

export const workloadEdges: Readonly<Record<string, Edges>> = {
  'dangerous-workload': {
    hits: [
      'privileged',
      'hostPID',
      'hostProcess',
      'hostPath:/',
      'hostPath:/etc/kubernetes',
      'hostPath:/var/lib/kubelet',
      'hostPath:/var/run/docker.sock',
      'hostPath:/run/containerd/containerd.sock',
      'hostPath:/proc',
      'capability:SYS_ADMIN',
      'capability:ALL',
    ].map((danger) => asked({ dangerous: ['hostNetwork', danger] })),
    misses: [
      asked({ dangerous: [] }),
      { verb: 'create' },
      ...[
        'hostNetwork',
        'hostPort:80',
        'hostPath:/var/log',
        'hostPath:/etcd',
        'capability:CHOWN',
        'capability:SYS_ADMINS',
      ].map((danger) => asked({ dangerous: [danger] })),
      { ...asked({ dangerous: ['privileged'] }), verb: 'get' },
      ...undone(asked({ dangerous: ['privileged'] })),
    ],
  },
  'workload-write': {
    hits: each('pods deployments statefulsets replicasets replicationcontrollers', addVerbs),
    misses: [
      ...each('pods deployments statefulsets replicasets replicationcontrollers', `${readVerbs} delete`),
      ...each('daemonsets jobs', addVerbs),
      ...each('deployments', addVerbs, { subresource: 'scale' }),
      ...undone({ resource: 'pods', verb: 'create' }),
      { resource: 'pods', subresource: 'eviction', verb: 'create' },
    ],
  },
  'daemonset-write': {
    hits: each('daemonsets', addVerbs),
    misses: [
      ...each('daemonsets', `${readVerbs} delete`),
      ...each('deployments', addVerbs),
      ...each('daemonsets', addVerbs, { subresource: 'status' }),
      ...undone({ resource: 'daemonsets', verb: 'patch' }),
    ],
  },
  'job-write': {
    hits: each('jobs cronjobs', addVerbs),
    misses: [
      ...each('jobs cronjobs', `${readVerbs} delete`),
      ...each('pods', addVerbs),
      ...each('jobs', addVerbs, { subresource: 'status' }),
      ...undone({ resource: 'jobs', verb: 'create' }),
    ],
  },
  'host-settings': {
    hits: ['hostNetwork', 'hostPort:80', 'hostPath:/var/log', 'seccomp:Unconfined', 'capability:CHOWN'].map(
      (danger) => asked({ dangerous: [danger] }),
    ),
    misses: [
      asked({ dangerous: [] }),
      { verb: 'create' },
      asked({ dangerous: ['hostNetwork', 'privileged'] }),
      ...undone(asked({ dangerous: ['hostNetwork'] })),
    ],
  },
  'image-tool': {
    hits: [
      'docker.io/x/xmrig:6',
      'aquasec/kube-hunter',
      'kalilinux/kali-rolling:latest',
      'nmap',
      'registry.example/tools/nmap@sha256:ab',
      'x/peirates',
      'x/my-xmrig-build',
    ].map((image) => asked({ images: ['busybox', image] })),
    misses: [
      ...['busybox', 'registry.example/shop/nmapper:1', 'torch:2', 'kalibrate', 'registry.example/alike'].map(
        (image) => asked({ images: [image] }),
      ),
      ...undone(asked({ images: ['nmap'] })),
      { ...asked({ images: ['nmap'] }), verb: 'list' },
    ],
  },
  'image-new': {
    hits: [
      { verb: 'create', seen: { newImages: ['busybox'] } },
      { resource: 'deployments', verb: 'patch', seen: { newImages: ['a', 'b'] } },
    ],
    misses: [
      asked({ images: ['busybox'] }),
      { seen: { newImages: ['busybox'] } },
      ...undone({ verb: 'create', seen: { newImages: ['busybox'] } }),
    ],
  },
  exposed: {
    hits: ['NodePort', 'NodePort 30080', 'LoadBalancer 443', 'LoadBalancer', 'externalIP 203.0.113.7'].map(
      (place) => asked({ exposes: [place] }),
    ),
    misses: [
      asked({ exposes: [] }),
      asked({ exposes: ['LoadBalancer 443 internal'] }),
      asked({ exposes: ['externalName db.example.com'] }),
      ...undone(asked({ exposes: ['NodePort 30080'] })),
    ],
  },
  'exposed-inside': {
    hits: ['LoadBalancer 5432', 'LoadBalancer 6379', 'LoadBalancer 10250'].map((place) =>
      asked({ exposes: ['LoadBalancer 443', place] }),
    ),
    misses: [
      ...['LoadBalancer 443', 'LoadBalancer 5432 internal', 'LoadBalancer 54321', 'NodePort 5432'].map(
        (place) => asked({ exposes: [place] }),
      ),
      ...undone(asked({ exposes: ['LoadBalancer 5432'] })),
    ],
  },
  'exposed-plain': {
    hits: ['Ingress shop.example.com without TLS', 'Ingress * without TLS'].map((place) =>
      asked({ exposes: [place] }),
    ),
    misses: [
      asked({ exposes: [] }),
      asked({ exposes: ['LoadBalancer 80', 'externalName x'] }),
      ...undone(asked({ exposes: ['Ingress * without TLS'] })),
    ],
  },
};
