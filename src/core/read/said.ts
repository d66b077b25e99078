/**
 * What an event says beside its call: names, grants, who is behind it. Evidence and ground for judgement, never for counting.
 * Knows the fields of `audit.k8s.io/v1`; refuses to know bodies (applied.ts) and trials (dry-run.ts).
 */

import { isTelling } from './bodies/telling-names.ts';
import type { Said, Text } from './call.ts';
import { isDryRun } from './dry-run.ts';
import { type JsonObject, objectOf, textOf, textsOf } from './json.ts';

/** Names that are kept of a call. */
export const mostNames = 20;
/** What is kept of the callers' texts. */
const most = { names: mostNames, grants: 4 } as const;
const longest = { name: 253, grant: 400, id: 100 } as const;

export const nothingSaid: Said = { names: [], grants: [], objectId: null, dryRun: false, cut: false };

export function saidOf(event: JsonObject, cut: boolean): Said {
  const asked = objectOf(event.requestObject);
  const name = textOf(objectOf(event.objectRef)?.name) ?? textOf(objectOf(asked?.metadata)?.name);
  const grant = textOf(objectOf(event.annotations)?.['authorization.k8s.io/reason']);
  return {
    names: name === null || name === '' ? [] : [bounded(name, longest.name)],
    grants: grant === null ? [] : [bounded(grant, longest.grant)],
    objectId: firstOf(objectOf(objectOf(event.user)?.extra)?.oid),
    dryRun: isDryRun(event, cut),
    cut,
  };
}

/** What several events say together: of a row, of a pattern. */
export function saidTogether(a: Said, b: Said): Said {
  const names = namesOf(a.names, b.names);
  const grants = distinct(a.grants, b.grants, most.grants);
  const objectId = a.objectId ?? b.objectId;
  const [dryRun, cut] = [a.dryRun && b.dryRun, a.cut || b.cut];
  // A watch of a year says the same each minute: nothing is made anew for it.
  const adds =
    names !== a.names ||
    grants !== a.grants ||
    objectId !== a.objectId ||
    dryRun !== a.dryRun ||
    cut !== a.cut;
  return adds ? { names, grants, objectId, dryRun, cut } : a;
}

/** Those that tell something are kept, however many others there are. */
function namesOf(a: readonly string[], b: readonly string[]): readonly string[] {
  const names = distinct(a, b, most.names);
  const told = b.filter((name) => isTelling(name) && !names.includes(name));
  if (told.length === 0) return names;
  const kept = [...names.filter(isTelling), ...told].slice(0, most.names);
  const others = names.filter((name) => !isTelling(name));
  const all = [...kept, ...others].slice(0, most.names);
  return all.every((name) => a.includes(name)) ? a : all;
}

function distinct(a: readonly string[], b: readonly string[], limit: number): readonly string[] {
  const more = b.filter((text) => !a.includes(text)).slice(0, Math.max(0, limit - a.length));
  return more.length === 0 ? a : [...a, ...more];
}

/** Extra fields are lists of texts; authenticators that are not, write one text. */
function firstOf(value: unknown): Text {
  const text = textsOf(value)[0] ?? textOf(value);
  return text === null ? null : bounded(text, longest.id);
}

const bounded = (text: string, chars: number): string => text.slice(0, chars).toWellFormed();
