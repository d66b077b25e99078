// Where is kept what it counts and finds? One account of its own, without shared keys.

param name string
param location string
param tags object

@description('Container that the package of the app is put into.')
param packageContainer string

@description('Queue that Event Grid puts its messages into; none where it is empty.')
param announcedQueue string

@description('Reached by private endpoints alone.')
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
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    // Event Grid delivers by its identity, as a trusted service.
    networkAcls: { bypass: 'AzureServices', defaultAction: isPrivate ? 'Deny' : 'Allow' }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: packageContainer
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource announced 'queues' = if (announcedQueue != '') {
      name: announcedQueue == '' ? 'none' : announcedQueue
    }
  }
}

output id string = account.id
