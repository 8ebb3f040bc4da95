targetScope = 'subscription'

@minLength(1)
@maxLength(64)
@description('The name of the azd environment; all names derive from it.')
param environmentName string

@minLength(1)
@description('The region of all resources. It must offer Flex Consumption.')
@metadata({ azd: { type: 'location' } })
param location string

@description('The application ID URI or client id that access tokens of the secretariat are issued for. Empty until an app registration exists; nobody can sign in then.')
param audience string = ''

@description('The address of the shared mailbox. Empty until there is one; no cycle can start then. An Exchange administrator lets the app in with scripts/grant-mailbox.ps1.')
param mailbox string = ''

@description('How the storage accounts keep their copies.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param redundancy string = 'Standard_ZRS'

@description('HOST:PORT of a clamd (ClamAV) that the app can reach. Empty: Defender for Storage scans what lands, which costs by the gigabyte.')
param clamd string = ''

@description('Makes the vault immutable version by version, so that sealed evidence is held: Unlocked can be taken back by an administrator, Locked by nobody. A vault with held evidence cannot be deleted: None for everything but the real year.')
@allowed(['None', 'Unlocked', 'Locked'])
param evidenceHolds string = 'None'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

// Names are known before anything exists, so that a preview of a deployment can look inside the modules.
var identityName = 'id-assessment-${token}'
var insightsName = 'appi-assessment-${token}'
var functionName = 'func-assessment-${token}'
var hostStorageName = 'sthost${token}'
var evidenceStorageName = 'stevidence${token}'
var verdictQueueName = 'malware-verdicts'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: identityName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-assessment-${token}'
    insightsName: insightsName
    location: location
    tags: tags
  }
}

// Whoever can write the task hub can run code in the app, so the task hub and the evidence never share an account.
module hostStorage 'modules/storage.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: hostStorageName
    location: location
    tags: tags
    redundancy: redundancy
    keepVersions: false
    keepDeletedDays: 7
    containers: ['deployments']
  }
}

module evidenceStorage 'modules/storage.bicep' = {
  name: 'evidence-storage'
  scope: group
  params: {
    name: evidenceStorageName
    location: location
    tags: tags
    redundancy: redundancy
    keepVersions: true
    keepDeletedDays: 90
    containers: ['landing', 'quarantine', 'vault']
    immutableContainers: evidenceHolds == 'None' ? [] : ['vault']
    queues: [verdictQueueName]
    uploadsFrom: 'https://${functionName}.azurewebsites.net'
  }
}

module scanning 'modules/scanning.bicep' = if (empty(clamd)) {
  name: 'scanning'
  scope: group
  params: {
    storageName: evidenceStorageName
    topicName: 'evgt-assessment-${token}'
    location: location
    tags: tags
    queueName: verdictQueueName
    capGBPerMonth: 500
  }
  dependsOn: [evidenceStorage]
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    // An assignment's name holds the principal: a new identity under the old name must not meet the old assignment.
    #disable-next-line what-if-short-circuiting
    principalId: identity.outputs.principalId
    hostStorageName: hostStorageName
    evidenceStorageName: evidenceStorageName
    verdictQueueName: verdictQueueName
    holdsIn: evidenceHolds == 'None' ? '' : 'vault'
    insightsName: insightsName
  }
  dependsOn: [hostStorage, evidenceStorage, monitoring]
}

module functions 'modules/functions.bicep' = {
  name: 'functions'
  scope: group
  params: {
    name: functionName
    planName: 'plan-assessment-${token}'
    serviceName: 'functions'
    location: location
    tags: tags
    identityName: identityName
    hostStorageName: hostStorageName
    evidenceStorageName: evidenceStorageName
    insightsName: insightsName
    deploymentContainer: 'deployments'
    audience: audience
    mailbox: mailbox
    verdictQueueName: empty(clamd) ? verdictQueueName : ''
    clamd: clamd
    holds: evidenceHolds
  }
  // The app reads its package and its task hub as it starts, so it must have been let in before.
  dependsOn: [roles]
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = functions.outputs.name
output AZURE_FUNCTION_URL string = functions.outputs.url
output AZURE_IDENTITY_NAME string = identityName
output AZURE_IDENTITY_CLIENT_ID string = identity.outputs.clientId
output AZURE_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output AZURE_EVIDENCE_STORAGE_NAME string = evidenceStorageName
output AZURE_INSIGHTS_NAME string = insightsName
