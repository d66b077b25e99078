/**
 * Names of objects that tell what a call is about, wherever they stand among others: of so many as a caller likes they are
 * kept first. Knows names; refuses to know what is done to what bears them.
 * Sources: Kubernetes, default roles and bindings; AKS docs, CoreDNS; the charts of security products.
 */

/** Of roles and bindings that come with Kubernetes. */
export const ofAccess = /^(?:system:|(?:cluster-admin|admin|edit|view)$)/;

/** Of what decides where names lead. */
export const ofDns = /^(?:coredns(?:-custom|-autoscaler)?|kube-dns|node-local-dns)$/;

/** Of workloads that watch over others. */
export const ofDefence =
  /(?:^|-)(?:falco|falcosidekick|tetragon|tracee|sysdig|aqua|neuvector|twistlock|kubearmor|defender|microsoft-defender|crowdstrike|falcon-sensor|wazuh|gatekeeper|kyverno|trivy-operator)(?=-|$)/;

export const isTelling = (name: string): boolean =>
  ofAccess.test(name) || ofDns.test(name) || ofDefence.test(name);
