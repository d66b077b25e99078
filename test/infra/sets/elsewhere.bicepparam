// The archive belongs to somebody else, in another subscription, who gives the role himself.
using '../../../infra/main.bicep'

param environmentName = 'elsewhere'
param location = 'westeurope'
param auditAccountIds = '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/logswest'
param grantAuditAccess = false
param door = 'webhook'
