/** A campaign in the description of routes, as findings have it: its members by name and type. */
import type { Campaign, CampaignStep } from '../../core/find/campaign/campaign.ts';
import type { OddDay } from '../../core/rank/grown.ts';
import { outcome } from './call.ts';
import { date, integer, listOf, maybe, objectOf, text as string, told } from './parts.ts';

const step = objectOf<CampaignStep>(
  {
    day: date,
    time: maybe,
    phase: told(string, 'Tactic of ATT&CK; `other` where none is known.'),
    what: told(string, 'e.g. `get secrets in payments (db)`'),
    outcome: outcome,
    risk: integer,
    finding: told(string, 'Id of the finding that has the call.'),
  },
  {},
);

const untold = objectOf<OddDay>(
  {
    day: date,
    bits: told(integer, 'How much more than usual was new.'),
    act: told(maybe, 'What was the most news: `list secrets`.'),
    namespace: maybe,
  },
  {},
);

export const campaignSchema = objectOf<Campaign>(
  {
    id: told(string, 'Of cluster, caller and `toldFrom`: the same for all findings of the story.'),
    firstDay: told(date, 'The first day of it that is known, told or not.'),
    toldFrom: told(date, 'The first day that was told.'),
    lastDay: told(date, 'The day of the finding.'),
    toldDays: told(integer, 'Above 1 the finding is an update of what was told before.'),
    days: told(integer, 'Days of which something is known.'),
    phases: told(listOf(string), 'In the order in which they began.'),
    steps: told(listOf(step), 'In the order of time, the worst of each day.'),
    leftOut: told(integer, 'Steps there were besides.'),
    untold: told(listOf(untold), 'Days that were odd as well and not told.'),
  },
  {},
  'The story that a finding belongs to, as it stands on the day of the finding. Members may be added.',
);
