/** Who has taken to which program beside kubectl, and what each does with it, as data. Knows no day. */
import type { Person } from '../people.ts';
import { type Choice, choice } from '../random.ts';
import type { Role } from '../roles.ts';
import type { World } from '../world.ts';
import type { ClientName } from './clients.ts';

/** A program that somebody uses on some days. */
export interface Habit {
  readonly program: ClientName;
  /** Sittings on a working day, in the mean. */
  readonly pace: number;
  /** Commands in a sitting, in the mean. */
  readonly stamina: number;
  readonly taste: Choice<string>;
}

interface Usual {
  /** Share of the people of a role who use it. */
  readonly share: Readonly<Partial<Record<Role, number>>>;
  readonly pace: number;
  readonly stamina: number;
  readonly taste: Readonly<Record<string, number>>;
}

const browsing = {
  'get pods': 30, 'get deployments': 12, 'get services': 6, 'get configmaps': 4, 'get ingress': 3, 'get events': 4,
  'get jobs': 3, 'get cronjobs': 2, 'get namespaces': 4, 'get nodes': 3, 'get statefulsets': 2, 'describe pod': 8,
  'get hpa': 2, 'get pvc': 1.5, 'get secrets': 0.6, 'top pods': 4, logs: 8,
}; // biome-ignore format: a table

const usual: Readonly<Partial<Record<ClientName, Usual>>> = {
  k9s: {
    share: { developer: 0.2, platform: 0.35, operator: 0.35, viewer: 0.05 },
    pace: 0.9,
    stamina: 6,
    taste: {
      ...browsing, 'logs -f': 12, 'get pods -A': 5, 'port-forward': 1.5, 'delete pod': 1, 'rollout restart': 1,
      exec: 1.5, scale: 0.7, 'get secret': 0.5, 'get daemonsets -A': 0.5, edit: 0.5,
    }, // biome-ignore format: a table
  },
  lens: {
    share: { developer: 0.1, platform: 0.05, operator: 0.1, viewer: 0.1 },
    pace: 0.6,
    stamina: 6,
    taste: { ...browsing, 'delete pod': 0.7, scale: 0.6, exec: 0.8, 'get secret': 0.5 },
  },
  portal: {
    share: { developer: 0.1, platform: 0.2, operator: 0.15, viewer: 0.4 },
    pace: 0.25,
    stamina: 4,
    taste: browsing,
  },
  helm: {
    share: { developer: 0.12, platform: 0.5, operator: 0.1 },
    pace: 0.4,
    stamina: 1.5,
    taste: { 'helm list': 4, 'helm status': 3, 'helm upgrade': 3 },
  },
  python: {
    share: { developer: 0.05, platform: 0.12 },
    pace: 0.2,
    stamina: 3,
    taste: {
      'get pods': 6,
      'get deployments': 4,
      'get pods -A': 3,
      'get configmaps': 2,
      'get nodes': 2,
      'get jobs': 2,
    },
  },
  go: {
    share: { developer: 0.04, platform: 0.05 },
    pace: 0.3,
    stamina: 3,
    taste: { 'get pods': 5, 'get deployments': 3, 'get configmap': 2, 'get services': 2 },
  },
  curl: {
    share: { developer: 0.03, platform: 0.08, operator: 0.04 },
    pace: 0.1,
    stamina: 2,
    taste: { 'get healthz': 4, 'get pods': 3, version: 2, 'get endpoints': 1 },
  },
};

/** The programs of a person, each used in a measure of the person's own. */
export function habitsOf(world: World, person: Person): Habit[] {
  const random = world.seed.fork(`programs of ${person.identity.username}`);
  return Object.entries(usual).flatMap(([program, { share, pace, stamina, taste }]) => {
    const own = random.fork(program);
    if (!own.chance(share[person.role] ?? 0)) return [];
    const weights = Object.entries(taste).map(
      ([name, weight]) => [name, weight * Math.exp(1.1 * own.normal())] as const,
    );
    const habit: Habit = {
      program: program as ClientName,
      pace: pace * Math.exp(0.6 * own.normal()),
      stamina,
      taste: choice(weights),
    };
    return [habit];
  });
}
