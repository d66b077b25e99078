/** What a link opens: the page it names, with links of its own only where it reaches on. */
import { expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLinkKeys } from '../../src/adapters/memory/link-keys.ts';
import { memorySuppressions } from '../../src/adapters/memory/suppressions.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { type Reach, signedLinks } from '../../src/app/links.ts';
import { sharedPage } from '../../src/app/shared.ts';
import { shown } from '../../src/app/showing/shown.ts';
import { linkTold, workLinkTold } from '../../src/app/telling/link-told.ts';
import type { RefusedForm } from '../../src/app/working/by-link.ts';
import type { HrefOf } from '../../src/core/show/links.ts';
import { noNames } from '../../src/core/show/names.ts';
import { aFinding } from '../core/show/samples.ts';

const now = new Date('2026-06-04T02:15:00Z');
const clock = () => now;
const until = new Date('2026-06-05T00:00:00Z');
const found = aFinding();
const cluster = { id: found.clusterId, name: found.cluster };

async function world() {
  const links = signedLinks(memoryLinkKeys(), clock, { linkDays: 14, linkWork: true });
  const findings = memoryFindings();
  const work = memoryWork();
  await findings.save(found.day, cluster, [found]);
  const hrefs: HrefOf[] = [];
  const report = async (day: string, hrefOf: HrefOf) => {
    hrefs.push(hrefOf);
    return `report of ${day}`;
  };
  const show = shown({
    ports: {
      findings,
      work,
      suppressions: memorySuppressions(),
      ledger: memoryLedger(),
      days: memoryDays(),
      clock,
    },
    settings: () => ({ names: noNames }),
    report,
    clusters: async () => ({ clusters: [], archive: [] }),
  });
  const open = async (href: string) => {
    const { searchParams } = new URL(href, 'https://rarecall.example/api/');
    return (await sharedPage(searchParams, { links, show, publicUrl: '' }))?.html ?? null;
  };
  return { links, findings, work, hrefs, open, show };
}

test('a told link opens the page of its finding alone', async () => {
  const { links, open } = await world();
  const linkOf = linkTold(links, clock, {
    publicUrl: 'https://rarecall.example/',
    linkDays: 14,
    linkWork: true,
  });
  const href = (await linkOf(found)) ?? '';
  expect(href).toMatch(/^https:\/\/rarecall\.example\/api\/shared\?page=finding&id=/);
  expect(href).toBe(await linkOf(found));
  const page = (await open(href)) ?? '';
  expect(page).toContain(`id="finding-${found.id}"`);
  expect(page).toContain('<title>Finding of 2026-06-03 on aks-shop-prod</title>');
  expect(page).not.toMatch(/No longer found|shared\?/);
});

test('the page says how its finding is worked, and opening it changes nothing of that', async () => {
  const { links, work, open } = await world();
  const href = await links.sign({ page: 'finding', id: found.id }, 'page', until);
  expect(await open(href)).toContain('<b>new</b>');
  const which = { finding: found.id, day: found.day };
  await work.add(which, () => ({
    at: now.toISOString(),
    by: 'anna',
    status: 'acknowledged',
    owner: '<b>bob',
  }));
  expect(await open(href)).toContain('<b>acknowledged, of &lt;b&gt;bob</b>');
  expect(await work.history(which)).toHaveLength(1);
});

