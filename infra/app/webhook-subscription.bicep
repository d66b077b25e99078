// Who calls the blob trigger? The topic that Event Grid has or makes for the archive. Deployed in the group of the archive.

import { newLogs } from 'settings.bicep'

param accountName string
param appName string
param logContainer string

@description('With the key of the trigger.')
@secure()
param address string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: accountName }

// On the account itself: this form takes the topic that is there, whoever made it.
resource subscription 'Microsoft.EventGrid/eventSubscriptions@2025-02-15' = {
  scope: account
  name: appName
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: newLogs(logContainer)
    destination: {
      endpointType: 'WebHook'
      properties: { endpointUrl: address, maxEventsPerBatch: 1 }
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
  }
}
