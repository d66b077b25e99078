// Who may do what in the group of the app? Roles elsewhere are given where the resource is.

import { role } from 'role.bicep'

@description('The identity of the app.')
param appPrincipalId string

@description('Who deploys; nobody where it is empty.')
param deployerPrincipalId string

@allowed(['User', 'Group', 'ServicePrincipal'])
param deployerPrincipalType string

@description('Container that the deployer uploads the package to; none where it is empty.')
param uploadContainer string

param storeName string
param vaultName string
param insightsName string

resource store 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: storeName }
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: vaultName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

var storeRoles = [role.blobOwner, role.queueContributor, role.tableContributor]

resource onStore 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for id in storeRoles: {
    scope: store
    name: guid(store.id, appPrincipalId, id)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', id)
    }
  }
]

resource onVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, role.secretsUser)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.secretsUser)
  }
}

resource onInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, appPrincipalId, role.metricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.metricsPublisher)
  }
}

resource deployerOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (deployerPrincipalId != '') {
  scope: vault
  name: guid(vault.id, deployerPrincipalId, role.secretsOfficer)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.secretsOfficer)
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' existing = {
  parent: store
  name: 'default'
}

resource upload 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = {
  parent: blobs
  name: uploadContainer == '' ? 'none' : uploadContainer
}

resource deployerOnPackage 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (deployerPrincipalId != '' && uploadContainer != '') {
  scope: upload
  name: guid(upload.id, deployerPrincipalId, role.blobContributor)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobContributor)
  }
}
