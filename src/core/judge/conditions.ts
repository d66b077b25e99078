/** The words that conditions of factors are written in. Refuses to know which of them are dangerous. */

import { callerOf } from '../rank/features.ts';
import type { SeenBefore } from '../rank/past.ts';
import type { PatternRow } from '../rank/pattern-row.ts';
import { isPublic } from '../read/address.ts';
import { mostNames } from '../read/said.ts';

export const among = (text: string | null, words: string): boolean =>
  text !== null && words.split(' ').includes(text);

/** Not refused, not failed, and not only tried (`--dry-run=server`, `kubectl diff`): what nobody knows counts as done. */
export const tookPlace = ({ outcome, said }: PatternRow): boolean =>
  (outcome === 'allowed' || outcome === 'unknown') && !said.dryRun;

/** An eviction is asked for by every drain, a token or stream changes nothing. */
const changesNothing = 'eviction token proxy exec attach portforward log';
const changes = (call: PatternRow): boolean => tookPlace(call) && !among(call.subresource, changesNothing);

/** Sends a body, whatever became of it: so questions are asked. */
export const sends = ({ verb }: PatternRow): boolean => among(verb, 'create update patch');
export const reads = ({ verb }: PatternRow): boolean => among(verb, 'get list watch');
export const adds = (call: PatternRow): boolean => sends(call) && changes(call);
export const deletes = (call: PatternRow): boolean =>
  among(call.verb, 'delete deletecollection') && changes(call);
export const writes = (call: PatternRow): boolean => adds(call) || deletes(call);

/** The resource itself, not one of its subresources. */
export const isOf = ({ resource, subresource }: PatternRow, resources: string): boolean =>
  subresource === null && among(resource, resources);

/** Whether one of the objects' names fits; names that were too many to keep are not known. */
export const isNamed = ({ said }: PatternRow, pattern: RegExp): boolean =>
  said.names.some((name) => pattern.test(name));

/** Whether the names of all its objects are known. */
export const allAreNamed = ({ said: { names } }: PatternRow): boolean =>
  names.length > 0 && names.length < mostNames;

type BodyList = 'images' | 'dangerous' | 'rules' | 'subjects' | 'exposes' | 'webhooks';

/** Whether what was written asks for something: texts of one list of the body, any without a condition. */
export const wrote = (
  call: PatternRow,
  list: BodyList,
  isMeant: (text: string) => boolean = () => true,
): boolean => adds(call) && (call.applied?.[list] ?? []).some(isMeant);

/** The same as a condition by itself. */
export const asks =
  (list: BodyList, isMeant?: (text: string) => boolean) =>
  (call: PatternRow): boolean =>
    wrote(call, list, isMeant);

const layout =
  'namespaces nodes pods configmaps secrets serviceaccounts roles rolebindings clusterroles clusterrolebindings';

/** Got a list of the whole cluster that tells how it is laid out. */
export const surveys = (call: PatternRow): boolean =>
  isOf(call, layout) && among(call.verb, 'list watch') && call.namespace === null && tookPlace(call);

const isMachineName = (name: string): boolean =>
  name.startsWith('system:serviceaccount:') || name.startsWith('system:node:');

/** A service account or node called: by a client that people use, or from an address at which it was only seen. */
export const isMachine = ({ user }: PatternRow): boolean => isMachineName(user);

/** The token or key of one was used: who takes on its name from elsewhere has neither. */
export const isByMachine = (call: PatternRow): boolean => isMachineName(callerOf(call));

/** From a public address that none of the cluster's own calls come from. */
export const comesFromOutside = ({ clientIp, isOwnAddress }: PatternRow & SeenBefore): boolean =>
  clientIp !== null && isPublic(clientIp) && !isOwnAddress;

/** Somebody without a past is new everywhere: the unknown is not the harmless. */
export const isNewThere = ({
  ipIsNew,
  isNewcomer,
}: {
  readonly ipIsNew: boolean;
  readonly isNewcomer: boolean;
}): boolean => ipIsNew || isNewcomer;
