// Who may put messages into our queue? The topic of an archive, and nothing but put.

import { role } from 'role.bicep'

param storeName string
param queueName string

@description('The identity of the topic.')
param topicPrincipalId string

resource store 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storeName

  resource queues 'queueServices' existing = {
    name: 'default'

    resource queue 'queues' existing = { name: queueName }
  }
}

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: store::queues::queue
  name: guid(store::queues::queue.id, topicPrincipalId, role.queueSender)
  properties: {
    principalId: topicPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.queueSender)
  }
}
