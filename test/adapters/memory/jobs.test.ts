import { memoryJobs } from '../../../src/adapters/memory/jobs.ts';
import { jobsContract } from '../../contract/jobs.contract.ts';

jobsContract(async () => {
  const jobs = memoryJobs();
  return {
    jobs,
    toCount: async (afterMs) =>
      jobs.counts.filter((one) => one.afterMs <= afterMs).map(({ blobName }) => blobName),
    toRank: async () => jobs.ranks,
    poison: async (kind) => jobs.poison(kind),
  };
});
