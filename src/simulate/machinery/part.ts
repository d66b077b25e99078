/** What a part of the machinery is: a program with an identity of its own that asks the same again and again. */
import type { Random } from '../random.ts';
import type { Identity, Step } from '../request.ts';
import type { World } from '../world.ts';

/** A request of the machinery, before it is known when. */
export interface MachineryRequest {
  readonly who: Identity;
  readonly ip: string;
  readonly userAgent: string;
  readonly step: Step;
}

/** What it asks this time; `day` is counted from the first of the simulation. */
export type Part = (world: World, random: Random, day: number) => MachineryRequest;

/** As client-go writes it behind the name of a program. */
export const agentVersion = 'v1.34.2 (linux/amd64) kubernetes/8b7e3a1';

export const systemIdentity = (username: string, ...groups: string[]): Identity => ({
  username,
  uid: null,
  groups: [...groups, 'system:authenticated'],
  extra: null,
});

export const serviceAccount = (space: string, name: string): Identity =>
  systemIdentity(
    `system:serviceaccount:${space}:${name}`,
    'system:serviceaccounts',
    `system:serviceaccounts:${space}`,
  );
