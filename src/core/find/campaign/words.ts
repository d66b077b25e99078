/** A campaign in words. They still hold what a log said. Refuses to know where they are shown. */
import type { Campaign, CampaignStep } from './campaign.ts';

const shown = 3;

/** More than one day of it is known: there is a story to tell. */
export const isStory = ({ days }: Campaign): boolean => days > 1;

/** It goes on with what was told on days before. */
export const isUpdate = ({ toldDays }: Campaign): boolean => toldDays > 1;

/** `day 3 of campaign 1a2b3c4d`; `''` for the first that is told of it. */
export const campaignTag = (campaign: Campaign): string =>
  isUpdate(campaign) ? `day ${campaign.days} of campaign ${campaign.id.slice(0, 8)}` : '';

/**
 * Steps of its last day that were not taken on the days before, the worst first, each once: as it succeeded where it did. What
 * was only tried before is new once it succeeds.
 */
export function newSteps({ steps, lastDay }: Campaign): CampaignStep[] {
  const before = steps.filter(({ day }) => day !== lastDay);
  const isNew = ({ day, what, outcome }: CampaignStep): boolean =>
    day === lastDay &&
    !before.some((step) => step.what === what && (step.outcome === outcome || step.outcome === 'allowed'));
  const today = steps.filter(isNew).sort((a, b) => b.risk - a.risk);
  return [...Map.groupBy(today, ({ what }) => what).values()].flatMap(
    (own) => own.find(({ outcome }) => outcome === 'allowed') ?? own.slice(0, 1),
  );
}

/** In one sentence where it belongs to other days; `''` where there are none. */
export function campaignPhrase(campaign: Campaign): string {
  const { days, firstDay, untold } = campaign;
  if (isUpdate(campaign)) return `Day ${days} of what began on ${firstDay}; ${newsOf(campaign)}.`;
  if (untold.length === 0) return '';
  const more = untold.length === 1 ? '' : ` and ${untold.length - 1} more`;
  const were = untold.length === 1 ? 'was' : 'were';
  const [act] = untold.flatMap((day) => day.act ?? []);
  return `It began on ${firstDay}: that day${more} ${were} odd, too${act === undefined ? '' : ` (${act})`}.`;
}

function newsOf(campaign: Campaign): string {
  const steps = newSteps(campaign);
  if (steps.length === 0) return 'nothing new of it today';
  const more = steps.length > shown ? ` and ${steps.length - shown} more` : '';
  const told = steps
    .slice(0, shown)
    .map(({ what, outcome }) =>
      outcome === 'refused' || outcome === 'failed' ? `${what} (${outcome})` : what,
    );
  return `new today: ${told.join(', ')}${more}`;
}
