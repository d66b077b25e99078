/** The questions of the doctor, asked of the app that settings describe. Where they describe none, the settings are the answer. */
import { type Examined, healthOfSettings } from '../app/health/health.ts';
import { composeWith } from '../compose.ts';
import { readConfig, settingProblems } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { settingsOn } from './app-on-account.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** @throws UsageError when several hosts run, and nothing says which is meant */
export async function examinedOn(connection: string | undefined, checkMs: number): Promise<Examined[]> {
  const env = await settingsOn(connection);
  const asks = 'whether the settings are as they must be';
  const problems = settingProblems(env);
  const config = configIn(env);
  // Without accounts there is nobody to ask the other questions of.
  if (config === null || problems.some((one) => /^\w+ must be set: its account/.test(one)))
    return [{ asks, said: healthOfSettings(problems).said }];
  return await composeWith(config, quiet).examine(checkMs);
}

function configIn(env: Readonly<Record<string, string | undefined>>) {
  try {
    return readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
