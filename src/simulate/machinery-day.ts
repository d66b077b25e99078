/** A day of a cluster's machinery, as requests: most of a real log. How much is an option, far below a real cluster's. */
import { parts } from './machinery/parts.ts';
import { draw, type Random } from './random.ts';
import type { Request } from './request.ts';
import type { Today } from './time.ts';
import type { World } from './world.ts';

/** What the machinery asks on a day, not yet in order of time. */
export function machineryDay(world: World, today: Today, random: Random): Request[] {
  const { machinery } = world.options;
  const count = random.poisson(24 * Math.min(machinery, 20)) + Math.max(0, Math.round(24 * (machinery - 20)));
  return Array.from({ length: count }, () => {
    const { who, ip, userAgent, step } = draw(random, parts)(world, random, today.day);
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
