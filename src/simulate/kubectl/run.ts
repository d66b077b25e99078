/** The requests of a caller as they follow each other, and what the API server answers. Refuses to know why he asks. */

import type { Random } from '../random.ts';
import type { Request, Step } from '../request.ts';
import { mayDo } from '../roles.ts';
import type { World } from '../world.ts';
import { type Caller, sourceIPsOf } from './caller.ts';
import type { Target } from './command.ts';
import { stepsOf } from './commands.ts';
import { discovery } from './questions.ts';

/** A share of requests names something that is not there any more. */
const strayShare = 0.012;

/** The code of success: 101 where the connection is upgraded. */
function answerTo(step: Step): number {
  if (step.seconds !== undefined && step.subresource !== undefined && step.subresource !== 'log') return 101;
  return step.verb === 'create' ? 201 : 200;
}

function requestOf(
  world: World,
  random: Random,
  caller: Caller,
  step: Step,
  at: number,
  label: string | null,
): Request {
  const own = world.namespaces.some(
    ({ name, team }) =>
      name === step.namespace &&
      (team === caller.team || (world.options.open === true && team !== 'platform')),
  );
  const allowed = mayDo(caller.role, own, step);
  const stray =
    step.verb === 'get' &&
    step.name !== undefined &&
    step.subresource === undefined &&
    random.chance(strayShare);
  return {
    at,
    who: caller.identity,
    impersonated: caller.impersonating ?? null,
    sourceIPs: sourceIPsOf(world, random, caller.ip),
    userAgent: step.nameless === true ? '' : caller.userAgent,
    step,
    code: allowed ? (step.code ?? (stray ? 404 : answerTo(step))) : 403,
    label,
  };
}

/** Runs a command: its requests follow within a second or so. What is forbidden or missing ends it. @returns its end */
export function run(
  world: World,
  random: Random,
  caller: Caller,
  steps: readonly Step[],
  from: number,
  label: string | null,
  into: Request[],
): number {
  let at = from;
  for (const step of steps) {
    const request = requestOf(world, random, caller, step, at, label);
    into.push(request);
    at += Math.round(20_000 + random.exponential(120_000)) + (step.seconds ?? 0) * 1_000_000;
    if (request.code >= 400 && step.code === undefined) break;
  }
  return at;
}

/** The discovery that comes before a command when kubectl's cache is old. */
const withDiscovery = (random: Random, steps: readonly Step[], share: number): readonly Step[] =>
  random.chance(share) ? [...discovery, ...steps] : steps;

export const runCommand = (
  world: World,
  caller: Caller,
  name: string,
  target: Target,
  from: number,
  into: Request[],
): number =>
  run(
    world,
    target.random,
    caller,
    withDiscovery(target.random, stepsOf(name, target), 0.12),
    from,
    null,
    into,
  );
