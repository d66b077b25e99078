/** What `rarecall hunt` finds in the sample month that the demo shows: found anew, since the pages stand or fall with it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { logFiles } from '../../src/cli/files/files.ts';
import { readFiles } from '../../src/cli/files/read-files.ts';
import { huntSurprise } from '../../src/cli/hunting/rank-files.ts';
import { readHuntConfig } from '../../src/config.ts';
import type { SurpriseAnswer } from '../../src/core/find/answer.ts';
import { sampleMonth } from '../../src/simulate/sample.ts';

/** With all calls of the day. */
export async function demoHunt(): Promise<SurpriseAnswer> {
  const settings = readHuntConfig({});
  const { logCategory: category, clients, agents } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'rarecall-sample-'));
  try {
    for (const { path, lines } of sampleMonth()) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, lines.join(''));
    }
    const read = await readFiles(await logFiles([folder]), {
      read: { category, clients, agents, plain: true },
      cluster: 'unknown',
      onBytes: () => {},
      warn: () => {},
    });
    return await huntSurprise(read, { ...settings, day: null, limit: 0 });
  } finally {
    await rm(folder, { recursive: true });
  }
}
