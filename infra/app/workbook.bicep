// Where is all of it to be looked at? One workbook over the workspace, as workbook.json has it.

param workspaceId string
param location string
param tags object

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'rarecall')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Rarecall'
    category: 'workbook'
    sourceId: workspaceId
    version: 'Notebook/1.0'
    serializedData: replace(loadTextContent('../workbook.json'), 'WORKSPACE', workspaceId)
  }
}

output workbookId string = workbook.id
