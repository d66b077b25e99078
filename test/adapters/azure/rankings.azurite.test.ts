import { inject } from 'vitest';
import { account } from '../../../src/adapters/azure/account.ts';
import { rankingBlobs } from '../../../src/adapters/azure/blobs/rankings.ts';
import { rankingsContract } from '../../contract/rankings.contract.ts';

let made = 0;

rankingsContract(async () => {
  const { blobs } = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  return rankingBlobs(blobs, `rankings-${process.pid}x${++made}`);
});
