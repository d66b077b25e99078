/** Settings a person keeps for this checkout, or where an installed package is used: `Values` of local.settings.json, as Azure Functions Core Tools reads it. */
import { join } from 'node:path';
import { isSection, jsonFile } from './json-file.ts';
import { LocalError } from './local-error.ts';
import { workFolder } from './project-folder.ts';

/**
 * @returns nothing set where there is no such file
 * @throws LocalError when it is no JSON, is encrypted, or holds a value that is no text
 */
export function localSettings(folder: string = workFolder): Readonly<Record<string, string>> {
  const { IsEncrypted, Values } = jsonFile(join(folder, 'local.settings.json')) ?? {};
  if (IsEncrypted === true) {
    throw new LocalError('local.settings.json is encrypted; run "func settings decrypt" first');
  }
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(isSection(Values) ? Values : {})) {
    if (typeof value !== 'string')
      throw new LocalError(`local.settings.json: the value of ${name} must be a text`);
    values[name] = value;
  }
  return values;
}
