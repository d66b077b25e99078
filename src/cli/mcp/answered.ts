/** What tools answer, as schemas that say what each member means: of the types of core/show/assistant. */
import * as z from 'zod';
import { severities } from '../../core/judge/severity.ts';
import type { CallView, RareView } from '../../core/show/assistant/calls.ts';
import type { ClusterView } from '../../core/show/assistant/clusters.ts';
import type { EventView } from '../../core/show/assistant/events.ts';
import type { FindingDetail, FindingView } from '../../core/show/assistant/findings.ts';

const text = z.string();
const maybe = text.nullable();
const number = z.number();
const texts = z.array(text);

const callView: z.ZodType<CallView> = z.strictObject({
  rank: number,
  cluster: text,
  firstSeen: maybe,
  lastSeen: maybe,
  count: number,
  user: text,
  impersonatedBy: maybe.describe('Who really called, where somebody took on the user.'),
  groups: texts,
  clientIp: maybe,
  userAgent: text.describe('What the client says it is: easily forged.'),
  verb: maybe,
  resource: maybe,
  subresource: maybe,
  namespace: maybe,
  names: texts.describe('Objects, the first of them.'),
  requestURI: maybe,
  command: maybe.describe('What an exec ran, secrets masked.'),
  outcome: text.describe('allowed, refused, failed or unknown.'),
  dryRun: z.boolean(),
  rarity: number.describe('0-100; 99: one day of one caller in a hundred has such a call.'),
  risk: number.describe('1-100.'),
  explanation: text,
  factors: texts.describe('Ids of what makes it dangerous.'),
  attack: texts.describe('ATT&CK techniques.'),
});

const rareView: z.ZodType<RareView> = z.strictObject({
  sourceIPs: text,
  verb: text,
  userAgent: text,
  groups: text,
  resource: text,
  namespace: text,
  requestURI: text,
  count: number,
  percent: number,
});

const finding = {
  id: text,
  day: text,
  cluster: text,
  severity: z.enum(severities),
  risk: number.describe('1-100; decides the order.'),
  title: text.describe('What was done.'),
  when: text,
  why: text.describe('Why it is odd and dangerous.'),
  lookAt: text.describe('What to look at next.'),
  actor: text,
  user: text,
  clientIp: maybe,
  firstSeen: maybe,
  lastSeen: maybe,
  learning: z.boolean().describe('The cluster has too little history to be judged well.'),
} as const;

const findingView: z.ZodType<FindingView> = z.strictObject({
  ...finding,
  calls: number.describe('How many rare calls.'),
  campaign: maybe.describe('Id of the story over several days.'),
});

const findingDetail = {
  ...finding,
  message: text,
  callCount: number,
  closed: z.boolean().describe('No longer found when its day was ranked again, or held back.'),
  factors: z.array(
    z.strictObject({
      factor: text,
      weight: number,
      why: text,
      innocent: text.describe('The harmless thing that looks the same.'),
      lookAt: text,
    }),
  ),
  attack: z.array(z.strictObject({ technique: text, name: text, tactics: texts })),
  story: z
    .strictObject({
      campaign: text,
      firstDay: text,
      lastDay: text,
      days: number,
      what: text,
      phases: texts,
      steps: z.array(
        z.strictObject({
          day: text,
          time: maybe,
          phase: text,
          what: text,
          outcome: text,
          finding: text,
        }),
      ),
      leftOut: number,
    })
    .nullable()
    .describe('Other days of the same caller that belong to it.'),
  calls: z.array(callView).describe('Strongest first.'),
} as const;

/** Fails to compile where it is not what is answered. */
z.strictObject(findingDetail) satisfies z.ZodType<FindingDetail>;

const eventView: z.ZodType<EventView> = z.strictObject({
  time: maybe,
  auditID: maybe.describe('Finds the record in any store of the logs; the caller may have chosen it.'),
  user: text,
  impersonatedBy: maybe,
  verb: maybe,
  resource: maybe,
  subresource: maybe,
  namespace: maybe,
  requestURI: maybe,
  command: maybe,
  outcome: text,
  risk: number.describe('1-100, of its call.'),
  source: text.describe('Log blob or file of its record.'),
  offset: number.describe('Byte at which the line of its record begins.'),
});

const clusterView: z.ZodType<ClusterView> = z.strictObject({
  cluster: text,
  firstHour: maybe,
  lastHour: maybe,
  daysWithLogs: number,
  missingHours: number,
  learning: z.boolean(),
  lines: number.nullable(),
  events: number,
  requests: number,
  folded: number,
  lagSeconds: number.nullable(),
  failed: number.describe(
    'Hours that could not be counted and days that could not be ranked; of files: files not read.',
  ),
  blindSpots: z.array(z.strictObject({ kind: text, what: text, todo: text })),
});

const notice = text.describe('What of this answer is untrusted.');
const next = text.optional().describe('Give it as `page` for more.');

export const answered = {
  findings: z.strictObject({
    notice,
    day: maybe,
    note: text.optional().describe('What to know before the rest is believed.'),
    held: number.optional().describe('Findings beyond what is told of a day.'),
    findings: z.array(findingView),
    next,
  }),
  finding: z.strictObject({ notice, ...findingDetail, next }),
  events: z.strictObject({
    notice,
    finding: text,
    requests: number
      .nullable()
      .describe('How many the finding is of; null where it does not hold all of its calls.'),
    named: number.describe('How many of them it names.'),
    events: z.array(eventView).describe('In order of time.'),
    next,
  }),
  calls: z.strictObject({
    notice,
    ranking: text,
    day: maybe,
    learning: z.boolean().optional(),
    calls: z.array(callView).optional().describe('Of surprise: the most surprising first.'),
    rows: z.array(rareView).optional().describe('Of rare: the rarest first.'),
    next,
  }),
  clusters: z.strictObject({
    notice,
    clusters: z.array(clusterView),
    leftOut: number.optional().describe('Clusters that did not fit.'),
  }),
} as const;
