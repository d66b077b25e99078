// What is wrong with what was asked for? Sentences that say what to do, empty where nothing is. Makes nothing.

import { sinkNames } from 'settings.bicep'

@export()
type Asked = {
  accounts: string[]
  clusters: string[]
  topics: string[]
  sinks: string[]
  emails: string[]
  door: string
  network: string
  auditEndpoints: bool
  sentinelWorkspaceId: string
  sentinelIncidents: string
  splunkUrl: string
}

func isId(id string, type string) bool =>
  length(split(id, '/')) == 9 && contains(toLower(id), '/providers/${toLower(type)}/') && startsWith(toLower(id), '/subscriptions/')

func areIds(ids string[], type string) bool => empty(filter(ids, id => !isId(id, type)))

@export()
func problemsOf(asked Asked) string[] =>
  filter(
    [
      areIds(asked.accounts, 'Microsoft.Storage/storageAccounts')
        ? ''
        : 'RARECALL_AUDIT_ACCOUNTS must be resource ids of storage accounts, by comma; az storage account list --query "[].id" lists them.'
      areIds(asked.clusters, 'Microsoft.ContainerService/managedClusters')
        ? ''
        : 'RARECALL_CLUSTERS must be resource ids of AKS clusters, by comma; az aks list --query "[].id" lists them.'
      areIds(asked.topics, 'Microsoft.EventGrid/systemTopics')
        ? ''
        : 'RARECALL_TOPICS must be resource ids of Event Grid system topics, by comma; az eventgrid system-topic list --query "[].id" lists them.'
      empty(asked.topics) || asked.door == 'queue' ? '' : 'RARECALL_TOPICS only goes with RARECALL_DOOR=queue: set that, or leave the topics out.'
      length(asked.topics) <= length(asked.accounts) ? '' : 'RARECALL_TOPICS names more topics than RARECALL_AUDIT_ACCOUNTS names accounts: give one an account, in the same order.'
      empty(filter(asked.sinks, sink => !contains(sinkNames, sink)))
        ? ''
        : 'RARECALL_SINKS must be some of ${join(sinkNames, ', ')}, by comma.'
      contains(asked.sinks, 'sentinel') && !isId(asked.sentinelWorkspaceId, 'Microsoft.OperationalInsights/workspaces')
        ? 'The sink sentinel needs RARECALL_SENTINEL_WORKSPACE, the resource id of its workspace; az monitor log-analytics workspace list --query "[].id" lists them.'
        : ''
      asked.sentinelWorkspaceId != '' && !contains(asked.sinks, 'sentinel')
        ? 'RARECALL_SENTINEL_WORKSPACE only goes with the sink sentinel: add it to RARECALL_SINKS, or leave the workspace out.'
        : ''
      asked.sentinelIncidents != 'none' && !contains(asked.sinks, 'sentinel')
        ? 'RARECALL_SENTINEL_INCIDENTS only goes with the sink sentinel: add it to RARECALL_SINKS, or leave the incidents out.'
        : ''
      empty(filter(asked.emails, email => !contains(email, '@')))
        ? ''
        : 'RARECALL_ALERT_EMAILS must be addresses of mail, by comma.'
      contains(asked.sinks, 'splunk') && asked.splunkUrl == ''
        ? 'The sink splunk needs RARECALL_SPLUNK_URL, the address of its HTTP Event Collector.'
        : ''
      asked.auditEndpoints && asked.network != 'private'
        ? 'RARECALL_AUDIT_ENDPOINTS only goes with RARECALL_NETWORK=private: set that, or leave the endpoints out.'
        : ''
    ],
    problem => problem != ''
  )
