/** How each sink says to which story a finding belongs, so that whoever receives them can group them. */
import { expect, test } from 'vitest';
import { chatTexts } from '../../../../src/core/show/sinks/chat.ts';
import { ocsfFinding } from '../../../../src/core/show/sinks/ocsf.ts';
import { sentinelRow } from '../../../../src/core/show/sinks/sentinel.ts';
import { slackMessage } from '../../../../src/core/show/sinks/slack.ts';
import { splunkEvents } from '../../../../src/core/show/sinks/splunk.ts';
import { teamsMessage } from '../../../../src/core/show/sinks/teams.ts';
import { webhookBody } from '../../../../src/core/show/sinks/webhook.ts';
import { aFinding, aStory } from '../samples.ts';

const at = new Date('2026-06-04T02:15:00Z');
const finding = aFinding({ id: 'a1', campaign: aStory() });
const id = aStory().id;
const first = aFinding({ campaign: aStory({ toldDays: 1, days: 1, untold: [] }) });

test('a chat says in its first line that it is an update, and of which story', () => {
  const line = 'day 5 of campaign 01234567, high, risk 62: Rare calls: get secrets in payments';
  expect(chatTexts(finding).title).toBe(line);
  expect(slackMessage(finding, null).text.split('\n')[0]).toBe(line);
  expect(slackMessage(finding, null).blocks[0]).toMatchObject({ type: 'header', text: { text: line } });
  expect(JSON.parse(teamsMessage(finding, null)).attachments[0].content.body[0].inlines[0].text).toBe(line);
  expect(chatTexts(finding).lines).toContainEqual({
    name: 'Story',
    value: 'Day 5 of what began on 2026-05-28; new today: get secrets in payments (stripe).',
  });
});

test('the first that is told of a story is told as any other', () => {
  expect(chatTexts(first)).toEqual(chatTexts(aFinding()));
  const before = chatTexts(aFinding({ campaign: aStory({ toldDays: 1 }) }));
  expect(before.title).toBe(chatTexts(aFinding()).title);
  expect(before.lines.map(({ name }) => name)).toContain('Story');
});

test('Splunk gets it as fields of every risk event', () => {
  const fields = { index: '', sourcetype: 'rarecall:finding' };
  const events = splunkEvents(finding, 'key', fields);
  expect(events).toHaveLength(2);
  for (const { event } of events)
    expect(event).toMatchObject({
      campaign_id: id,
      campaign_first_day: '2026-05-28',
      campaign_day: 5,
      campaign_update: true,
      campaign_phases: aStory().phases,
    });
  // Splunk extracts fields from the first 5,000 characters alone.
  expect(JSON.stringify(events[0]).indexOf(id)).toBeLessThan(3_000);
  expect(splunkEvents(first, 'key', fields)[0]?.event).toMatchObject({
    campaign_id: id,
    campaign_update: false,
  });
  expect(Object.keys(splunkEvents(aFinding(), 'key', fields)[0]?.event ?? {}).join()).not.toContain(
    'campaign',
  );
});

test('Sentinel gets it as columns', () => {
  expect(sentinelRow(finding, 'v1', at)).toMatchObject({
    CampaignId: id,
    CampaignFirstDay: '2026-05-28',
    CampaignDay: 5,
    CampaignIsUpdate: true,
    CampaignPhases: aStory().phases,
  });
  expect(sentinelRow(first, 'v1', at)).toMatchObject({ CampaignId: id, CampaignIsUpdate: false });
});

test('OCSF gets it as what correlates events, with the other findings of it', () => {
  const event = ocsfFinding(finding, { uid: 'key', at });
  expect(event).toMatchObject({ metadata: { correlation_uid: id } });
  const related = [
    { uid: 'f1', first_seen_time: Date.parse('2026-05-31') },
    { uid: 'f2', first_seen_time: Date.parse('2026-06-02') },
  ];
  expect(event).toMatchObject({ finding_info: { related_events: related } });
  expect(JSON.stringify(ocsfFinding(aFinding(), { uid: 'key', at }))).not.toMatch(
    /correlation|related_events"/,
  );
});

test('a webhook gets all of it', () => {
  expect(JSON.parse(webhookBody(finding, 'key', at.toISOString())).finding.campaign).toEqual(aStory());
});
