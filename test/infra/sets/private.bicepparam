// Own account, vault and archives by private endpoints alone; Event Grid to the queue, since it reaches no private endpoint.
using '../../../infra/main.bicep'

param environmentName = 'private'
param location = 'westeurope'
param network = 'private'
param auditAccountIds = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/logswest'
param auditEndpoints = true
param door = 'queue'
