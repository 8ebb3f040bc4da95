param principalId string
param hostStorageName string
param evidenceStorageName string
param verdictQueueName string

@description('The container of the evidence account where evidence is held; empty for none.')
param holdsIn string
param insightsName string

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var queueDataMessageProcessor = '8a0f0c08-91a1-4084-bc3d-661d67233fed'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: hostStorageName
}

resource evidenceStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: evidenceStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource held 'containers' existing = {
      name: empty(holdsIn) ? 'none' : holdsIn
    }
  }

  resource queues 'queueServices' existing = {
    name: 'default'

    resource verdicts 'queues' existing = {
      name: verdictQueueName
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// The Functions host keeps its package, leases and keys in blobs; Durable Functions its task hub in blobs, queues and tables.
resource onHostStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobDataOwner, queueDataContributor, tableDataContributor]: {
    name: guid(hostStorage.id, principalId, role)
    scope: hostStorage
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource onEvidenceStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobDataContributor, tableDataContributor]: {
    name: guid(evidenceStorage.id, principalId, role)
    scope: evidenceStorage
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource onVerdicts 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(evidenceStorage::queues::verdicts.id, principalId, queueDataMessageProcessor)
  scope: evidenceStorage::queues::verdicts
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueDataMessageProcessor)
  }
}

// To hold a blob, by a policy or by legal hold, takes more than to write it.
resource onHeld 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(holdsIn)) {
  name: guid(evidenceStorage::blobs::held.id, principalId, blobDataOwner)
  scope: evidenceStorage::blobs::held
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

resource onInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, principalId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}
