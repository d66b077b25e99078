import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.azurite.test.ts'],
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
    ],
  },
});
