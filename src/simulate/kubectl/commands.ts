/** All kubectl commands that somebody here uses, and the requests each one makes. Refuses to know who uses them. */

import type { Step } from '../request.ts';
import type { Command, Target } from './command.ts';
import { listing } from './lists.ts';
import { reading } from './reads.ts';
import { writing } from './writes.ts';

export const commands: Readonly<Record<string, Command>> = { ...listing, ...reading, ...writing };

/** The requests of a command by name. @throws RangeError for a command nobody wrote down */
export function stepsOf(name: string, target: Target): readonly Step[] {
  const command = commands[name];
  if (command === undefined) throw new RangeError('a command without an entry in the table of commands');
  return command(target);
}
