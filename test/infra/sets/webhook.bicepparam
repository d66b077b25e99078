// The second step of the door webhook.
using '../../../infra/webhook.bicep'

param appName = 'func-rarecall-elsewhere'
param auditAccountId = '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/logswest'
