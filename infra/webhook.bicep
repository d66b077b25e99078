// The second step of the door webhook: does Event Grid call the blob trigger? Deployed into the group of the app once its code runs,
// since only then the key is there that the trigger asks for. If it fails nothing else is the worse for it.

@description('Name of the function app: SERVICE_RARECALL_NAME of azd.')
@minLength(2)
param appName string

@description('Resource id of the first account that clusters archive to.')
@minLength(60)
param auditAccountId string

@description('As RARECALL_LOG_CONTAINER.')
param logContainer string = 'insights-logs-kube-audit'

resource site 'Microsoft.Web/sites@2024-11-01' existing = { name: appName }

module subscription 'app/webhook-subscription.bicep' = {
  name: 'webhook-${uniqueString(auditAccountId)}'
  scope: resourceGroup(split(auditAccountId, '/')[2], split(auditAccountId, '/')[4])
  params: {
    accountName: last(split(auditAccountId, '/'))
    appName: appName
    logContainer: logContainer
    address: 'https://${site.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.ingestLog&code=${listKeys('${site.id}/host/default', site.apiVersion).systemKeys.blobs_extension}'
  }
}
