param name string
param planName string

@description('The name of the service in azure.yaml; azd finds the app by it.')
param serviceName string
param location string
param tags object
param identityName string
param hostStorageName string
param evidenceStorageName string
param insightsName string
param deploymentContainer string
param audience string
param mailbox string

@description('The queue with the verdicts of Defender for Storage; empty without it.')
param verdictQueueName string

@description('HOST:PORT of clamd; empty without it.')
param clamd string

@description('How sealed evidence is held: None, Unlocked or Locked.')
@allowed(['None', 'Unlocked', 'Locked'])
param holds string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: hostStorageName
}

resource evidenceStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: evidenceStorageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
        // One instance stays for callers that wait a few seconds only, one keeps reading the task hub.
        alwaysReady: [
          { name: 'http', instanceCount: 1 }
          { name: 'durable', instanceCount: 1 }
        ]
      }
    }
    siteConfig: {
      alwaysOn: false
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: [
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        { name: 'AzureWebJobsStorage__blobServiceUri', value: hostStorage.properties.primaryEndpoints.blob }
        { name: 'AzureWebJobsStorage__queueServiceUri', value: hostStorage.properties.primaryEndpoints.queue }
        { name: 'AzureWebJobsStorage__tableServiceUri', value: hostStorage.properties.primaryEndpoints.table }
        // Names the component; it lets nobody in, because local authentication is off.
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        {
          name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
          value: 'ClientId=${identity.properties.clientId};Authorization=AAD'
        }
        { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
        { name: 'Assessment__EvidenceBlobEndpoint', value: evidenceStorage.properties.primaryEndpoints.blob }
        { name: 'Assessment__RegisterTableEndpoint', value: evidenceStorage.properties.primaryEndpoints.table }
        { name: 'Assessment__IdentityClientId', value: identity.properties.clientId }
        { name: 'Assessment__TenantId', value: tenant().tenantId }
        { name: 'Assessment__Audience', value: audience }
        { name: 'Assessment__PageAddress', value: 'https://${name}.azurewebsites.net/api/page/' }
        { name: 'Assessment__Holds', value: holds }
        {
          name: 'Assessment__Scan__VerdictQueue'
          value: empty(verdictQueueName)
            ? ''
            : '${evidenceStorage.properties.primaryEndpoints.queue}${verdictQueueName}'
        }
        { name: 'Assessment__Scan__Clamd', value: clamd }
        { name: 'Assessment__Mail__Mailbox', value: mailbox }
        { name: 'Assessment__Mail__NotificationUrl', value: 'https://${name}.azurewebsites.net' }
      ]
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
