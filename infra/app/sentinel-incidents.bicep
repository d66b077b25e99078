// What becomes of findings in Microsoft Sentinel? Incidents: one a story, with an alert for each version of a finding.
// Deployed in the group of the workspace.

import { severities } from 'settings.bicep'

param workspaceName string

@description('Stable: another name is another rule.')
param ruleId string

@description('Findings less severe than this make no incident.')
param least string

// The number of a severity is the highest risk of the one below it.
var query = replace(
  loadTextContent('../sentinel-incidents.kql'),
  'let least_risk = 0;',
  'let least_risk = ${20 * indexOf(severities, least)};'
)

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource rule 'Microsoft.SecurityInsights/alertRules@2024-03-01' = {
  scope: workspace
  name: ruleId
  kind: 'Scheduled'
  properties: {
    displayName: 'Rarecall: rare calls to a Kubernetes cluster'
    description: 'A finding of Rarecall, as table RarecallFindings_CL has it. Findings of one story are one incident.'
    enabled: true
    // That of an alert is that of its finding; this one is for where it has none.
    severity: 'Medium'
    query: query
    // As the query says.
    queryFrequency: 'PT10M'
    queryPeriod: 'PT70M'
    triggerOperator: 'GreaterThan'
    triggerThreshold: 0
    suppressionEnabled: false
    suppressionDuration: 'PT5H'
    eventGroupingSettings: { aggregationKind: 'AlertPerResult' }
    alertDetailsOverride: {
      alertDisplayNameFormat: '{{FindingTitle}}'
      alertDescriptionFormat: '{{Message}}'
      alertSeverityColumnName: 'AlertSeverity'
      alertTacticsColumnName: 'AlertTactics'
      alertDynamicProperties: [
        { alertProperty: 'AlertLink', value: 'Link' }
        { alertProperty: 'ProductName', value: 'Product' }
      ]
    }
    customDetails: {
      Story: 'Story'
      Finding: 'FindingId'
      Risk: 'RiskScore'
      Cluster: 'Cluster'
      User: 'Actor'
      From: 'ClientIp'
      Calls: 'CallCount'
      Next: 'Next'
      Link: 'Link'
    }
    entityMappings: [
      {
        entityType: 'Account'
        fieldMappings: [
          { identifier: 'Name', columnName: 'ActorName' }
          { identifier: 'UPNSuffix', columnName: 'ActorDomain' }
        ]
      }
      { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'ClientIp' }] }
      { entityType: 'AzureResource', fieldMappings: [{ identifier: 'ResourceId', columnName: 'ClusterId' }] }
    ]
    incidentConfiguration: {
      createIncident: true
      groupingConfiguration: {
        enabled: true
        // What happens after somebody has closed it is worth another look.
        reopenClosedIncident: true
        lookbackDuration: 'P7D'
        matchingMethod: 'Selected'
        groupByCustomDetails: ['Story']
        groupByEntities: []
        groupByAlertDetails: []
      }
    }
  }
}
