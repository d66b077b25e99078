/**
 * Which attacks a ranking may be tuned on, and which ones only judge it. Fixed before any ranking was measured here.
 * Never move a scenario from one side to the other; new ones go to a new side.
 */
export const tuning: readonly string[] = [
  'dump-secrets',
  'create-token',
  'admin-clusterrole',
  'privileged-pod',
  'exec-elsewhere',
  'cronjob-persistence',
  'enumeration',
  'configmap-harvest',
  'delete-events',
  'image-swap',
];

export const heldOut: readonly string[] = [
  'steal-serviceaccount-token',
  'client-certificate',
  'hostpath-volume',
  'nodes-proxy',
  'webhook',
  'coredns',
  'anonymous-probing',
  'database-tunnel',
  'impersonation',
  'mass-delete',
  'log-scraping',
  'miner-daemonset',
  'ephemeral-container',
  'disable-defences',
  'copy-data',
  'drain-nodes',
];
