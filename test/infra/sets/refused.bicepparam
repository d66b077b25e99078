// Everything that cannot be meant at once: each is told.
using '../../../infra/main.bicep'

param environmentName = 'refused'
param location = 'westeurope'
param auditAccountIds = 'logswest'
param clusterIds = 'shop'
param topicIds = 'a,b'
param sinks = 'splunk, sentinel, pager'
param auditEndpoints = true
param alertEmails = 'soc'
