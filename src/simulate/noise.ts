/**
 * People as they are, and not as a table of their role says: they type more, and again and again things that are new to them,
 * of which some stay and most do not. Knows what is new to whom on which day; refuses to know how it is typed.
 *
 * The numbers are those of four real people's shells (Lane's UNIX user data, Purdue and UCI): of a hundred commands two are
 * ones that the person did not use in the thirty days before (none on one such day in five, four or more on one in ten,
 * fifteen at most), and with their repeats they make up four in a hundred; a month of 3,100 commands has 100 to 120 different
 * ones, a third of which are used once; the ten most frequent make up three in four. `test/simulate/noise.test.ts` holds the
 * simulation to that.
 */
import { commands } from './kubectl/commands.ts';
import { customCommands } from './kubectl/custom.ts';
import { isThere, type Person } from './people.ts';
import { type Choice, choice, draw, type Random } from './random.ts';
import type { World } from './world.ts';

/** Commands in a noisy person's session, of those in a usual one's. */
export const busier = 2.5;

/** Share of commands that are of what is new these days. */
const share = 0.11;
/** New things on a usual day of a hundred commands, and on one in ten when somebody has another task. */
const usually = 1.7;
const tasks = { share: 0.1, count: 6 };
/** What is new is half as interesting after so many days. */
const halfLife = 2;
/** Days after which nobody remembers. */
const memory = 14;

const everything: readonly string[] = [...Object.keys(commands), ...Object.keys(customCommands)];

/** What a person could come upon, in an order of his own, by Zipf's law. */
function tailOf(random: Random): Choice<string> {
  const order = everything
    .map((name) => [random.next(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name);
  return choice(order.map((name, rank) => [name, 1 / (rank + 4)] as const));
}

/** New things of a day, in proportion to how much is typed on one. */
function comesUpon(person: Person, random: Random, tail: Choice<string>): string[] {
  const commandsADay = person.pace * (1 + busier * person.stamina);
  const mean = random.chance(tasks.share) ? tasks.count : usually;
  return Array.from({ length: random.poisson((mean * commandsADay) / 100) }, () => draw(random, tail));
}

const known = new WeakMap<Person, Map<number, Choice<string>>>();

/** What is new to a person these days; empty where nothing is. */
function newsOf(world: World, person: Person, day: number): Choice<string> {
  const days = known.get(person) ?? new Map<number, Choice<string>>();
  known.set(person, days);
  const before = days.get(day);
  if (before !== undefined) return before;
  const { username } = person.identity;
  const tail = tailOf(world.seed.fork(`tail ${username}`));
  const weights: (readonly [string, number])[] = [];
  for (let on = Math.max(0, day - memory); on <= day; on++) {
    if (!isThere(person, on)) continue;
    const found = comesUpon(person, world.seed.fork(`news ${username} ${on}`), tail);
    weights.push(...found.map((name) => [name, 0.5 ** ((day - on) / halfLife)] as const));
  }
  const news = choice(weights);
  days.set(day, news);
  return news;
}

/** A command that is new to a person these days; `null` where it is one of habit. */
export function newsFor(world: World, person: Person, day: number, random: Random): string | null {
  if (!random.chance(share)) return null;
  const news = newsOf(world, person, day);
  return news.items.length === 0 ? null : draw(random, news);
}
