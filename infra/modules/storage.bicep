@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param redundancy string

@description('Keeps each earlier content of a blob.')
param keepVersions bool

@description('How long deleted blobs and containers can be brought back.')
@minValue(1)
@maxValue(365)
param keepDeletedDays int
param containers string[]

@description('The containers whose blobs can be held, version by version: until a date, or by legal hold. This cannot be undone.')
param immutableContainers string[] = []
param queues string[] = []

@description('The site whose pages may send files straight into a container with an address that was signed for it; empty for none.')
param uploadsFrom string = ''

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: keepVersions
      deleteRetentionPolicy: { enabled: true, days: keepDeletedDays }
      containerDeleteRetentionPolicy: { enabled: true, days: keepDeletedDays }
      cors: {
        corsRules: empty(uploadsFrom)
          ? []
          : [
              {
                allowedOrigins: [uploadsFrom]
                allowedMethods: ['PUT']
                allowedHeaders: ['content-type', 'x-ms-blob-type']
                exposedHeaders: []
                maxAgeInSeconds: 3600
              }
            ]
      }
    }

    resource container 'containers' = [
      for container in containers: {
        name: container
        properties: {
          publicAccess: 'None'
          immutableStorageWithVersioning: contains(immutableContainers, container) ? { enabled: true } : null
        }
      }
    ]
  }

  resource messages 'queueServices' = if (!empty(queues)) {
    name: 'default'

    resource queue 'queues' = [
      for queue in queues: {
        name: queue
      }
    ]
  }
}
