/**
 * What an attacker sends beside the attack so that nobody looks at it: junk of one caller, decoys under many names, strange
 * calls on the days before. Labelled `junk/…`: no part of the attack, and no daily life.
 */
import { type Caller, sourceIPsOf } from '../kubectl/caller.ts';
import { itemAt, type Random } from '../random.ts';
import { type Identity, junkLabel, type Request, type Step, type Verb } from '../request.ts';
import { hour, type Today } from '../time.ts';
import type { World } from '../world.ts';

/**
 * `flood`: ten thousand different calls that are refused, more than a ranking holds. `decoys`: forty made-up names, each of
 * which lists secrets and opens shells. `poison`: three hundred strange calls on each of the fourteen days before.
 */
export const junks = ['flood', 'decoys', 'poison'] as const;
export type Junk = (typeof junks)[number];

const syllables = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'wu'];
/** A name that no machine seems to have made up: it is not folded. */
const nameOf = (n: number): string =>
  [n, Math.floor(n / 15), Math.floor(n / 225)].map((at) => itemAt(syllables, at)).join('');

const verbs: readonly Verb[] = ['get', 'list', 'create', 'delete', 'patch'];
const resources = ['pods', 'secrets', 'configmaps', 'deployments', 'services', 'jobs', 'roles', 'ingresses'];

/** The n-th of many different steps. */
const strange = (n: number): Step => ({
  verb: itemAt(verbs, n),
  resource: itemAt(resources, Math.floor(n / verbs.length)),
  namespace: nameOf(Math.floor(n / (verbs.length * resources.length))),
  name: 'web',
});

const nobody = (name: string): Identity => ({
  username: `${name}@northwind.example`,
  uid: null,
  groups: ['system:authenticated'],
  extra: null,
});

const floodCalls = 10_050;
const decoys = { names: 40, calls: 8 };
const poison = { days: 14, calls: 300 };

function decoySteps(world: World, n: number): Step[] {
  const { name, secrets } = itemAt(world.namespaces, n);
  return Array.from({ length: decoys.calls }, (_, i) => {
    if (i % 4 === 3)
      return {
        verb: 'get',
        resource: 'pods',
        subresource: 'exec',
        namespace: name,
        name: 'web',
        seconds: 60,
        query: 'command=sh&stdin=true&tty=true',
      };
    return i % 2 === 0
      ? {
          verb: 'list',
          resource: 'secrets',
          namespace: itemAt(world.namespaces, n + i).name,
          query: 'limit=500',
        }
      : { verb: 'get', resource: 'secrets', namespace: name, name: itemAt(secrets, i) };
  });
}

/** Junk of the attacker, who is at his place; some of it on days before `today`. */
export function junkOf(junk: Junk, world: World, random: Random, today: Today, attacker: Caller): Request[] {
  const request = (at: number, step: Step, code: number, impersonated: Identity | null = null): Request => ({
    at: Math.round(at),
    // Not the one in whose name he attacks: another whom he robbed, and who has no rights.
    who: junk === 'decoys' ? attacker.identity : nobody('temp.account'),
    impersonated,
    sourceIPs: sourceIPsOf(world, random, attacker.ip),
    userAgent: attacker.userAgent,
    step,
    code,
    label: junkLabel(junk),
  });
  if (junk === 'flood') {
    return Array.from({ length: floodCalls }, (_, n) =>
      request(today.midnight + 6 * hour + n * (hour / 1000), strange(n), 403),
    );
  }
  if (junk === 'decoys') {
    return Array.from({ length: decoys.names }, (_, n) => {
      const start = today.midnight + (6 + 12 * random.next()) * hour;
      const name = nobody(`decoy.${nameOf(n)}`);
      return decoySteps(world, n).map((step, i) =>
        request(start + i * 20_000_000, step, step.seconds === undefined ? 200 : 101, name),
      );
    }).flat();
  }
  return Array.from({ length: poison.days }, (_, ago) =>
    Array.from({ length: poison.calls }, (_, n) => {
      const at = today.midnight - (ago + 1) * 24 * hour + (8 + 8 * random.next()) * hour;
      return request(at, strange(ago * poison.calls + n), 403);
    }),
  ).flat();
}
