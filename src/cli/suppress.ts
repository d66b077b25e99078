/** `rarecall suppress`: what is not told on purpose, on a storage account. The same as over HTTP. */
import { isSuppressionId } from '../core/find/suppression-parser.ts';
import { suppressionsTable, trialText } from '../core/show/suppressions.ts';
import { visibleJson } from '../core/show/visible.ts';
import { MissingError } from '../errors.ts';
import { appOn } from './store-commands.ts';
import { suppressionFile } from './suppression-file.ts';

interface Store {
  readonly connection?: string;
}

interface Printed extends Store {
  readonly format: 'table' | 'json';
}

const style = () => ({ width: process.stdout.columns ?? 160 });

export async function list({ connection, format }: Printed): Promise<void> {
  const suppressions = (await appOn(connection).suppressions()).map(({ suppression }) => suppression);
  console.log(
    format === 'json' ? visibleJson({ suppressions }) : suppressionsTable(suppressions, style()).trimEnd(),
  );
}

export async function add(file: string, { connection }: Store): Promise<void> {
  const app = appOn(connection);
  const suppressions = await suppressionFile(file, app.now());
  const added = await app.setSuppressions(suppressions);
  for (const { id, expires } of suppressions)
    console.log(`${id} ${added.includes(id) ? 'added' : 'replaced'}, until ${expires}`);
}

export async function remove(id: string, { connection }: Store): Promise<void> {
  if (!isSuppressionId(id) || !(await appOn(connection).removeSuppression(id)))
    throw new MissingError('there is no suppression of this id; see rarecall suppress list');
  console.log(`${id} removed`);
}

export async function tryOut(file: string, { connection, format }: Printed): Promise<void> {
  const app = appOn(connection);
  const trial = await app.trySuppressions(await suppressionFile(file, app.now()));
  console.log(format === 'json' ? visibleJson(trial) : trialText(trial, style()).trimEnd());
}
