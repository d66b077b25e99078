// What is deployed, and what is it called? Names, the resource group, which modules, what they tell each other.
// What can be asked for are its parameters: lists are written by comma, and empty is "off". docs/deploy.md tells of each.

targetScope = 'subscription'

import { Settings, given, listed, ofSinks } from 'app/settings.bicep'
import { problemsOf } from 'app/problems.bicep'

@description('Name of this deployment: the resource group and all names are made of it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of the app; that of the archive is the cheapest.')
@minLength(1)
param location string

@description('Object id of who deploys, who may then put secrets into the vault; nobody where it is empty.')
param principalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
param principalType string = 'User'

@description('Plan: flex (Flex Consumption), dedicated (App Service P0v3), premium (Elastic Premium EP1).')
@allowed(['flex', 'dedicated', 'premium'])
param plan string = 'flex'

@description('Resource ids of the accounts that clusters archive to, by comma; empty: an account is made.')
param auditAccountIds string = ''

@description('Whether the deployment gives the app its read-only role on these accounts; else the command for it is an output.')
param grantAuditAccess bool = true

@description('Resource ids of AKS clusters whose audit log is archived from now on, by comma; their region is that of the first account.')
param clusterIds string = ''

@description('Days that logs are kept in the account that is made.')
@minValue(1)
@maxValue(3650)
param archiveDays int = 365

@description('Who tells of new log blobs before the sweep finds them: none, queue (Event Grid to a queue), webhook (a second step, see docs/deploy.md).')
@allowed(['none', 'queue', 'webhook'])
param door string = 'none'

@description('Resource ids of Event Grid topics that the accounts have already, by comma, in their order; only for the door queue.')
param topicIds string = ''

@description('private: own account and vault by private endpoints alone.')
@allowed(['public', 'private'])
param network string = 'public'

@description('Address range of the private network, /24 or larger.')
@minLength(9)
param addressPrefix string = '10.90.0.0/24'

@description('Whether the private network has endpoints to the archives, too.')
param auditEndpoints bool = false

@description('Sinks that are on, by comma: webhook, ocsf, splunk, sentinel, slack, teams. Their secrets must be in the vault before.')
param sinks string = ''

@description('Resource id of the workspace of Microsoft Sentinel; only for the sink sentinel.')
param sentinelWorkspaceId string = ''

@description('Region of that workspace; empty: that of the app.')
param sentinelLocation string = ''

@description('Incidents that Microsoft Sentinel makes of findings: of all that are at least so severe, or none.')
@allowed(['none', 'informational', 'low', 'medium', 'high', 'critical'])
param sentinelIncidents string = 'none'

@description('Days that telemetry is kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('Addresses that alerts are mailed to, by comma; nobody is told where it is empty, and no alert is made.')
param alertEmails string = ''

@description('Settings of the app, by their own names.')
param settings Settings = {}

param tags object = {}

var accountsGiven = listed(auditAccountIds)
var clusters = listed(clusterIds)
var topics = listed(topicIds)
var sinksOn = listed(toLower(sinks))
var emails = listed(alertEmails)
var problems = problemsOf({
  accounts: accountsGiven
  clusters: clusters
  topics: topics
  sinks: sinksOn
  emails: emails
  door: door
  network: network
  auditEndpoints: auditEndpoints
  sentinelWorkspaceId: sentinelWorkspaceId
  sentinelIncidents: sentinelIncidents
  splunkUrl: settings.?RARECALL_SPLUNK_URL ?? ''
})

// Every name is made of it: where something is wrong nothing is deployed, and all of it is said.
var token = empty(problems)
  ? toLower(uniqueString(subscription().id, environmentName, location))
  : fail('${join(problems, ' ')}')
var tagsOfAll = union(tags, { 'azd-env-name': environmentName })

var groupName = 'rg-${environmentName}'
var siteName = 'func-rarecall-${token}'
var storeName = 'st${token}'
var vaultName = 'kv-${token}'
var archiveName = 'starch${token}'
var workspaceName = 'log-${token}'
var insightsName = 'appi-${token}'
var networkName = 'vnet-${token}'
var identityName = 'id-${token}'
var announcedQueue = 'rarecall-announced'
var packageContainer = 'app-package'

var groupId = '${subscription().id}/resourceGroups/${groupName}'
var workspaceId = '${groupId}/providers/Microsoft.OperationalInsights/workspaces/${workspaceName}'
var storageId = 'Microsoft.Storage/storageAccounts'
var archiveIds = empty(accountsGiven) ? ['${groupId}/providers/${storageId}/${archiveName}'] : accountsGiven
var archives = map(archiveIds, id => {
  id: id
  subscription: split(id, '/')[2]
  group: split(id, '/')[4]
  name: last(split(id, '/'))
  blobs: 'https://${last(split(id, '/'))}.blob.${environment().suffixes.storage}'
})
var storeOf = {
  blob: 'https://${storeName}.blob.${environment().suffixes.storage}'
  queue: 'https://${storeName}.queue.${environment().suffixes.storage}'
  table: 'https://${storeName}.table.${environment().suffixes.storage}'
}
var logContainer = settings.?RARECALL_LOG_CONTAINER ?? ''
var logsIn = logContainer == '' ? 'insights-logs-kube-audit' : logContainer
var logCategory = settings.?RARECALL_LOG_CATEGORY ?? ''
var isPrivate = network == 'private'
var hearsByQueue = door == 'queue'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: groupName
  location: location
  tags: tagsOfAll
}

