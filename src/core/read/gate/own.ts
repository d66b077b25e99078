/**
 * AKS's own identities that have no `system:` ahead of their names: exact, since whoever may name himself would name
 * himself like one. `masterclient` is none of them: the admin kubeconfig, which people use.
 */
export const ownNames: readonly string[] = [
  // Real records of 2020 and 2024: the control plane as it calls itself, its monitoring, its probe, the nodes of old.
  'aksService',
  'hcpService',
  'readinessChecker',
  'nodeclient',
  // Exceptions of Elastic's detection rules for AKS.
  'acsService',
];

export const isOwn = (user: string): boolean => ownNames.includes(user);
