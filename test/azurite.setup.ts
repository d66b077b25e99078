/** One Azurite for all tests of the `azurite` project. No emulator, no tests: it fails rather than skips. */
import type {} from 'vitest';
import type { TestProject } from 'vitest/node';
import { startAzurite } from '../src/host/azurite.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the emulator. Tests share it: each uses names of its own. */
    azurite: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const azurite = await startAzurite();
  project.provide('azurite', azurite.connection);
  return () => azurite.stop();
}
