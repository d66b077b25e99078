import { defineConfig } from 'vitest/config';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `rarecall: the tests need Node 24 or newer, this is ${process.version}; run npm ci, and npm test`,
  );
  process.exit(1);
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.azurite.test.ts', 'test/**/*.shared.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'azurite',
          include: ['test/**/*.azurite.test.ts'],
          globalSetup: ['test/azurite.setup.ts'],
          testTimeout: 120_000,
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
