// What is the app told? Every setting that may be given by hand, and what becomes of those that are. Makes nothing.
// Settings that the deployment decides itself are not among them: accounts, source of blobs, what sinks are sent to.

@export()
@description('Settings by their own names; an empty one is one that is not given. What each means is in the README.')
@sealed()
type Settings = {
  RARECALL_LOG_CONTAINER: string?
  RARECALL_LOG_CATEGORY: string?
  RARECALL_CLIENTS: string?
  RARECALL_AGENTS: string?
  RARECALL_SEAL_AFTER: string?
  RARECALL_SWEEP_DAYS: string?
  RARECALL_FRESH_HOURS: string?
  RARECALL_ROW_BUDGET: string?
  RARECALL_GRACE_HOURS: string?
  RARECALL_BASELINE_DAYS: string?
  RARECALL_LEARNING_DAYS: string?
  RARECALL_CLIENT_IP: string?
  RARECALL_EGRESS: string?
  RARECALL_PRIVATE_CLUSTERS: string?
  RARECALL_FINDINGS_PER_DAY: string?
  RARECALL_REVEAL: string?
  RARECALL_NAMES: string?
  RARECALL_SWEEP_SCHEDULE: string?
  RARECALL_RANK_SCHEDULE: string?
  RARECALL_TELL_SCHEDULE: string?
  RARECALL_FORGET_SCHEDULE: string?
  RARECALL_RETENTION_DAYS: string?
  RARECALL_FINDINGS_DAYS: string?
  RARECALL_REPORT_CONTAINER: string?
  RARECALL_PUBLIC_URL: string?
  RARECALL_LINK_DAYS: string?
  RARECALL_LINK_WORK: string?
  RARECALL_OCSF_VERSION: string?
  @description('Only where the sink splunk is on.')
  RARECALL_SPLUNK_URL: string?
  RARECALL_SPLUNK_INDEX: string?
}

@export()
@description('The sinks that can be switched on.')
var sinkNames = ['webhook', 'ocsf', 'splunk', 'sentinel', 'slack', 'teams']

@export()
@description('Bands of risk, twenty points each.')
var severities = ['informational', 'low', 'medium', 'high', 'critical']

@export()
@description('The secrets of each sink: setting -> name in the vault. Addresses that let anybody post are secrets as well.')
var sinkSecrets = {
  webhook: { RARECALL_WEBHOOK_URL: 'webhook-url', RARECALL_WEBHOOK_SECRET: 'webhook-secret' }
  ocsf: { RARECALL_OCSF_URL: 'ocsf-url', RARECALL_OCSF_SECRET: 'ocsf-secret' }
  splunk: { RARECALL_SPLUNK_TOKEN: 'splunk-token' }
  sentinel: {}
  slack: { RARECALL_SLACK_URL: 'slack-url' }
  teams: { RARECALL_TEAMS_URL: 'teams-url' }
}

@export()
@description('A list that is written by comma.')
func listed(text string) string[] => filter(map(split(text, ','), part => trim(part)), part => part != '')

@export()
@description('The settings that were given, but those of sinks.')
func given(settings object) object =>
  toObject(
    filter(items(settings), item => item.value != '' && !startsWith(item.key, 'RARECALL_SPLUNK_')),
    item => item.key,
    item => item.value
  )

@export()
@description('Settings of the sinks that are on, each secret as a reference to the vault.')
func ofSinks(sinks array, settings object, vaultUri string) object =>
  union(
    toObject(
      flatten(map(sinks, sink => items(sinkSecrets[sink]))),
      secret => secret.key,
      secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret.value})'
    ),
    contains(sinks, 'splunk')
      ? toObject(
          filter(items(settings), item => item.value != '' && startsWith(item.key, 'RARECALL_SPLUNK_')),
          item => item.key,
          item => item.value
        )
      : {}
  )

@export()
@description('Which events are of new logs. Neither the call nor the length is looked at: what Azure Monitor makes is empty at first.')
func newLogs(logContainer string) object => {
  includedEventTypes: ['Microsoft.Storage.BlobCreated']
  // The slash matters: the name of the container begins that of kube-audit-admin.
  subjectBeginsWith: '/blobServices/default/containers/${logContainer}/blobs/'
  subjectEndsWith: '.json'
}
