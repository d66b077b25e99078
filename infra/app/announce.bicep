// What is put into our queue? Word of each new log blob, by the topic's own identity. Deployed in the group of the topic.

import { newLogs } from 'settings.bicep'

param topicName string

@description('Resource id of our account.')
param storeId string
param queueName string

param logContainer string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = { name: topicName }

resource subscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'rarecall-${uniqueString(storeId)}'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: newLogs(logContainer)
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: {
        endpointType: 'StorageQueue'
        properties: { resourceId: storeId, queueName: queueName, queueMessageTimeToLiveInSeconds: -1 }
      }
    }
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
  }
}
