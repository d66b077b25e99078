// Where do findings go in Microsoft Sentinel? Into a table of its workspace, by a rule that has an address of its own.
// Deployed in the group of the workspace.

import { role } from 'role.bicep'

param workspaceName string
param ruleName string
param location string
param tags object

@description('The identity of the app.')
param appPrincipalId string

@minValue(4)
@maxValue(730)
param retentionDays int

var columns = loadJsonContent('../sentinel-columns.json')
var stream = 'Custom-RarecallFindings'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource findings 'Microsoft.OperationalInsights/workspaces/tables@2023-09-01' = {
  parent: workspace
  name: 'RarecallFindings_CL'
  properties: {
    plan: 'Analytics'
    retentionInDays: retentionDays
    totalRetentionInDays: retentionDays
    schema: {
      name: 'RarecallFindings_CL'
      // The same columns, in the spelling of tables.
      columns: map(columns, column => {
        name: column.name
        type: column.type == 'datetime' ? 'dateTime' : column.type
      })
    }
  }
}

// Only a rule of this kind has an address; it cannot be given one later.
resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: ruleName
  location: location
  tags: tags
  kind: 'Direct'
  properties: {
    streamDeclarations: { '${stream}': { columns: columns } }
    destinations: { logAnalytics: [{ name: 'workspace', workspaceResourceId: workspace.id }] }
    dataFlows: [
      {
        streams: [stream]
        destinations: ['workspace']
        transformKql: 'source'
        outputStream: 'Custom-${findings.name}'
      }
    ]
  }
}

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: rule
  name: guid(rule.id, appPrincipalId, role.metricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.metricsPublisher)
  }
}

output address string = rule.properties.endpoints.logsIngestion
output ruleId string = rule.properties.immutableId
