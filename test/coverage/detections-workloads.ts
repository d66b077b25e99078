/** Public detections of workloads, of what guards and serves the cluster, and of what is taken away. */
import type { Detection } from './detection.ts';
import { defender, elastic, elasticAks, falco, panther, sigma, splunk } from './sources.ts';

export const workloadDetections: readonly Detection[] = [
  {
    what: "privileged pods, host namespaces, capabilities, the node's paths",
    sources: [
      elastic('privilege_escalation_privileged_pod_created', '201bd172d8bce69ce3ced7334a83428244bb5917'),
      falco('Create Sensitive Mount Pod'),
      sigma('kubernetes_audit_hostpath_mount', 'dd3d4c415f89b25a1781a10b67e4a33c798b442b'),
    ],
    sample: '36-dangerous-pod',
    shows:
      "A developer makes a privileged pod with the node's disk and processes, and one in the node's network.",
    factors: ['dangerous-workload', 'host-settings', 'workload-write'],
  },
  {
    what: "a pod gets an account of the cluster's controllers",
    sources: [
      elastic(
        'privilege_escalation_suspicious_assignment_of_controller_service_account',
        'b8974fb87e3e24d082edb7040d87d68999bec05f',
      ),
    ],
    sample: '37-controller-account',
    shows: 'A platform engineer makes a pod in kube-system that acts as a controller.',
    factors: ['controller-account', 'system-namespace-write'],
  },
  {
    what: 'a pod or service account is made in kube-system',
    sources: [
      falco('Pod Created in Kube Namespace'),
      falco('Service Account Created in Kube Namespace'),
      sigma('kubernetes_audit_pod_in_system_namespace', 'a1dc74254d7ed6e7c3c9c666e5718da7c5b249dd'),
    ],
    sample: '38-made-in-kube-system',
    shows: "A platform engineer makes a pod that is named like the cluster's own, and a service account.",
    factors: ['system-namespace-write', 'workload-write', 'service-account-write'],
  },
  {
    what: 'a DaemonSet, a CronJob',
    sources: [
      panther('k8s_daemonset_created', 'bd33713b6cba6301bdf8590e2b2869d4b1ee31cd'),
      sigma('kubernetes_audit_cronjob_modification', 'b5569494bad954ceb20d00d246aa0931d57d267b'),
    ],
    sample: '39-lasting-workloads',
    shows:
      'An operator makes a DaemonSet; the job that deletes old jobs makes a CronJob that runs every five minutes.',
    factors: ['daemonset-write', 'job-write'],
  },
  {
    what: 'a container is put beside those of a deployment; an unusual program changes one',
    sources: [
      sigma('kubernetes_audit_sidecar_injection', '5c669edab89f39a18779c360043788f1a2e6c7e4'),
      elastic(
        'privilege_escalation_sensitive_workload_modification_by_user_agent',
        '0042eb1179768107c05f70ebec1b33a117748d9b',
      ),
    ],
    sample: '40-sidecar-by-odd-client',
    isOfCaller: true,
    shows:
      'With the token of the job that deletes old jobs a Python script adds a container with an unknown image to a deployment.',
    factors: ['workload-write', 'image-new'],
  },
  {
    what: 'images of miners and scanners',
    sources: [
      defender('K8S_MaliciousContainerImage'),
      splunk('kubernetes_suspicious_image_pulling', 'aa5a5a0041c7bf6dce11ca6ee4826f1573524ef4'),
    ],
    sample: '41-miner-image',
    shows: 'An operator deploys an image that is named like a coin miner.',
    factors: ['image-tool', 'workload-write'],
  },
  {
    what: 'admission webhooks and policies',
    sources: [
      elastic(
        'persistence_kubernetes_admission_webhook_created_or_modified',
        'f5a6dce7d0345e00f410f949f01ca71e6c7c8b4f',
      ),
      sigma('kubernetes_audit_change_admission_controller', '13841b8df2892d0dce893c34cd0bd81e5cf63a18'),
    ],
    sample: '42-admission-hook',
    shows: 'A platform engineer makes a webhook that sends every object elsewhere, and a mutating policy.',
    factors: ['admission-webhook', 'webhook-outside'],
  },
  {
    what: 'events are deleted',
    sources: [
      elasticAks('defense_evasion_azure_aks_events_deleted', '75be5918bafe6a6c389f6e36d9be6584d5531fb9'),
      sigma('kubernetes_audit_events_deleted', '2bfb0935a08c52859f2653bf51dbf9f4bbb5d7aa'),
    ],
    sample: '43-events-deleted',
    shows: 'An operator deletes the events of a namespace.',
    factors: ['events-deleted', 'destruction'],
  },
  {
    what: 'a deployment is deleted',
    sources: [
      sigma('kubernetes_audit_deployment_deleted', 'a1dc74254d7ed6e7c3c9c666e5718da7c5b249dd'),
      falco('K8s Deployment Deleted'),
    ],
    sample: '44-deployment-deleted',
    shows: 'The job that deletes old jobs deletes the metrics server.',
    factors: ['workload-deleted', 'system-namespace-write'],
  },
  {
    what: 'NodePort services; databases and dashboards behind a load balancer',
    sources: [
      elastic(
        'persistence_exposed_service_created_with_type_nodeport',
        '0b4763256701f78f752537ab153797774cc39ca0',
      ),
      defender('K8S_ExposedPostgresBroadIPRange'),
    ],
    sample: '45-service-opened',
    shows:
      'An operator opens a port on every node, and puts a dashboard in kube-system behind a public address.',
    factors: ['exposed', 'exposed-inside'],
  },
  {
    what: 'an ingress without TLS',
    sources: [
      falco('Ingress Object without TLS Certificate Created'),
      panther('k8s_ingress_without_tls', '7918d8026ae2c6ebfe2da23ea0661b8345568a82'),
    ],
    sample: '46-ingress-without-tls',
    shows: 'An operator makes an ingress of his own team that speaks plain HTTP.',
    factors: ['exposed-plain'],
    untold:
      'It is named as a risk, and a small one: told where it is rarer still, or among graver calls of the same caller. Which ingresses lack TLS is asked of the cluster better than of its log.',
  },
];
