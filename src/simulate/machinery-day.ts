/** Most of a real log: what is nobody's kubectl. How much of it is an option, and far below a real cluster's. */
import { murmurs } from './machinery/parts.ts';
import { draw, type Random } from './random.ts';
import type { Request } from './request.ts';
import type { Today } from './time.ts';
import type { World } from './world.ts';

/** The noise of a day, not yet in order of time. */
export function noise(world: World, today: Today, random: Random): Request[] {
  const count =
    random.poisson(24 * Math.min(world.options.noise, 20)) +
    Math.max(0, Math.round(24 * (world.options.noise - 20)));
  return Array.from({ length: count }, () => {
    const { who, ip, userAgent, step } = draw(random, murmurs)(world, random, today.day);
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
