/** Public detections of whose identity is used, from where, and of machines that do what they never do. */
import type { Detection } from './detection.ts';
import { defender, elastic, falco, panther } from './sources.ts';

export const identityDetections: readonly Detection[] = [
  {
    what: 'a privileged identity is taken on',
    sources: [
      elastic(
        'privilege_escalation_kubernetes_api_request_impersonating_privileged_identity',
        '09dbfda85bac61732159165af733dbb373212645',
      ),
    ],
    sample: '47-as-the-machinery',
    isOfCaller: true,
    shows: 'A platform engineer acts as a controller of the cluster, and with the group system:masters.',
    factors: ['impersonation', 'impersonation-system', 'cluster-admin-group'],
  },
  {
    what: 'a machine identity calls from a public address',
    sources: [panther('k8s_system_principal_public_ip', '6f4310cee4974bb8b6e538cde9bc0c417a71f3d6')],
    sample: '48-machine-from-outside',
    isOfCaller: true,
    shows:
      "The token of a workload is used with kubectl from an unknown address; from there, too, comes a controller's, with the controller's own agent.",
    factors: ['service-account-outside'],
  },
  {
    what: 'calls from Tor and proxies',
    sources: [
      panther('k8s_ioc_activity', '6f4310cee4974bb8b6e538cde9bc0c417a71f3d6'),
      defender('K8S_TI_Proxy'),
    ],
    sample: '49-from-a-proxy',
    isOfCaller: true,
    shows: "An operator's credentials list the pods of his own team from an unknown address.",
    factors: ['new-public-ip'],
    untold:
      'No list of Tor exits and proxies is shipped or asked for: this product works without the network. Their addresses are new ones, as those of travellers are, and raise the risk of what is done from them.',
  },
  {
    what: 'agents of scanners, such as kube-hunter',
    sources: [defender('K8S_PenTestToolsKubeHunter')],
    sample: '50-scanner-agent',
    isOfCaller: true,
    shows: "A pod's service account lists namespaces, pods and roles with kube-hunter.",
    factors: ['attack-distribution'],
  },
  {
    what: 'a service account does what it never does',
    sources: [defender('K8S_ServiceAccountRareOperation')],
    sample: '51-account-does-else',
    isOfCaller: true,
    shows: 'The job that deletes old jobs asks for a token of another account.',
    factors: ['token'],
  },
  {
    what: 'secrets through the proxy of Azure Arc',
    sources: [
      elastic(
        'credential_access_azure_arc_proxy_secret_configmap_access',
        '37017500266bfb68a0d8e010309258e5c820bfb5',
      ),
    ],
    sample: '52-arc-proxy',
    isOfCaller: true,
    shows: "The service account of Azure Arc's proxy lists all secrets as a user who was never seen.",
    factors: ['secrets', 'secrets-everywhere', 'impersonation'],
  },
  {
    what: 'an unknown node joins',
    sources: [falco('Untrusted Node Successfully Joined the Cluster')],
    sample: '53-node-joins',
    shows: 'A platform engineer registers a node with kubectl.',
    factors: ['node-added', 'first-in-cluster'],
  },
];
