// Where does it run? On a plan, as one site, which deploys a package and builds nothing.

param name string
param planName string
param location string
param tags object

@allowed(['flex', 'premium', 'dedicated'])
param plan string

@description('Resource id and client id of the identity of the app.')
param identityId string

@description('Address of the package; on Flex Consumption that of its container.')
param packageUrl string

@description('Subnet for what the app asks for; none where it is empty.')
param subnetId string

@description('All settings of the app.')
param settings object

var isFlex = plan == 'flex'
var skus = {
  flex: { name: 'FC1', tier: 'FlexConsumption' }
  premium: { name: 'EP1', tier: 'ElasticPremium' }
  dedicated: { name: 'P0v3', tier: 'PremiumV3' }
}

// Flex Consumption says these in other places, or refuses them.
var onPlan = isFlex
  ? {}
  : union(
      { FUNCTIONS_EXTENSION_VERSION: '~4', FUNCTIONS_WORKER_RUNTIME: 'node' },
      plan == 'premium'
        // Without a share of files, which would need a key: the package comes from our account, by identity.
        ? {
            WEBSITE_RUN_FROM_PACKAGE: packageUrl
            WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: identityId
          }
        : { WEBSITE_RUN_FROM_PACKAGE: '1', SCM_DO_BUILD_DURING_DEPLOYMENT: 'false' }
    )

// Bytes. The host takes a body into memory, and hands it on, before the app can ask by what right it is sent; its own limit
// is a hundred megabytes. A million characters of suppressions and a batch of Event Grid are well below.
var longestBody = { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '4194304' }

resource farm 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: plan == 'premium' ? 'elastic' : isFlex ? 'functionapp' : 'linux'
  sku: skus[plan]
  properties: {
    reserved: true
    ...(plan == 'premium' ? { maximumElasticWorkerCount: 3 } : {})
  }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'rarecall' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: farm.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identityId
    ...(subnetId == '' ? {} : { virtualNetworkSubnetId: subnetId, outboundVnetRouting: { allTraffic: true } })
    ...(isFlex
      ? {
          functionAppConfig: {
            deployment: {
              storage: {
                type: 'blobContainer'
                value: packageUrl
                authentication: {
                  type: 'UserAssignedIdentity'
                  userAssignedIdentityResourceId: identityId
                }
              }
            }
            runtime: { name: 'node', version: '24' }
            scaleAndConcurrency: {
              // Reading a flood took 330 MB beside the host: half a gigabyte is not enough.
              instanceMemoryMB: 2048
              // The fewest that may be: a table account takes 20,000 rows a second, and a day of logs has no hurry.
              maximumInstanceCount: 40
              triggers: { http: { perInstanceConcurrency: 16 } }
            }
          }
        }
      : {})
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: map(items(union(onPlan, longestBody, settings)), item => { name: item.key, value: item.value })
      ...(isFlex
        ? {}
        : {
            linuxFxVersion: 'NODE|24'
            alwaysOn: plan == 'dedicated'
            functionsRuntimeScaleMonitoringEnabled: plan == 'premium' && subnetId != ''
            ...(plan == 'premium' ? { functionAppScaleLimit: 3 } : {})
          })
    }
  }

  // Publishing is by Entra tokens alone.
  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output address string = 'https://${site.properties.defaultHostName}'
