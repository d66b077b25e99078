/** `rarecall suppress`: what is not told on purpose, on a storage account. The same as over HTTP. */
import { isSuppressionId } from '../core/find/suppression-parser.ts';
import { suppressionsTable, trialText } from '../core/show/suppressions.ts';
import { MissingError, UnconfirmedError, UsageError } from '../errors.ts';
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
    format === 'json' ? JSON.stringify({ suppressions }) : suppressionsTable(suppressions, style()).trimEnd(),
  );
}

/** @throws UsageError where they are too wide together, UnconfirmedError where they would have hidden much */
export async function add(file: string, { connection, force }: Store & { force?: boolean }): Promise<void> {
  const app = appOn(connection);
  const suppressions = await suppressionFile(file, app.now());
  const set = await app.setSuppressions(suppressions, { force });
  if (set.state === 'refused') throw new UsageError(`${file}: ${set.problem}`);
  console.error(trialText(set.trial, style()).trimEnd());
  if (set.state === 'doubtful')
    throw new UnconfirmedError(`${set.problem}; nothing was set, --force sets it all the same`);
  for (const { id, expires } of suppressions)
    console.log(`${id} ${set.added.includes(id) ? 'added' : 'replaced'}, until ${expires}`);
}

export async function remove(id: string, { connection }: Store): Promise<void> {
  if (!isSuppressionId(id) || !(await appOn(connection).removeSuppression(id)))
    throw new MissingError('there is no suppression of this id; see rarecall suppress list');
  console.log(`${id} removed`);
}

export async function tryOut(file: string, { connection, format }: Printed): Promise<void> {
  const app = appOn(connection);
  const trial = await app.trySuppressions(await suppressionFile(file, app.now()));
  console.log(format === 'json' ? JSON.stringify(trial) : trialText(trial, style()).trimEnd());
}