module identity 'app/identity.bicep' = {
  scope: group
  params: { name: identityName, location: location, tags: tagsOfAll }
}

module store 'app/store.bicep' = {
  scope: group
  params: {
    name: storeName
    location: location
    tags: tagsOfAll
    packageContainer: packageContainer
    announcedQueue: hearsByQueue ? announcedQueue : ''
    isPrivate: isPrivate
  }
}

module watch 'app/watch.bicep' = {
  scope: group
  params: {
    workspaceName: workspaceName
    insightsName: insightsName
    location: location
    tags: tagsOfAll
    retentionDays: logDays
  }
}

module workbook 'app/workbook.bicep' = {
  scope: group
  params: { workspaceId: workspaceId, location: location, tags: tagsOfAll }
  dependsOn: [watch]
}

var freshHours = settings.?RARECALL_FRESH_HOURS ?? ''

module alerts 'app/alerts.bicep' = if (!empty(emails)) {
  scope: group
  params: {
    workspaceId: workspaceId
    location: location
    tags: tagsOfAll
    emails: emails
    freshHours: freshHours == '' ? 6 : int(freshHours)
    isSweptRarely: (settings.?RARECALL_SWEEP_SCHEDULE ?? '') != ''
  }
  dependsOn: [watch]
}

module vault 'app/vault.bicep' = {
  scope: group
  params: { name: vaultName, location: location, tags: tagsOfAll, isPrivate: isPrivate }
}

module archive 'app/archive.bicep' = if (empty(accountsGiven)) {
  scope: group
  params: { name: archiveName, location: location, tags: tagsOfAll, days: archiveDays, isPrivate: isPrivate }
}

module roles 'app/roles.bicep' = {
  scope: group
  params: {
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
    uploadContainer: plan == 'premium' ? packageContainer : ''
    storeName: storeName
    vaultName: vaultName
    insightsName: insightsName
  }
  dependsOn: [store, vault, watch]
}

module reads 'app/archive-reader.bicep' = [
  for item in archives: if (grantAuditAccess || empty(accountsGiven)) {
    name: 'reads-${uniqueString(item.id)}'
    scope: resourceGroup(item.subscription, item.group)
    params: { accountName: item.name, appPrincipalId: identity.outputs.principalId }
    dependsOn: [archive]
  }
]

module clusterLogs 'app/cluster-logs.bicep' = [
  for id in clusters: {
    name: 'logs-${uniqueString(id)}'
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: {
      clusterName: last(split(id, '/'))
      accountId: archiveIds[0]
      category: logCategory == '' ? 'kube-audit' : logCategory
    }
    dependsOn: [archive]
  }
]

var ownServices = map(['blob', 'queue', 'table'], service => {
  id: '${groupId}/providers/${storageId}/${storeName}'
  service: service
})
var vaultService = { id: '${groupId}/providers/Microsoft.KeyVault/vaults/${vaultName}', service: 'vault' }
var archiveServices = auditEndpoints || empty(accountsGiven) ? map(archiveIds, id => { id: id, service: 'blob' }) : []

module net 'app/network.bicep' = if (isPrivate) {
  scope: group
  params: {
    name: networkName
    location: location
    tags: tagsOfAll
    addressPrefix: addressPrefix
    isFlex: plan == 'flex'
    targets: concat(ownServices, [vaultService], archiveServices)
  }
  dependsOn: [store, vault, archive]
}

