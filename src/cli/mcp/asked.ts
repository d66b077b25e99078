/** What tools take, as schemas that say what each member means. */
import * as z from 'zod';
import { earliestDay, latestDay } from '../../core/count/day.ts';
import { severities } from '../../core/judge/severity.ts';
import { bounds } from '../../core/show/assistant/fit.ts';

/** What is asked by. Copied out of an answer, it may have its marks. */
const word = (what: string) => z.string().min(1).max(600).describe(what).optional();
const day = (what: string) =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, `must be a day such as 2026-10-31, from ${earliestDay} to ${latestDay}`)
    .describe(what)
    .optional();
const limit = (fallback: number) =>
  z
    .int()
    .min(1)
    .max(bounds.rows)
    .default(fallback)
    .describe('Rows wanted at most; fewer come where they would be too long.');
const page = z
  .string()
  .min(1)
  .max(200)
  .describe('`next` of the answer before, for the rows after it.')
  .optional();

const ofFinding = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the 32 hexadecimal digits that `findings` answers')
    .describe('`id` of a finding.'),
  page,
});

export const asked = {
  findings: z.strictObject({
    day: day('UTC day; without it the last one with findings.'),
    cluster: word('Name or resource id.'),
    user: word('The user in whose name the calls were made, exactly.'),
    severity: z.enum(severities).optional(),
    limit: limit(20),
    page,
  }),
  finding: ofFinding,
  events: ofFinding,
  calls: z.strictObject({
    day: day('UTC day; without it the last one with logs (rare: all days together).'),
    ranking: z
      .enum(['surprise', 'rare'])
      .default('surprise')
      .describe('surprise: how unlike this caller; rare: how few of the same, as Splunk counts.'),
    cluster: word('Name or resource id.'),
    user: word('Exactly.'),
    verb: word('get, list, create, delete, …'),
    resource: word('secrets, or with its subresource: pods/exec.'),
    namespace: word('Exactly.'),
    clientIp: word('Address.'),
    limit: limit(20),
    page,
  }),
  clusters: z.strictObject({ from: day('First UTC day.'), to: day('Last UTC day.') }),
} as const;
