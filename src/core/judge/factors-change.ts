/** Risk factors of what a call changes or takes away. A table for review; its columns are explained in factors.ts. */
import { adds, among, deletes, type Factor, isOf, writes } from './factor.ts';

export const changeFactors: readonly Factor[] = [
  {
    id: 'rbac-write',
    weight: 2.2,
    why: 'Whoever changes roles and bindings can give rights to anybody, also to themselves.',
    innocent: 'Onboarding, a chart that brings its own roles.',
    next: 'Compare the role or binding before and after: who gained what?',
    techniques: ['T1098.006'],
    when: (call) =>
      among(call.resource, 'roles rolebindings clusterroles clusterrolebindings') && writes(call),
  },
  {
    id: 'service-account-write',
    weight: 1.3,
    why: 'A service account is an identity that nobody is asked about at leaving.',
    innocent: 'A new application or pipeline.',
    next: 'Is it bound to a role, and has it been used?',
    techniques: ['T1136.001'],
    when: (call) => isOf(call, 'serviceaccounts') && adds(call),
  },
  {
    id: 'certificate-request',
    weight: 2.2,
    why: 'A signed client certificate is a lasting identity that cannot be revoked one by one.',
    innocent: 'Setting up a kubelet or a component by the platform team.',
    next: 'Which user and groups does the request name, and was it approved?',
    techniques: ['T1098'],
    when: (call) => call.resource === 'certificatesigningrequests' && writes(call),
  },
  {
    id: 'admission-webhook',
    weight: 2.2,
    why: 'A webhook sees, changes or refuses every object that is written to the cluster.',
    innocent: 'Installing or upgrading a policy engine, a mesh or a certificate manager.',
    next: 'Where does the webhook send objects to? Is that service yours?',
    techniques: ['T1059.013'],
    when: (call) =>
      among(call.resource, 'mutatingwebhookconfigurations validatingwebhookconfigurations apiservices') &&
      writes(call),
  },
  {
    id: 'dangerous-workload',
    weight: 2.5,
    why: 'The object asked for powers over its node: privileged, host paths, host namespaces or capabilities.',
    innocent: 'A node agent for storage, network or monitoring.',
    next: 'Look at image and settings below. Is the workload known? Where does it run?',
    techniques: ['T1611', 'T1610'],
    when: (call) => (call.applied?.dangerous.length ?? 0) > 0,
  },
  {
    id: 'workload-write',
    weight: 1.2,
    why: "A new or changed workload runs code of the caller's choice in the cluster.",
    innocent: 'A deployment by hand.',
    next: 'Which image? Was there a change request?',
    techniques: ['T1610'],
    when: (call) =>
      isOf(call, 'pods deployments statefulsets replicasets replicationcontrollers') && adds(call),
  },
  {
    id: 'daemonset-write',
    weight: 1.6,
    why: 'A DaemonSet runs on every node at once and comes back when it is removed from one.',
    innocent: 'Installing or upgrading a node agent.',
    next: 'Which image and which mounts? Who maintains it?',
    techniques: ['T1543.005', 'T1610'],
    when: (call) => isOf(call, 'daemonsets') && adds(call),
  },
  {
    id: 'job-write',
    weight: 1.3,
    why: 'Jobs run once or on a schedule, long after whoever made them has gone.',
    innocent: 'A migration or a backup started by hand.',
    next: 'What does the job run, as which service account?',
    techniques: ['T1053.007'],
    when: (call) => isOf(call, 'jobs cronjobs') && adds(call),
  },
  {
    id: 'destruction',
    weight: 1.8,
    why: 'Takes away a namespace, storage or many objects at once.',
    innocent: 'Clearing up a test environment.',
    next: 'What is gone, and is there a backup? Stop the actor first.',
    techniques: ['T1485'],
    when: (call) =>
      call.verb === 'deletecollection' ||
      (deletes(call) &&
        among(
          call.resource,
          'namespaces persistentvolumes persistentvolumeclaims volumesnapshots customresourcedefinitions',
        )),
  },
  {
    id: 'events-deleted',
    weight: 2,
    why: 'Events expire by themselves; removing them removes traces.',
    innocent: 'Almost none.',
    next: 'What happened in that namespace in the hour before?',
    techniques: ['T1070'],
    when: (call) => call.resource === 'events' && deletes(call),
  },
  {
    id: 'defence-weakened',
    weight: 1.7,
    why: 'Network and admission policies hold an intruder back; this call changed or removed one.',
    innocent: 'Policy work by the platform or security team.',
    next: 'Compare the policy before and after. What can talk to what now?',
    techniques: ['T1562.001'],
    when: (call) =>
      among(
        call.resource,
        'networkpolicies ciliumnetworkpolicies podsecuritypolicies validatingadmissionpolicies constrainttemplates',
      ) && among(call.verb, 'update patch delete deletecollection'),
  },
  {
    id: 'system-namespace-write',
    weight: 1.5,
    why: 'Something was changed in a namespace that the cluster itself lives from.',
    innocent: 'Platform work on an add-on.',
    next: 'Which object, and is it managed by AKS? Look for a second change soon after.',
    techniques: ['T1059.013'],
    when: (call) =>
      among(call.namespace, 'kube-system kube-public kube-node-lease gatekeeper-system') && writes(call),
  },
];
