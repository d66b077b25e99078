// How does word of new logs come to our queue? From the topic of each archive: made, or there already.

param archives { id: string, subscription: string, group: string, name: string, blobs: string }[]

@description('Topics that are there already, in the order of the archives.')
param topicIds string[]

param topicNamePrefix string
param tags object
param storeName string
param queueName string
param logContainer string

var topics = map(range(0, length(archives)), at => {
  isThere: at < length(topicIds)
  name: at < length(topicIds) ? last(split(topicIds[at], '/')) : '${topicNamePrefix}-${at}'
  subscription: at < length(topicIds) ? split(topicIds[at], '/')[2] : archives[at].subscription
  // Of the archive's subscription it must be. In our group where that may be: then it goes with us.
  group: at < length(topicIds)
    ? split(topicIds[at], '/')[4]
    : archives[at].subscription == subscription().subscriptionId ? resourceGroup().name : archives[at].group
})

module place 'place.bicep' = [
  for item in archives: {
    name: 'place-${uniqueString(item.id)}'
    scope: resourceGroup(item.subscription, item.group)
    params: { accountName: item.name }
  }
]

module topic 'topic.bicep' = [
  for (item, at) in topics: {
    name: 'topic-${uniqueString(archives[at].id)}'
    scope: resourceGroup(item.subscription, item.group)
    params: {
      name: item.name
      isThere: item.isThere
      tags: tags
      archiveId: archives[at].id
      location: place[at].outputs.location
    }
  }
]

module announcer 'announcer.bicep' = [
  for (item, at) in topics: {
    name: 'announcer-${uniqueString(archives[at].id)}'
    params: { storeName: storeName, queueName: queueName, topicPrincipalId: topic[at].outputs.principalId }
  }
]

module announce 'announce.bicep' = [
  for (item, at) in topics: {
    name: 'announce-${uniqueString(archives[at].id)}'
    scope: resourceGroup(item.subscription, item.group)
    params: {
      topicName: item.name
      storeId: resourceId('Microsoft.Storage/storageAccounts', storeName)
      queueName: queueName
      logContainer: logContainer
    }
    dependsOn: [announcer]
  }
]
