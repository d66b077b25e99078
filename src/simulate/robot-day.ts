/** A day of the cluster's robots, AKS among them, as requests. */

import { type Caller, userAgentOf } from './kubectl/caller.ts';
import { targetIn } from './kubectl/command.ts';
import { run, runCommand } from './kubectl/run.ts';
import { versionOn } from './people.ts';
import type { Random } from './random.ts';
import type { Request } from './request.ts';
import { aks, type Robot, scriptOn } from './robots.ts';
import { hour, minute, type Today } from './time.ts';
import type { World } from './world.ts';

/** A robot as the cluster sees it: a runner's address, or the cluster's own egress. */
export function callerOfRobot(world: World, robot: Robot, day: number, random: Random): Caller {
  const { minor, patch } = versionOn(robot, day);
  return {
    identity: robot.identity,
    role: robot.role,
    team: robot.team,
    ip: robot.ips.length === 0 ? world.egress : random.pick(robot.ips),
    userAgent: userAgentOf('linux/amd64', minor, patch),
    minor,
  };
}

function robotRun(
  world: World,
  robot: Robot,
  today: Today,
  random: Random,
  at: number,
  into: Request[],
): void {
  const spaces = robot.namespaces.filter(({ since }) => since <= today.day);
  if (spaces.length === 0) return;
  const caller = callerOfRobot(world, robot, today.day, random);
  const target = targetIn(random.pick(spaces), {
    random,
    day: today.day,
    nodes: world.nodes,
    minor: caller.minor,
  });
  let next = at;
  for (const name of scriptOn(robot, today.day)) next = runCommand(world, caller, name, target, next, into);
}

/** AKS looks after its add-ons: labels of nodes and manifests in kube-system, by kubectl from the control plane. */
function aksRuns(world: World, today: Today, random: Random, into: Request[]): void {
  const loopback: Caller = {
    identity: aks,
    role: 'platform',
    team: 'platform',
    ip: '127.0.0.1',
    userAgent: userAgentOf('linux/amd64', 34, 1),
    minor: 34,
  };
  for (let at = today.midnight + 20 * minute; at < today.midnight + 24 * hour; at += 8 * hour) {
    const caller = random.chance(0.5) ? loopback : { ...loopback, ip: random.pick(world.hops) };
    const node = random.pick(world.nodes);
    run(
      world,
      random,
      caller,
      [
        { verb: 'get', resource: 'nodes', name: node },
        { verb: 'patch', resource: 'nodes', name: node, query: 'fieldManager=kubectl-label' },
      ],
      at,
      null,
      into,
    );
    run(
      world,
      random,
      caller,
      [
        { verb: 'get', resource: 'configmaps', namespace: 'kube-system', name: 'coredns' },
        { verb: 'get', resource: 'serviceaccounts', namespace: 'kube-system', name: 'coredns' },
      ],
      at + minute,
      null,
      into,
    );
  }
}

/** What robots ask on a day, not yet in order of time. */
export function robotDay(world: World, today: Today, random: Random, into: Request[]): void {
  for (const robot of world.robots) {
    const own = random.fork(robot.identity.username);
    const runs = own.poisson(
      robot.runs * (world.options.pace ?? 1) * (today.presence > 0.5 ? 1 : robot.weekend),
    );
    for (let i = 0; i < runs; i++)
      robotRun(world, robot, today, own, Math.round(today.midnight + own.next() * 23.9 * hour), into);
  }
  aksRuns(world, today, random.fork('aks'), into);
}
