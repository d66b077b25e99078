// An App Service plan, for subscriptions that have no Flex Consumption.
using '../../../infra/main.bicep'

param environmentName = 'dedicated'
param location = 'westeurope'
param plan = 'dedicated'
param sinks = 'slack'
