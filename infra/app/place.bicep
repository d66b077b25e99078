// Where does an archive lie? A topic must be in its region. Deployed in the group of the archive, and makes nothing.

param accountName string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: accountName }

output location string = account.location
