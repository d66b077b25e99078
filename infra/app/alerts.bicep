// Who is told when it is not well? One rule for each thing in alerts.json, and mail to who was named. docs/operate.md says what to do.

param workspaceId string
param location string
param tags object

@description('Addresses that mail goes to.')
@minLength(1)
param emails string[]

@description('Hours without a newer log above which a cluster is quiet.')
@minValue(1)
param freshHours int

@description('Whether sweeps come as rarely as somebody has decided: then they are waited for as long as logs are.')
param isSweptRarely bool

type Alert = {
  @description('Its section in docs/operate.md.')
  id: string
  title: string
  severity: int
  @description('Of src/app/ports/telemetry.ts.')
  metric: string
  aggregation: 'Count' | 'Maximum' | 'Minimum'
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
  window: string
  byCluster: bool
}

var alerts Alert[] = loadJsonContent('../alerts.json')

// A workspace has no table of metrics before the first one comes: the empty one keeps the query a query.
// Source: Azure/aks-baseline issue 422, hashicorp/terraform-provider-azurerm issue 28293.
var query = '''
union isfuzzy=true (datatable(TimeGenerated: datetime, Name: string, Min: real, Max: real, Properties: dynamic)[]), AppMetrics
| where Name == "rarecall.METRIC"
| extend Cluster = tostring(Properties.cluster)
| project TimeGenerated, Cluster, Min, Max'''

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-rarecall'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'rarecall'
    enabled: true
    emailReceivers: map(emails, email => { name: email, emailAddress: email, useCommonAlertSchema: true })
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in alerts: {
    name: 'rarecall-${alert.id}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Rarecall: ${alert.title}'
      description: 'What to do: docs/operate.md, ${alert.id}'
      enabled: true
      severity: alert.severity
      scopes: [workspaceId]
      // Quarters of an hour cost a third of what five minutes do.
      evaluationFrequency: 'PT15M'
      windowSize: alert.id == 'sweep-stale' && isSweptRarely ? 'PT6H' : alert.window
      autoMitigate: true
      // A table that nothing was ever written to is no fault of the query.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: replace(query, 'METRIC', alert.metric)
            timeAggregation: alert.aggregation
            ...(alert.aggregation == 'Count' ? {} : { metricMeasureColumn: alert.aggregation == 'Minimum' ? 'Min' : 'Max' })
            operator: alert.operator
            threshold: alert.id == 'cluster-quiet' ? freshHours : alert.threshold
            dimensions: alert.byCluster ? [{ name: 'Cluster', operator: 'Include', values: ['*'] }] : []
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [mail.id] }
    }
  }
]
