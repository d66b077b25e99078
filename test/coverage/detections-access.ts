/** Public detections of tunnels, questions, refusals, callers without identity, and rights that are given. */
import type { Detection } from './detection.ts';
import { elastic, elasticAks, falco, panther } from './sources.ts';

export const accessDetections: readonly Detection[] = [
  {
    what: 'a port is forwarded',
    sources: [falco('port-forward')],
    sample: '18-port-forward',
    isOfCaller: true,
    shows: 'The token of a workload opens a tunnel to the database of its team, from an unknown address.',
    factors: ['port-forward', 'service-account-outside'],
  },
  {
    what: 'an ephemeral container is added to a pod',
    sources: [
      elastic(
        'privilege_escalation_kubernetes_ephemeral_container_added_to_pod',
        '09dbfda85bac61732159165af733dbb373212645',
      ),
      falco('EphemeralContainers Created'),
    ],
    sample: '19-ephemeral-container',
    shows: 'A developer adds a container to a running pod of another team.',
    factors: ['debug-container'],
  },
  {
    what: 'a kubelet is reached through the API server',
    sources: [
      elastic('privilege_escalation_api_proxy_to_node', '79da3933019f619593cb93ddb1dfc66d7348324f'),
      elastic(
        'privilege_escalation_kubernetes_api_server_proxy_request_to_kubelet',
        '054e02247f63a62dc67f44bcaebb79df28217d19',
      ),
    ],
    sample: '20-kubelet-proxy',
    shows: 'A platform engineer asks a kubelet for its pods through nodes/proxy, and has it run a command.',
    factors: ['node-proxy', 'node-proxy-run'],
  },
  {
    what: 'a machine asks what it may do',
    sources: [
      elasticAks(
        'discovery_azure_aks_suspicious_self_subject_review',
        'e14892506b9f08ce55a9e6815baffba5d3074cb0',
      ),
    ],
    sample: '21-own-permissions',
    isOfCaller: true,
    shows: 'The token of a workload asks what it may do, with kubectl from an unknown address.',
    factors: ['permission-questions', 'permission-questions-machine'],
  },
  {
    what: 'several kinds of things are refused to one caller',
    sources: [
      elasticAks('discovery_azure_aks_api_request_failure_burst', '06a4632d6f31aa88fcc09bcb85ad1d8b5ffdd725'),
    ],
    sample: '22-refusal-burst',
    isOfCaller: true,
    shows: "A pod's service account asks for five kinds of things with curl and is refused all of them.",
    factors: ['denied', 'denied-many'],
  },
  {
    what: 'many refusals from a public address; secrets refused',
    sources: [
      panther('k8s_multiple_403_public_ip', '392ea397ad8104a7c6a59ad58109ca0ab58b79b1'),
      panther('k8s_secret_access_denied', '7918d8026ae2c6ebfe2da23ea0661b8345568a82'),
    ],
    sample: '23-many-refusals-outside',
    isOfCaller: true,
    shows: "A developer's credentials try twelve kinds of things from an unknown address; all are refused.",
    factors: ['secrets', 'denied-many', 'new-public-ip'],
  },
  {
    what: 'a create is refused; a new program is refused',
    sources: [
      elastic('execution_forbidden_creation_request', '96a42627202eddfa129f02b5df951cee8ef43ff7'),
      elastic(
        'execution_forbidden_request_from_unsual_user_agent',
        '958665f265ed427c9cfc13be41e0cb5dc1eb2426',
      ),
    ],
    sample: '24-refused-create',
    shows: 'A developer tries to make a pod in kube-system from a Python script, and is refused.',
    factors: ['denied'],
  },
  {
    what: 'many kinds of things are listed within a minute',
    sources: [
      elasticAks('discovery_azure_aks_multi_resource_discovery', '11c94bdc190765e1f27e71c632d960f71731fab7'),
    ],
    sample: '25-cluster-survey',
    shows: 'A pipeline that only deploys lists seven kinds of things of the whole cluster.',
    factors: ['survey'],
  },
  {
    what: 'a caller without identity is let in',
    sources: [
      elastic('initial_access_anonymous_request_authorized', 'f02bde8361aeb23f2fb96b3284086500a692dff6'),
      falco('Anonymous Request Allowed'),
    ],
    sample: '26-anonymous-allowed',
    isOfCaller: true,
    shows: 'Somebody without an identity lists all pods, and gets them.',
    factors: ['anonymous', 'anonymous-allowed'],
  },
  {
    what: 'a caller without identity looks around; makes a pod',
    sources: [
      elasticAks(
        'discovery_azure_aks_anonymous_endpoint_permission_enumeration',
        '708332d3b0eaeda64e0b5401d3e9cf8a35e1a753',
      ),
      elastic(
        'execution_anonymous_create_update_patch_pod_request',
        '6292861a990eff0ce2723a9bf0367dd4e25fcbde',
      ),
    ],
    sample: '27-anonymous-enumeration',
    isOfCaller: true,
    shows: 'Somebody without an identity is refused six kinds of things, and then makes a pod.',
    factors: ['anonymous', 'anonymous-allowed', 'denied-many', 'workload-write'],
  },
  {
    what: 'cluster-admin is bound',
    sources: [
      elastic('persistence_cluster_admin_rolebinding_created', '62bcb8977f7ecb64630bd6f770336264c5b2b245'),
      falco('Attach to cluster-admin Role'),
    ],
    sample: '28-cluster-admin-bound',
    shows: 'A platform engineer binds cluster-admin to a developer.',
    factors: ['rbac-write', 'grants-everything'],
  },
  {
    what: 'a role with wildcards, escalate, bind, impersonate',
    sources: [
      elastic(
        'persistence_sensitive_role_creation_or_modification',
        'fc649518e04400ce61c62daf5be1539d097d7642',
      ),
      panther('k8s_role_wildcard', '6f4310cee4974bb8b6e538cde9bc0c417a71f3d6'),
    ],
    sample: '29-rights-over-rights',
    shows:
      'A platform engineer makes a role that allows everything, and gives another escalate, bind and impersonate.',
    factors: ['rbac-write', 'grants-everything', 'grants-rights'],
  },
  {
    what: 'a role reaches pods/exec or nodes/proxy',
    sources: [
      falco('ClusterRole With Pod Exec Created'),
      panther('k8s_role_node_proxy_permissions', '19879d5aa430a20bb8b3b066976cf4444ecd7e3f'),
    ],
    sample: '30-role-reaches-pods',
    shows: 'A platform engineer makes one role that runs commands in pods, and one that reaches kubelets.',
    factors: ['rbac-write', 'grants-reach'],
  },
  {
    what: 'a service account gets a role, or gives one',
    sources: [
      elastic('persistence_service_account_bound_to_clusterrole', 'd2bf5ef02933a2098a068ef7915a2e58f5a223fd'),
      elastic(
        'privilege_escalation_service_account_rbac_write_operation',
        '24559532883dd3ff4fed12993c930d83b91c876a',
      ),
    ],
    sample: '31-account-and-rights',
    isOfCaller: true,
    shows:
      'A job of the cluster, which deletes old jobs with kubectl, binds a ClusterRole to the account of a workload.',
    factors: ['rbac-write', 'rbac-machine'],
  },
  {
    what: "a role of Kubernetes' own is changed",
    sources: [
      falco('System ClusterRole Modified/Deleted'),
      panther('k8s_system_role_modified', '7918d8026ae2c6ebfe2da23ea0661b8345568a82'),
    ],
    sample: '32-system-role',
    shows: 'A platform engineer widens system:discovery.',
    factors: ['rbac-write', 'system-role-write'],
  },
  {
    what: 'rights are changed, then a workload',
    sources: [
      elastic(
        'privilege_escalation_sensitive_rbac_change_followed_by_workload_modification',
        '27c83c7fe7860d6b21756ab6156ba5eaa217000a',
      ),
    ],
    sample: '33-rights-then-workload',
    shows:
      'A pipeline binds itself to edit in a namespace, and three minutes later changes a deployment there: one finding holds both.',
    factors: ['rbac-write', 'workload-write'],
  },
  {
    what: 'a token of a service account is asked for',
    sources: [
      elasticAks(
        'credential_access_azure_aks_service_account_token_requested',
        '3c9725f171205fd40e8c083aacff131da40f4268',
      ),
      panther('k8s_serviceaccount_token_created', '08a63bfa88298faff96c657026603ab2bdfd0a59'),
    ],
    sample: '34-token-requested',
    shows: "A platform engineer asks for a token of a workload's account.",
    factors: ['token'],
  },
  {
    what: 'a client certificate is asked for and approved',
    sources: [
      elasticAks(
        'credential_access_azure_aks_csr_created_or_approved',
        '1a56a152a084ed854c4c0a20def007f9130e1ac9',
      ),
      panther('k8s_client_certificate_created', '8b065fa2f42b4a2b130f8857509d288bc0c8639f'),
    ],
    sample: '35-client-certificate',
    shows: 'A platform engineer asks for a certificate that the API server takes as a user, and approves it.',
    factors: ['certificate-request', 'certificate-client'],
  },
];
