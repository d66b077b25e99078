/** What a program other than kubectl is to the API server: what it calls itself, and what it sends for what is wanted. */
import type { Random } from '../random.ts';
import type { Step } from '../request.ts';

export interface Client {
  /** `system` as client-go writes it, e.g. `linux/amd64`; many programs do not tell it. */
  readonly agent: (random: Random, system: string) => string;
  /** What it asks before anything else. */
  readonly opens: readonly Step[];
  /** What it sends where kubectl would send this; nothing for what only kubectl asks. */
  readonly sends: (step: Step, random: Random) => readonly Step[];
}

const kubectlKeys = /^(?:limit=500|timeout=32s|fieldManager=kubectl.*|fieldValidation=.*)$/;
/** kubectl reads which APIs there are, to know what a short name means; typed clients know it. */
const isDiscovery = ({ resource, path, query }: Step): boolean =>
  resource === null && query !== undefined && /^\/(?:api|apis|openapi\/v3)$/.test(path ?? '');

/** A step without what is kubectl's own: pages of 500, its name as the manager of fields, its note of what was applied. */
export function withoutKubectl(step: Step): readonly Step[] {
  if (isDiscovery(step)) return [];
  const { query, body, ...rest } = step;
  const left = query?.split('&').filter((part) => !kubectlKeys.test(part)) ?? [];
  return [
    {
      ...rest,
      ...(left.length === 0 ? {} : { query: left.join('&') }),
      ...(body === undefined ? {} : { body: { ...body, applied: false } }),
    },
  ];
}

const streams = new Set(['exec', 'attach', 'portforward']);
export const isStream = ({ subresource }: Step): boolean => streams.has(subresource ?? '');

/** As `withoutKubectl`; streams into pods are opened by GET, as WebSockets are. */
export const byWebSocket = (step: Step): readonly Step[] =>
  withoutKubectl(step).map((sent) => (isStream(sent) ? { ...sent, verb: 'get' } : sent));

/** The system that an agent of kubectl's form names. */
export const systemOf = (userAgent: string): string => /\(([^)]*)\)/.exec(userAgent)?.[1] ?? 'linux/amd64';
