import { inject } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { ledgerTable } from '../../src/adapters/azure/ledger-table.ts';
import { ledgerContract } from '../contract/ledger.contract.ts';

let made = 0;

ledgerContract(async () => {
  const store = account({ name: 'AzureWebJobsStorage', connectionString: inject('azurite') });
  const suffix = `${process.pid}x${++made}`;
  return ledgerTable(
    () => store.table(`ledger${suffix}`),
    () => store.table(`clusters${suffix}`),
  );
});
