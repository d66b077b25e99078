import { memoryLinkKeys } from '../../../src/adapters/memory/link-keys.ts';
import { linkKeysContract } from '../../contract/link-keys.contract.ts';

linkKeysContract(async () => {
  const keys = memoryLinkKeys();
  return { open: () => keys, forget: async () => keys.forget() };
});
