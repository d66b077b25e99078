// Who may read an archive? The app, and nothing but read. Deployed in the group of the archive, which may be anybody's.

import { role } from 'role.bicep'

param accountName string

@description('The identity of the app.')
param appPrincipalId string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: accountName }

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appPrincipalId, role.blobReader)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.blobReader)
  }
}
