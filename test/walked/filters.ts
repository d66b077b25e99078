/**
 * How many entities the table service walks for a request: what the emulator, which has everything in one index, does not show.
 * A point is one entity. Keys alone find what lies between them; any other condition is asked of every entity that they leave.
 * Source: Microsoft, "Design for querying" of Table Storage.
 */

/** The part of a table that is walked, as a filter of keys alone; `''`: all of it. */
export interface Walk {
  readonly keys: string;
  /** Every entity that lies there is an answer. */
  readonly isExact: boolean;
}

const condition = /^(\w+) (eq|ge|gt|le|lt|ne) ('(?:[^']|'')*'|[^\s']+)$/;

export function walkOf(filter: string): Walk {
  const conditions = partsOf(filter);
  // Anything but a list of conditions is asked of every entity.
  if (conditions.some((one) => !condition.test(one))) return { keys: '', isExact: conditions.length === 0 };
  const ofKey = (name: string) =>
    conditions.filter((one) => one.startsWith(`${name} `) && !one.startsWith(`${name} ne`));
  const partition = ofKey('PartitionKey');
  // Rows are in order only within one partition.
  const isOne = partition.some((one) => one.startsWith('PartitionKey eq '));
  const keys = [...partition, ...(isOne ? ofKey('RowKey') : [])];
  return { keys: keys.join(' and '), isExact: keys.length === conditions.length };
}

/** What `and` joins, outside of texts. */
function partsOf(filter: string): string[] {
  const parts: string[] = [];
  let [part, isText] = ['', false];
  for (const word of filter.split(/( and )/)) {
    if (word === ' and ' && !isText) {
      parts.push(part);
      part = '';
      continue;
    }
    part += word;
    if (word.split("'").length % 2 === 0) isText = !isText;
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '');
}
