/** Risk factors of what a call changes or takes away. A table for review; its columns are explained in factors.ts. */
import { leadsOut } from '../read/bodies/reach.ts';
import { ofDefence, ofDns } from '../read/bodies/telling-names.ts';
import { among, asks, deletes, isNamed, isOf, writes } from './conditions.ts';
import type { Factor } from './factor.ts';

export const changeFactors: readonly Factor[] = [
  {
    id: 'admission-webhook',
    weight: 2.2,
    why: 'A webhook or mutating policy sees, changes or refuses every object that is written to the cluster.',
    innocent: 'Installing or upgrading a policy engine, a mesh or a certificate manager.',
    next: 'Where does the webhook send objects to, or what does the policy change? Is it yours?',
    techniques: ['T1059.013'],
    when: (call) =>
      among(
        call.resource,
        'mutatingwebhookconfigurations validatingwebhookconfigurations mutatingadmissionpolicies mutatingadmissionpolicybindings apiservices',
      ) && writes(call),
  },
  {
    id: 'webhook-outside',
    weight: 1.8,
    why: 'The webhook sends objects of the cluster, secrets among them, to an address of its own choice.',
    innocent: 'A security service that is run elsewhere.',
    next: 'Whose address is it? Remove the webhook unless it was agreed on.',
    techniques: ['T1059.013'],
    when: asks('webhooks', leadsOut),
  },
  {
    id: 'dns-write',
    weight: 2,
    why: 'Who changes the DNS of the cluster decides where its names lead: any workload can be sent elsewhere.',
    innocent: 'Adding a stub domain to coredns-custom.',
    next: 'Compare the settings before and after: which names lead elsewhere now?',
    techniques: ['T1059.013'],
    when: (call) =>
      isOf(call, 'configmaps') && call.namespace === 'kube-system' && writes(call) && isNamed(call, ofDns),
  },
  {
    id: 'destruction',
    weight: 1.8,
    why: 'Takes away a namespace, storage or many objects at once.',
    innocent: 'Clearing up a test environment.',
    next: 'What is gone, and is there a backup? Stop the actor first.',
    techniques: ['T1485'],
    when: (call) =>
      deletes(call) &&
      (call.verb === 'deletecollection' ||
        among(
          call.resource,
          'namespaces persistentvolumes persistentvolumeclaims volumesnapshots customresourcedefinitions',
        )),
  },
  {
    id: 'many-deleted',
    weight: 2,
    why: 'The caller deleted many things one by one on this day: the sum of them takes away what a deleted namespace does.',
    innocent: 'Taking down an application by its chart or manifest.',
    next: 'What is gone, and is there a backup? Stop the actor first.',
    techniques: ['T1485'],
    when: (call) => deletes(call) && call.inAll.deleted >= 10,
  },
  {
    id: 'node-deleted',
    weight: 1.8,
    why: 'A node was taken out of the cluster: its workloads stop, and it no longer tells what runs on it.',
    innocent: 'Removing a broken machine by hand.',
    next: 'Does the machine still run? What ran on it?',
    techniques: ['T1485'],
    when: (call) => isOf(call, 'nodes') && deletes(call),
  },
  {
    id: 'workload-deleted',
    weight: 1.3,
    why: 'A workload was deleted: what it served is gone until somebody brings it back.',
    innocent: 'Clearing up what nobody uses.',
    next: 'Does anybody miss it? Is its definition kept elsewhere?',
    techniques: ['T1485'],
    when: (call) => isOf(call, 'deployments statefulsets daemonsets') && deletes(call),
  },
  {
    id: 'guard-removed',
    weight: 2,
    why: 'A workload of a security product was deleted or changed: what it watched is unwatched.',
    innocent: 'Upgrading or replacing the product.',
    next: 'Does its sensor still report from every node?',
    techniques: ['T1685'],
    when: (call) =>
      isOf(call, 'daemonsets deployments statefulsets pods') &&
      (deletes(call) || among(call.verb, 'update patch')) &&
      writes(call) &&
      isNamed(call, ofDefence),
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
    techniques: ['T1685'],
    when: (call) =>
      among(
        call.resource,
        'networkpolicies globalnetworkpolicies ciliumnetworkpolicies ciliumclusterwidenetworkpolicies podsecuritypolicies validatingadmissionpolicies validatingadmissionpolicybindings constrainttemplates clusterpolicies policyexceptions',
      ) &&
      writes(call) &&
      (call.verb !== 'create' || call.resource === 'policyexceptions'),
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
