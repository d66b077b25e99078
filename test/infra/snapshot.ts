/** What `npm run infra` says would be deployed, for one set of parameters: test/infra/sets. Asks no compiler. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sets = join(import.meta.dirname, 'sets');

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly kind?: string;
  readonly properties?: Record<string, unknown>;
  readonly [more: string]: unknown;
}

export interface Snapshot {
  readonly name: string;
  readonly text: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

export const snapshots: readonly Snapshot[] = readdirSync(sets)
  .filter((file) => file.endsWith('.snapshot.json'))
  .sort()
  .map((file) => {
    const text = readFileSync(join(sets, file), 'utf8');
    const { predictedResources: resources, outputs } = JSON.parse(text) as {
      predictedResources: readonly Resource[];
      outputs: Snapshot['outputs'];
    };
    return { name: file.replace('.snapshot.json', ''), text, resources, outputs };
  });

export function snapshotOf(name: string): Snapshot {
  const found = snapshots.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no snapshot ${name}: npm run infra -- --write`);
  return found;
}

export const ofType = ({ resources }: Snapshot, type: string): Resource[] =>
  resources.filter((resource) => resource.type === type);

/** The app's settings, as they would be written; expressions that only Azure can evaluate begin with `[`. */
export function settingsIn(snapshot: Snapshot): Map<string, string> {
  const [site] = ofType(snapshot, 'Microsoft.Web/sites');
  const config = site?.properties?.siteConfig as
    | { readonly appSettings?: readonly { readonly name: string; readonly value: string }[] }
    | undefined;
  return new Map((config?.appSettings ?? []).map(({ name, value }) => [name, value]));
}

const titles = rolesIn(readFileSync(join(import.meta.dirname, '../../infra/app/role.bicep'), 'utf8'));

/** Role id -> its title, as the comment beside it says. */
function rolesIn(bicep: string): ReadonlyMap<string, string> {
  return new Map(
    [...bicep.matchAll(/: '([0-9a-f-]{36})' \/\/ (.+)/g)].map(([, id = '', title = '']) => [id, title]),
  );
}

export interface Grant {
  /** Title of the built-in role. */
  readonly role: string;
  /** Resource id that it holds at. */
  readonly scope: string;
  readonly to: 'app' | 'topic' | 'deployer';
}

export function grantsIn(snapshot: Snapshot): Grant[] {
  return ofType(snapshot, 'Microsoft.Authorization/roleAssignments').map(({ id, properties }) => {
    const { principalId, roleDefinitionId } = properties as { principalId: string; roleDefinitionId: string };
    // An id that can be known is one; another is the expression that makes it.
    const scope =
      /^\[extensionResourceId\('([^']+)'/.exec(id)?.[1] ??
      id.replace(/\/providers\/Microsoft\.Authorization\/.*/, '');
    const title = titles.get(roleDefinitionId.slice(-36));
    if (title === undefined) throw new Error(`a role that role.bicep does not know: ${roleDefinitionId}`);
    return { role: title, scope, to: holder(principalId) };
  });
}

function holder(principalId: string): Grant['to'] {
  if (!principalId.startsWith('[')) return 'deployer';
  return /systemTopics/i.test(principalId) || /'topic-/.test(principalId) ? 'topic' : 'app';
}
