// Elastic Premium, privately: the package comes from our account, since a share of files would need a key.
using '../../../infra/main.bicep'

param environmentName = 'premium'
param location = 'westeurope'
param principalId = '11111111-aaaa-4aaa-8aaa-111111111111'
param plan = 'premium'
param network = 'private'
