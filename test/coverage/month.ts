/**
 * The daily life that samples of detections are put into: a small cluster's month, simulated, without an attack.
 * Knows the month and how it is read; refuses to know what is done to it.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { logFiles } from '../../src/cli/files/files.ts';
import type { Read } from '../../src/cli/files/read.ts';
import { readFiles } from '../../src/cli/files/read-files.ts';
import { readHuntConfig } from '../../src/config.ts';
import type { Day } from '../../src/core/count/day.ts';
import { sampleMonth } from '../../src/simulate/sample.ts';
import type { SimulationOptions } from '../../src/simulate/simulate.ts';

/** The last day of the month, a Thursday: the day of all samples. */
export const day = '2026-10-29' as Day;

/** People, pipelines, other programs than kubectl, controllers and machinery, at their usual pace. */
export const month: SimulationOptions = {
  seed: 20261029,
  from: '2026-09-29' as Day,
  days: 31,
  clusters: [
    {
      name: 'aks-books-prod',
      people: 14,
      teams: 3,
      robots: 4,
      machinery: 12,
      controllers: 10,
      otherClients: true,
    },
  ],
};

/** As they are where nobody set one. */
export const settings = readHuntConfig({});

/** Reads logs as `rarecall hunt` does. */
export const readPaths = async (...paths: string[]): Promise<Read> =>
  readFiles(await logFiles(paths), {
    read: { category: settings.logCategory, clients: settings.clients, agents: settings.agents, plain: true },
    cluster: 'unknown',
    onBytes: () => {},
    warn: () => {},
  });

/** The month, written to files as AKS would and read from there; the files are gone when it is. */
export async function monthRead(): Promise<Read> {
  const folder = await mkdtemp(join(tmpdir(), 'rarecall-coverage-'));
  try {
    for (const { path, lines } of sampleMonth(month)) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, lines.join(''));
    }
    return await readPaths(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
