// Where do clusters archive to, where there is no archive yet? An account that only Azure Monitor writes to, and that forgets.

param name string
param location string
param tags object

@description('Days after which a log is deleted.')
@minValue(1)
@maxValue(3650)
param days int

@description('Reached by private endpoints alone, and by Azure Monitor.')
param isPrivate bool

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    // Azure Monitor writes as a trusted service. Source: Microsoft, "Diagnostic settings in Azure Monitor".
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }
}

// Only here: an account of somebody else has rules of its own, and one deployment would replace them all.
resource forgetting 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'forget-logs'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['appendBlob'], prefixMatch: ['insights-logs-'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } }
          }
        }
      ]
    }
  }
}

output id string = account.id
