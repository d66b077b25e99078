/** A day of a cluster's machinery, as requests: most of a real log. How much is an option, far below a real cluster's. */
import { controllers } from './machinery/controllers.ts';
import type { Part } from './machinery/part.ts';
import { parts } from './machinery/parts.ts';
import { type Choice, draw, type Random } from './random.ts';
import type { Request } from './request.ts';
import type { Today } from './time.ts';
import type { World } from './world.ts';

function asked(world: World, today: Today, random: Random, from: Choice<Part>, hourly: number): Request[] {
  const count = random.poisson(24 * Math.min(hourly, 20)) + Math.max(0, Math.round(24 * (hourly - 20)));
  return Array.from({ length: count }, () => {
    const { who, ip, userAgent, step } = draw(random, from)(world, random, today.day);
    return {
      at: Math.round(today.midnight + random.next() * 86_399_000_000),
      who,
      impersonated: null,
      sourceIPs: [ip],
      userAgent,
      step,
      code: step.verb === 'create' ? 201 : 200,
      label: null,
    };
  });
}

/** What the machinery asks on a day, not yet in order of time. */
export const machineryDay = (world: World, today: Today, random: Random): Request[] =>
  asked(world, today, random, parts, world.options.machinery);

/** What the controllers ask that teams have installed. */
export const controllerDay = (world: World, today: Today, random: Random): Request[] =>
  asked(world, today, random, controllers, world.options.controllers ?? 0);
