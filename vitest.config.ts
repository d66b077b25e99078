import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `rarecall: the tests need Node 24 or newer, this is ${process.version}; run npm ci, and npm test`,
  );
  process.exit(1);
}

export default defineConfig({
  test: {
    // Processes, not threads: one that is stuck can be ended (test/alive.ts).
    pool: 'forks',
    // As many as there are cores, not one fewer: most of the time tests wait for what they have started.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: ['test/alive.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.azurite.test.ts', 'test/**/*.shared.test.ts', 'test/**/*.chromium.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'azurite',
          setupFiles: ['test/alive.ts'],
          include: ['test/**/*.azurite.test.ts'],
          globalSetup: ['test/azurite.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Debian's Chromium: the gate installs it where it is missing.
        test: {
          name: 'chromium',
          setupFiles: ['test/alive.ts'],
          include: ['test/**/*.chromium.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Records and schemas of others, which lie beside the project: the gate runs it where they do.
        test: {
          name: 'shared',
          include: ['test/**/*.shared.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
