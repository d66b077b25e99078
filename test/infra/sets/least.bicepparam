// Two names and nothing else: an archive is made.
using '../../../infra/main.bicep'

param environmentName = 'least'
param location = 'westeurope'