test('a link to work has a form, and no other has; what was typed in vain stands in it', async () => {
  const { links, work, show } = await world();
  const opened = async (reach: Reach, refused?: RefusedForm) => {
    const href = await links.sign({ page: 'finding', id: found.id }, reach, until);
    return await sharedPage(
      new URLSearchParams(href.split('?')[1]),
      { links, show, publicUrl: 'https://a.example/x/' },
      refused,
    );
  };
  const read = await opened('page');
  expect(read).toMatchObject({ sentTo: null });
  expect(read?.html).not.toMatch(/<form|id="work"/);
  expect(read?.html).toContain('form-action &#39;none&#39;"');
  const own = await opened('work');
  expect(own).toMatchObject({ sentTo: ['https://a.example'] });
  expect(own?.html).toContain('<form method="post" action="#work"');
  expect(own?.html).toContain('name="tag" value="0"');
  expect(own?.html).not.toContain('form-action');
  expect(own?.html).toContain('say how its finding is worked, until the link ends');
  expect(own?.html).not.toMatch(/rarecall work|shared\?|role="alert"/);
  const hostile = '</textarea><script>alert(1)</script>" autofocus onfocus="alert(2)';
  await work.add({ finding: found.id, day: found.day }, () => ({
    at: now.toISOString(),
    by: hostile,
    owner: hostile,
  }));
  const typed = {
    by: hostile,
    owner: hostile,
    nobody: 'yes',
    status: 'closed',
    verdict: hostile,
    note: `\n${hostile}`,
  };
  const again = await opened('work', { state: 'wrong', problem: 'Said so.', typed, tag: hostile });
  expect(again?.html).toContain('role="alert">Said so.</p>');
  expect(again?.html).toContain('name="tag" value="&lt;/textarea&gt;&lt;script&gt;');
  expect(again?.html).toContain('<option selected>closed</option>');
  expect(again?.html).toContain('\n\n&lt;/textarea&gt;&lt;script&gt;');
  expect(again?.html).not.toMatch(/<script|" autofocus/);
  expect(again?.html.match(/<\/textarea>/g)).toHaveLength(1);
  const moved = await opened('work', { state: 'moved', problem: 'Moved.', typed, tag: null });
  expect(moved?.html).toContain('name="tag" value="1"');
});

test('a told link to work is there where it is turned on, and signed', async () => {
  const { links, open } = await world();
  const of = (over: object) =>
    workLinkTold(links, clock, { publicUrl: 'https://a.example/x/', linkDays: 14, linkWork: true, ...over })(
      found,
    );
  expect(await of({})).toMatch(
    /^https:\/\/a\.example\/x\/api\/shared\?page=finding&id=\w+&reach=work&until=/,
  );
  expect(await open((await of({})) ?? '')).toContain('<form');
  for (const over of [{ linkWork: false }, { linkDays: 0 }, { publicUrl: '' }])
    expect(await of(over)).toBeNull();
});

test('a finding that is told no more says so, and one that is not there says nothing', async () => {
  const { links, findings, open } = await world();
  const href = await links.sign({ page: 'finding', id: found.id }, 'page', until);
  await findings.save(found.day, cluster, []);
  expect(await open(href)).toContain('No longer found');
  expect(await open(await links.sign({ page: 'finding', id: '0' }, 'page', until))).toBeNull();
  expect(await open(href.replace('&until=', '&until=1'))).toBeNull();
});

test('a report leads on where its link does, and no longer than that', async () => {
  const { links, hrefs, open } = await world();
  const to = { page: 'report', day: '2026-06-03' } as const;
  expect(await open(await links.sign(to, 'page', until))).toBe('report of 2026-06-03');
  expect(await open(await links.sign(to, 'pages', until))).toBe('report of 2026-06-03');
  const [alone, leading] = hrefs.map((hrefOf) => hrefOf(to));
  expect(alone).toBeNull();
  const query = new URL(leading ?? '', 'https://rarecall.example/api/').searchParams;
  expect((await links.opened(query))?.until).toEqual(until);
  expect(await open(await links.sign({ page: 'report', day: 'yesterday' }, 'pages', until))).toBeNull();
});

test('without signed links a finding is in the report, and without an address nowhere', async () => {
  const { links } = await world();
  const of = (publicUrl: string, linkDays: number) =>
    linkTold(links, clock, { publicUrl, linkDays, linkWork: false })(found);
  expect(await of('https://front.example', 0)).toBe(
    `https://front.example/api/report?day=2026-06-03#finding-${found.id}`,
  );
  expect(await of('', 14)).toBeNull();
});