module sentinel 'app/sentinel.bicep' = if (contains(sinksOn, 'sentinel')) {
  name: 'sentinel-${token}'
  scope: resourceGroup(split(sentinelWorkspaceId, '/')[?2] ?? '', split(sentinelWorkspaceId, '/')[?4] ?? '')
  params: {
    workspaceName: last(split(sentinelWorkspaceId, '/'))
    ruleName: 'dcr-rarecall-${token}'
    location: sentinelLocation == '' ? location : sentinelLocation
    tags: tagsOfAll
    appPrincipalId: identity.outputs.principalId
    retentionDays: 90
  }
}

module sentinelRule 'app/sentinel-incidents.bicep' = if (contains(sinksOn, 'sentinel') && sentinelIncidents != 'none') {
  name: 'sentinel-incidents-${token}'
  scope: resourceGroup(split(sentinelWorkspaceId, '/')[?2] ?? '', split(sentinelWorkspaceId, '/')[?4] ?? '')
  params: {
    workspaceName: last(split(sentinelWorkspaceId, '/'))
    ruleId: guid('rarecall-incidents', token)
    least: sentinelIncidents
  }
  // A rule whose table is not there is refused.
  dependsOn: [sentinel]
}

module events 'app/events.bicep' = if (hearsByQueue) {
  scope: group
  params: {
    archives: archives
    topicIds: topics
    topicNamePrefix: 'evgt-${token}'
    tags: tagsOfAll
    storeName: storeName
    queueName: announcedQueue
    logContainer: logsIn
  }
  dependsOn: [store, archive]
}

module host 'app/host.bicep' = {
  scope: group
  params: {
    name: siteName
    planName: 'plan-${token}'
    location: location
    tags: tagsOfAll
    plan: plan
    identityId: '${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identityName}'
    packageUrl: plan == 'flex'
      ? '${storeOf.blob}/${packageContainer}'
      : '${storeOf.blob}/${packageContainer}/rarecall.zip'
    subnetId: isPrivate ? '${groupId}/providers/Microsoft.Network/virtualNetworks/${networkName}/subnets/app' : ''
    settings: union(
      given(settings),
      ofSinks(sinksOn, settings, 'https://${vaultName}${environment().suffixes.keyvaultDns}/'),
      contains(sinksOn, 'sentinel')
        ? {
            RARECALL_SENTINEL_URL: sentinel!.outputs.address
            RARECALL_SENTINEL_RULE: sentinel!.outputs.ruleId
          }
        : {},
      length(archives) > 1 ? { RARECALL_MORE_LOGS: join(map(skip(archives, 1), item => item.blobs), ',') } : {},
      {
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
        APPLICATIONINSIGHTS_CONNECTION_STRING: watch.outputs.connectionString
        AzureWebJobsStorage__blobServiceUri: storeOf.blob
        AzureWebJobsStorage__clientId: identity.outputs.clientId
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__queueServiceUri: storeOf.queue
        AzureWebJobsStorage__tableServiceUri: storeOf.table
        RARECALL_BLOB_SOURCE: { none: 'none', queue: 'EventGridQueue', webhook: 'EventGrid' }[door]
        RARECALL_LOGS__blobServiceUri: archives[0].blobs
        RARECALL_LOGS__clientId: identity.outputs.clientId
        RARECALL_LOGS__credential: 'managedidentity'
        // Our own: what the blob trigger could not work on is put there, and the archive stays read-only.
        RARECALL_LOGS__queueServiceUri: storeOf.queue
      }
    )
  }
  dependsOn: [roles, reads, net]
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = groupName
output AZURE_KEY_VAULT_NAME string = vaultName
output SERVICE_RARECALL_NAME string = siteName
output SERVICE_RARECALL_URI string = host.outputs.address
output RARECALL_STORAGE_NAME string = storeName
output RARECALL_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output RARECALL_WORKBOOK_ID string = workbook.outputs.workbookId
output RARECALL_ARCHIVES string = join(archiveIds, ',')

@description('What whoever owns the accounts runs, where the deployment was not to give the role.')
output RARECALL_GRANT_COMMANDS array = grantAuditAccess
  ? []
  : map(
      accountsGiven,
      id =>
        'az role assignment create --assignee-object-id ${identity.outputs.principalId} --assignee-principal-type ServicePrincipal --role "Storage Blob Data Reader" --scope ${id}'
    )
