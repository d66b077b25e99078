/**
 * A client of the API server: who asks, from where, with what kubectl, and its requests as they follow each other.
 * Refuses to know why.
 */

import { type Random, suffixOf } from '../random.ts';
import type { Identity, Request, Step } from '../request.ts';
import { mayDo, type Role } from '../roles.ts';
import type { World } from '../world.ts';
import type { Target } from './command.ts';
import { stepsOf } from './commands.ts';
import { discovery } from './questions.ts';

/** Who asks, and how it looks from the cluster. */
export interface Client {
  readonly identity: Identity;
  readonly role: Role;
  readonly team: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly minor: number;
  readonly impersonating?: Identity;
}

/** As client-go builds it: program, version, system, first seven digits of the commit. */
export function userAgentOf(system: string, minor: number, patch: number): string {
  const program = system.startsWith('windows') ? 'kubectl.exe' : 'kubectl';
  const hash = Array.from(suffixOf(`${minor}.${patch}`, 7), (letter) =>
    (letter.charCodeAt(0) % 16).toString(16),
  ).join('');
  return `${program}/v1.${minor}.${patch} (${system}) kubernetes/${hash}`;
}

export function sourceIPsOf(world: World, random: Random, ip: string): string[] {
  if (ip.startsWith('127.') || ip.startsWith('172.31.')) return [ip];
  const first = world.options.behindNat === true ? world.nat : ip;
  return random.chance(0.35) ? [first, random.pick(world.hops)] : [first];
}

/** A share of requests names something that is not there any more. */
const strayShare = 0.012;

/** The code of success: 101 where the connection is upgraded. */
function answerTo(step: Step): number {
  if (step.seconds !== undefined && step.subresource !== undefined && step.subresource !== 'log') return 101;
  return step.verb === 'create' ? 201 : 200;
}

export function requestOf(
  world: World,
  random: Random,
  client: Client,
  step: Step,
  at: number,
  label: string | null,
): Request {
  const own = world.namespaces.some(
    ({ name, team }) =>
      name === step.namespace &&
      (team === client.team || (world.options.open === true && team !== 'platform')),
  );
  const allowed = mayDo(client.role, own, step);
  const stray =
    step.verb === 'get' &&
    step.name !== undefined &&
    step.subresource === undefined &&
    random.chance(strayShare);
  return {
    at,
    who: client.identity,
    impersonated: client.impersonating ?? null,
    sourceIPs: sourceIPsOf(world, random, client.ip),
    userAgent: client.userAgent,
    step,
    code: allowed ? (step.code ?? (stray ? 404 : answerTo(step))) : 403,
    label,
  };
}

/** Runs a command: its requests follow within a second or so. What is forbidden or missing ends it. @returns its end */
export function run(
  world: World,
  random: Random,
  client: Client,
  steps: readonly Step[],
  from: number,
  label: string | null,
  into: Request[],
): number {
  let at = from;
  for (const step of steps) {
    const request = requestOf(world, random, client, step, at, label);
    into.push(request);
    at += Math.round(20_000 + random.exponential(120_000)) + (step.seconds ?? 0) * 1_000_000;
    if (request.code >= 400 && step.code === undefined) break;
  }
  return at;
}

/** The discovery that comes before a command when kubectl's cache is old. */
export const withDiscovery = (random: Random, steps: readonly Step[], share: number): readonly Step[] =>
  random.chance(share) ? [...discovery, ...steps] : steps;

export const runCommand = (
  world: World,
  client: Client,
  name: string,
  target: Target,
  from: number,
  into: Request[],
): number =>
  run(
    world,
    target.random,
    client,
    withDiscovery(target.random, stepsOf(name, target), 0.12),
    from,
    null,
    into,
  );
