/** All kubectl commands that somebody here uses, and the requests each one makes. Refuses to know who uses them. */

import type { Step } from '../request.ts';
import type { Command, Target } from './command.ts';
import { customCommands } from './custom.ts';
import { listing } from './lists.ts';
import { asking } from './questions.ts';
import { reading } from './reads.ts';
import { streaming } from './streams.ts';
import { writing } from './writes.ts';

/** By name. The order belongs to the seed: people draw from all of them, and a command at another place makes other months. */
export const commands: Readonly<Record<string, Command>> = {
  ...listing,
  ...reading,
  ...streaming,
  ...asking,
  ...writing,
};

/** The requests of a command by name. @throws RangeError for a command nobody wrote down */
export function stepsOf(name: string, target: Target): readonly Step[] {
  const command = commands[name] ?? customCommands[name];
  if (command === undefined) throw new RangeError('a command without an entry in the table of commands');
  return command(target);
}
