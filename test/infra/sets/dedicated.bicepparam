// An App Service plan, for subscriptions that have no Flex Consumption.
using '../../../infra/main.bicep'

param environmentName = 'dedicated'
param location = 'westeurope'
param plan = 'dedicated'
param sinks = 'slack'
param alertEmails = 'on-call@rarecall.example'
// Of a sink that is off nothing is written, nor what is empty.
param settings = {
  RARECALL_SPLUNK_URL: 'https://splunk.example:8088'
  RARECALL_AGENTS: ''
  RARECALL_EGRESS: '20.0.113.4'
}
