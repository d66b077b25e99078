/**
 * People of the month who might have done what a sample does: each with his own name, address and kubectl, as they are most
 * often in the log. Knows who calls; refuses to know what is done.
 */
import type { ReadPart } from '../../src/cli/files/read.ts';
import type { Row } from '../../src/core/count/row.ts';

export interface Caller {
  readonly user: { readonly username: string; readonly groups: readonly string[] };
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
}

/** A developer, an operator, a platform engineer: busy people, who do many different things. */
const names = [
  'jonas.olsen@northwind.example',
  'nils.falk@northwind.example',
  'elif.adler@northwind.example',
];

/** @throws RangeError where one of them is not in the month */
export const busyPeople = (parts: readonly ReadPart[]): Caller[] => {
  const rows = parts.flatMap((part) => part.rows).filter(({ client }) => client === 'kubectl');
  return names.map((name) => usualOf(rows.filter(({ call }) => call.user === name)));
};

function usualOf(rows: readonly Row[]): Caller {
  const places = Map.groupBy(rows, ({ call }) => JSON.stringify([call.sourceIPs, call.userAgent]));
  const [usual] = [...places.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  if (usual === undefined) throw new RangeError('nobody of that name calls in this month');
  const { user, groups, sourceIPs, userAgent } = usual.call;
  return { user: { username: user ?? '', groups }, sourceIPs, userAgent };
}

/** The lines of a sample as if another had done it. */
export const doneBy = (lines: string, caller: Caller): string =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => {
      const record = JSON.parse(line) as { readonly properties: { readonly log: string } };
      const log = JSON.stringify({ ...(JSON.parse(record.properties.log) as object), ...caller });
      return `${JSON.stringify({ ...record, properties: { ...record.properties, log } })}\n`;
    })
    .join('');
