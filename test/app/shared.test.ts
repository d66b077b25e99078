/** What a link opens: the page it names, with links of its own only where it reaches on. */
import { expect, test } from 'vitest';
import { memoryDays } from '../../src/adapters/memory/days.ts';
import { memoryFindings } from '../../src/adapters/memory/findings.ts';
import { memoryLedger } from '../../src/adapters/memory/ledger.ts';
import { memoryLinkKeys } from '../../src/adapters/memory/link-keys.ts';
import { memoryWork } from '../../src/adapters/memory/work.ts';
import { signedLinks } from '../../src/app/links.ts';
import { sharedPage } from '../../src/app/shared.ts';
import { shown } from '../../src/app/showing/shown.ts';
import { linkTold } from '../../src/app/telling/link-told.ts';
import type { HrefOf } from '../../src/core/show/links.ts';
import { noNames } from '../../src/core/show/names.ts';
import { aFinding } from '../core/show/samples.ts';

const now = new Date('2026-06-04T02:15:00Z');
const clock = () => now;
const until = new Date('2026-06-05T00:00:00Z');
const found = aFinding();
const cluster = { id: found.clusterId, name: found.cluster };

async function world() {
  const links = signedLinks(memoryLinkKeys(), clock, { linkDays: 14 });
  const findings = memoryFindings();
  const work = memoryWork();
  await findings.save(found.day, cluster, [found]);
  const hrefs: HrefOf[] = [];
  const report = async (day: string, hrefOf: HrefOf) => {
    hrefs.push(hrefOf);
    return `report of ${day}`;
  };
  const show = shown({
    ports: { findings, work, ledger: memoryLedger(), days: memoryDays(), clock },
    settings: () => ({ names: noNames }),
    report,
    clusters: async () => ({ clusters: [], archive: [] }),
  });
  const open = (href: string) => {
    const { searchParams } = new URL(href, 'https://rarecall.example/api/');
    return sharedPage(searchParams, { links, show });
  };
  return { links, findings, work, hrefs, open };
}

test('a told link opens the page of its finding alone', async () => {
  const { links, open } = await world();
  const linkOf = linkTold(links, clock, { publicUrl: 'https://rarecall.example/', linkDays: 14 });
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
  const of = (publicUrl: string, linkDays: number) => linkTold(links, clock, { publicUrl, linkDays })(found);
  expect(await of('https://front.example', 0)).toBe(
    `https://front.example/api/report?day=2026-06-03#finding-${found.id}`,
  );
  expect(await of('', 14)).toBeNull();
});
