// What does a cluster archive, and where? Deployed in the group of the cluster.

param clusterName string

@description('Resource id of the account; it must be in the region of the cluster.')
param accountId string

param category string

resource cluster 'Microsoft.ContainerService/managedClusters@2025-10-01' existing = { name: clusterName }

resource setting 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: cluster
  name: 'rarecall'
  properties: {
    storageAccountId: accountId
    logs: [{ category: category, enabled: true }]
  }
}
