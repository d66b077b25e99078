// Who hears of new blobs of an archive? The one topic that Event Grid has for it. Deployed in the group of the topic.

@description('Its name; it is made unless it is there.')
param name string

@description('Whether somebody else made it; its system-assigned identity must be switched on.')
param isThere bool

param tags object

@description('Resource id of the archive.')
param archiveId string

@description('Region of the archive.')
param location string

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (!isThere) {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: archiveId
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

resource others 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = if (isThere) {
  name: name
}

output principalId string = isThere ? others!.identity.principalId : topic!.identity.principalId
