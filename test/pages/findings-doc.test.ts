/** docs/findings.md reads the demo's first finding: what it says is what is found. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { SurpriseAnswer } from '../../src/core/find/answer.ts';
import { callCount } from '../../src/core/find/left-out.ts';
import { gistOf } from '../../src/core/show/gist.ts';
import { reportPage } from '../../src/core/show/pages/report.ts';
import { tenth } from '../../src/core/show/phrase.ts';
import { demoHunt } from './demo.ts';
import { demoReport } from './pages.ts';

const doc = readFileSync(join(import.meta.dirname, '../../docs/findings.md'), 'utf8').replace(/\s+/g, ' ');
let demo: SurpriseAnswer;
beforeAll(async () => {
  demo = await demoHunt();
}, 120_000);
const first = () => demo.findings[0] ?? expect.fail('the demo has findings');

test('it quotes the list to the letter, and the page says it so', () => {
  const { risk, title, campaign } = first();
  const { when, why, next } = gistOf(first());
  const story = `day ${campaign?.days} of what began on ${campaign?.firstDay}`;
  const page = reportPage(demoReport(demo)).replace(/<[^>]*>/g, '');
  expect(doc).toContain(`> **${risk.score}** ${risk.severity}: ${title} `);
  expect(doc).toContain(`> ${when}; ${story} `);
  expect(page).toContain(`${when}; ${story}`);
  expect(doc).toContain(`> **Why** ${why} `);
  expect(doc).toContain(`> **Next** ${next} `);
});

test('its numbers are those of the finding', () => {
  const { risk, calls, campaign } = first();
  const [top] = calls;
  expect(doc).toContain(`risk **${risk.score}** of 100`);
  expect(doc).toContain(`rarity **${tenth(top?.rarity ?? 0)}** of a call`);
  expect(doc).toContain(`**${tenth(top?.bits.total ?? 0)} bits**`);
  const factors = risk.factors.slice(0, 3).map(({ id, weight }) => `${id} **×${weight}**`);
  expect(doc).toContain(`| ${factors.join(', ')} |`);
  expect(callCount(first())).toBe(13);
  const toldDays = `${campaign?.toldDays} days were told, ${campaign?.toldFrom} the first`;
  expect(doc).toContain(toldDays);
  expect(campaign?.untold.map(({ day }) => day)).toEqual(['2026-10-28']);
  expect(doc).toContain(`that was odd was ${campaign?.untold[0]?.day}`);
});

test('what it says of the others holds, too', () => {
  expect(demo.findings).toHaveLength(4);
  expect(demo.findings.at(-1)?.risk.score).toBe(27);
  expect(doc).toContain('the lowest risk (27; 28 in the demo');
  const names = first().calls.flatMap((call) => call.names);
  expect(names).toContain('bootstrap-token-4ad1pq');
  expect(first().calls.find(({ outcome }) => outcome === 'refused')?.namespace).toBeNull();
});
