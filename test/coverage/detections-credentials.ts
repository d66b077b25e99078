/** Public detections of credentials that are read, and of what is run in containers. */
import type { Detection } from './detection.ts';
import { defender, elastic, elasticAks, falco, panther, sigma, splunk } from './sources.ts';

export const credentialDetections: readonly Detection[] = [
  {
    what: 'a secret is read',
    sources: [
      elasticAks('credential_access_azure_aks_secret_get_access', '82f48cf33de9530e15126f82cf56b225447f4603'),
      falco('K8s Secret Get Successfully'),
      sigma('kubernetes_audit_secrets_enumeration', 'a1dc74254d7ed6e7c3c9c666e5718da7c5b249dd'),
    ],
    sample: '01-secret-read',
    shows: 'A job of the cluster, which deletes old jobs with kubectl, reads a secret of a team.',
    factors: ['secrets'],
  },
  {
    what: 'secrets of the whole cluster are listed',
    sources: [panther('k8s_secrets_dump_all_namespaces', '6f4310cee4974bb8b6e538cde9bc0c417a71f3d6')],
    sample: '02-secrets-everywhere',
    shows: 'The same job lists the secrets of all namespaces.',
    factors: ['secrets', 'secrets-everywhere'],
  },
  {
    what: 'secrets of system namespaces are listed',
    sources: [
      elasticAks(
        'credential_access_azure_aks_secrets_list_sensitive_namespaces',
        '6cd1d4416b9afc63a560419e8ce2b89fe38d8766',
      ),
    ],
    sample: '03-secrets-of-system',
    shows: 'A developer lists the secrets of cert-manager.',
    factors: ['secrets', 'secrets-system'],
  },
  {
    what: 'many distinct secrets are read within minutes',
    sources: [
      elasticAks(
        'credential_access_azure_aks_rapid_secret_get_activity',
        '4cef90e5f406fe362dd9d340d26d198336f19ed4',
      ),
      panther('k8s_secret_enumeration', '4221958f635049f2a4619a949c02dd4cdabe2ed6'),
    ],
    sample: '04-many-secrets',
    shows:
      'A pipeline that only deploys to its own team reads eight secrets of another by their names within half a minute.',
    factors: ['secrets', 'secrets-many'],
  },
  {
    what: 'a secret is read by curl, Python, a bare Go client, Kali',
    sources: [
      elasticAks(
        'credential_access_azure_aks_secret_access_suspicious_user_agent',
        '33502971c8ab8b6c99ac1a458e90ee31847d8cf2',
      ),
    ],
    sample: '05-secret-by-curl',
    isOfCaller: true,
    shows:
      'A pipeline that deploys with kubectl reads a secret of its own team with curl, from its own address.',
    factors: ['secrets', 'secrets-bare-client'],
  },
  {
    what: 'a secret is read by the identity of a node or pod',
    sources: [
      elasticAks(
        'credential_access_azure_aks_secret_read_by_node_or_pod_sa',
        '0a2afb8e73cd3db12b13c4de8fa902847d1176ab',
      ),
    ],
    sample: '06-secret-by-machine',
    isOfCaller: true,
    shows:
      "A pod's service account lists secrets with curl; a node's identity reads one with kubectl. Both from within the cluster.",
    factors: ['secrets', 'secrets-machine', 'node-identity'],
  },
  {
    what: 'a secret is read from a new address, with a new program',
    sources: [
      splunk('kubernetes_abuse_of_secret_by_unusual_location', 'aa5a5a0041c7bf6dce11ca6ee4826f1573524ef4'),
      splunk('kubernetes_abuse_of_secret_by_unusual_user_agent', '61a3a7bf3e72ed2bcd9169808d71d6de812eec52'),
    ],
    sample: '07-secret-from-new-place',
    isOfCaller: true,
    shows:
      'The credentials of that pipeline read a secret of its own team from an unknown address with another kubectl.',
    factors: ['secrets', 'new-public-ip'],
  },
  {
    what: 'a secret is changed or deleted',
    sources: [
      sigma('kubernetes_audit_secrets_modified_or_deleted', '9a93907b4f63f639ae73c12a4511cb1a35b71f16'),
      falco('K8s Secret Deleted'),
    ],
    sample: '08-secret-written',
    shows: 'A developer patches one secret of another team and deletes another.',
    factors: ['secret-write'],
  },
  {
    what: 'a ConfigMap holds credentials',
    sources: [falco('Create/Modify Configmap With Private Credentials')],
    sample: '09-configmap-with-password',
    shows: 'A developer writes a password into a ConfigMap of his own team, as he writes others.',
    factors: [],
    untold:
      'What Secrets and ConfigMaps hold is never read, so that it can never leak; and AKS logs no bodies of ConfigMaps. The write itself is daily work.',
  },
  {
    what: 'the DNS of the cluster is changed',
    sources: [
      elasticAks(
        'credential_access_azure_aks_coredns_configmap_modified',
        'f8b018e53d793d971b7a6f163c6448fa30c6f15b',
      ),
      defender('K8S_CoreDnsModification'),
    ],
    sample: '10-cluster-dns',
    shows: 'The job that deletes old jobs patches coredns-custom.',
    factors: ['dns-write', 'system-namespace-write'],
  },
  {
    what: 'exec and attach',
    sources: [
      elastic('execution_user_exec_to_pod', 'efa201a3e265440d44d7b71b4e664a84dd43e4c1'),
      falco('Attach/Exec Pod'),
    ],
    sample: '11-exec-and-attach',
    shows: 'A developer opens a shell in a pod of another team, and attaches to it.',
    factors: ['exec', 'attach'],
  },
  {
    what: 'exec of a reverse shell',
    sources: [
      elastic(
        'execution_kubernetes_pod_exec_potential_reverse_shell',
        '09dbfda85bac61732159165af733dbb373212645',
      ),
    ],
    sample: '12-reverse-shell',
    shows: 'An operator, who often runs commands in these pods, runs one that opens a shell to elsewhere.',
    factors: ['exec', 'command-reverse-shell'],
  },
  {
    what: "exec asks the cloud's metadata service",
    sources: [
      elastic(
        'credential_access_kubernetes_pod_exec_cloud_instance_metadata',
        'ab28d0c1053944665e21b1a28b9ec6dcbe9a89bb',
      ),
    ],
    sample: '13-cloud-metadata',
    shows: "The same operator asks for a token of the node's managed identity with curl in a pod.",
    factors: ['exec', 'command-metadata'],
  },
  {
    what: 'exec reads files with credentials',
    sources: [
      elastic(
        'credential_access_kubernetes_pod_exec_sensitive_file_access',
        '52d68198682e74880946b5ad9ef314721b8ef7cd',
      ),
      panther('k8s_steal_serviceaccount_token', 'fb92eaabe61e1890ff0b6fd39c1d40c5ebd57f9b'),
    ],
    sample: '14-credential-files',
    shows: "The same operator reads the pod's token, the environment of its process, and a private key.",
    factors: ['exec', 'command-token', 'command-environment', 'command-credentials'],
  },
  {
    what: 'exec of curl or wget to an https address',
    sources: [
      elastic('execution_kubernetes_pod_exec_curl_wget_https', 'a5ff3384b1f230a842c0096b7425f3954047d84b'),
    ],
    sample: '15-exec-download',
    shows: 'The same operator fetches a file from outside into a pod.',
    factors: ['exec', 'command-download'],
  },
  {
    what: 'files are copied out of a pod',
    sources: [panther('k8s_kubectl_cp_operation', '392ea397ad8104a7c6a59ad58109ca0ab58b79b1')],
    sample: '16-copy-out-of-pod',
    shows: 'The same operator packs a folder of a pod to the output of the command, as kubectl cp does.',
    factors: ['exec', 'command-copy-out'],
  },
  {
    what: 'tools of attackers in commands and agents',
    sources: [
      sigma('kubernetes_audit_suspicious_enumeration_or_attack', '5c5f6b35f79f9606b8747db8c0f20c4a435cb519'),
    ],
    sample: '17-attack-tool',
    isOfCaller: true,
    shows: 'The same operator runs TruffleHog in a pod; then rakkess asks what his credentials may do.',
    factors: ['command-attack-tool', 'attack-distribution'],
  },
];
