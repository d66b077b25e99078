/**
 * What a risk factor is, and the words its conditions are written in.
 * Refuses to know how rare a call is.
 */

import type { SeenBefore } from '../rank/past.ts';
import type { PatternRow } from '../rank/pattern-row.ts';
import { isPublic } from '../read/address.ts';
import type { TechniqueId } from './attack.ts';

/** A risk factor that applied. */
export interface AppliedFactor {
  readonly id: string;
  readonly weight: number;
  readonly why: string;
  readonly innocent: string;
  readonly next: string;
}

/** A call of a day, and what only its history tells. */
export interface JudgedCall extends PatternRow, SeenBefore {
  /** The actor has a history and never came from this client IP in it. */
  readonly ipIsNew: boolean;
  /** The actor has no history. */
  readonly isNewcomer: boolean;
}

export interface Factor extends AppliedFactor {
  readonly techniques: readonly TechniqueId[];
  readonly when: (call: JudgedCall) => boolean;
}

export const among = (text: string | null, words: string): boolean =>
  text !== null && words.split(' ').includes(text);

export const reads = ({ verb }: JudgedCall): boolean => among(verb, 'get list watch');
export const adds = ({ verb }: JudgedCall): boolean => among(verb, 'create update patch');
export const deletes = ({ verb }: JudgedCall): boolean => among(verb, 'delete deletecollection');
export const writes = (call: JudgedCall): boolean => adds(call) || deletes(call);

/** The resource itself, not one of its subresources. */
export const isOf = ({ resource, subresource }: JudgedCall, resources: string): boolean =>
  subresource === null && among(resource, resources);

export const isMachine = ({ user }: JudgedCall): boolean =>
  user.startsWith('system:serviceaccount:') || user.startsWith('system:node:');

export const comesFromOutside = ({ clientIp }: JudgedCall): boolean =>
  clientIp !== null && isPublic(clientIp);
