/**
 * Whether an API server took a call for a trial (`dryRun=All`), and nothing was changed. A caller writes what he likes:
 * only what the server itself would read there counts, and what is not known is no trial.
 *
 * Source: kubernetes/kubernetes, apiserver `pkg/endpoints/handlers` (create, update, patch, delete: a body of a delete goes
 * before its query), apimachinery `ValidateDryRun` (`All` alone is a value), `registry/core/pod/storage/eviction.go`,
 * `registry/core/serviceaccount/storage/token.go` (tokens are issued all the same).
 */
import type { Text } from './call.ts';
import { type JsonObject, objectOf, textOf } from './json.ts';

/** Connections and tokens know no trials. */
const neverTried: ReadonlySet<Text> = new Set(['exec', 'attach', 'portforward', 'proxy', 'log', 'token']);

/** @param cut the record was cut, so that a body may be missing that was there */
export function isDryRun(event: JsonObject, cut: boolean): boolean {
  const reference = objectOf(event.objectRef);
  const subresource = textOf(reference?.subresource);
  if (reference === null || neverTried.has(subresource)) return false;
  const asked = event.requestObject;
  const inUri = ofUri(textOf(event.requestURI) ?? '');
  switch (event.verb) {
    case 'create':
      if (subresource !== 'eviction') return isTrial(inUri);
      // The options of an eviction are in its body, in its query, or the same in both.
      return [inUri, ofOptions(objectOf(objectOf(asked)?.deleteOptions))].every(
        (values, _at, all) => isTrial(values) || (values.length === 0 && all.some(isTrial)),
      );
    case 'update':
    case 'patch':
      return isTrial(inUri);
    case 'delete':
    case 'deletecollection': {
      if (asked !== undefined && asked !== null) return isTrial(ofOptions(objectOf(asked)));
      const isLogged = event.level === 'Request' || event.level === 'RequestResponse';
      return isLogged && !cut && isTrial(inUri);
    }
    default:
      return false;
  }
}

const isTrial = (values: readonly unknown[]): boolean =>
  values.length > 0 && values.every((value) => value === 'All');

const ofOptions = (options: JsonObject | null): readonly unknown[] =>
  Array.isArray(options?.dryRun) ? options.dryRun : [];

/** The values of `dryRun` in a query as they are: who encodes `All` hides that it was a trial, which harms only himself. */
function ofUri(uri: string): string[] {
  const at = uri.indexOf('?');
  if (at < 0 || !uri.includes('dryRun', at)) return [];
  return uri
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair === 'dryRun' || pair.startsWith('dryRun='))
    .map((pair) => pair.slice('dryRun='.length));
}
