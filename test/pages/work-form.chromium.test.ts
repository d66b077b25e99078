/**
 * A finding worked in a browser by a link: the deployed bundle on a real emulator, with the very headers that it sends. What a
 * sandbox lets a page send is for the browser to say.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account } from '../../src/adapters/azure/account.ts';
import { findingTable } from '../../src/adapters/azure/findings.ts';
import { linkKeyTable } from '../../src/adapters/azure/keys/link-keys.ts';
import { endOfDays, signedLinks } from '../../src/app/links.ts';
import { type Azurite, startAzurite } from '../../src/host/azurite.ts';
import { build } from '../../src/host/build.ts';
import { aFinding } from '../core/show/samples.ts';
import { ask, type Spawned, spawnHost } from '../host/spawned.ts';
import { openBrowser } from './chromium.ts';

let azurite: Azurite;
let host: Spawned;
let browser: Browser;
let link: string;
let count = 0;
let id: string;

beforeAll(async () => {
  await build();
  [azurite, browser] = await Promise.all([startAzurite(), openBrowser()]);
  host = await spawnHost(azurite.connection, { RARECALL_LINK_WORK: 'true' });
});
afterAll(async () => {
  await browser?.close();
  await host?.kill();
  await azurite?.stop();
});

/** Each test has a finding of its own. */
beforeEach(async () => {
  id = String(++count).padStart(32, '0');
  const found = aFinding({ id });
  const store = account({ name: 'AzureWebJobsStorage', connectionString: azurite.connection });
  const cluster = { id: found.clusterId, name: found.cluster };
  await findingTable(() => store.table('findings')).save(found.day, cluster, [found]);
  const keys = linkKeyTable(() => store.table('keys'));
  const links = signedLinks(keys, () => new Date(), { linkDays: 14, linkWork: true });
  link = `${host.address}/api/${await links.sign({ page: 'finding', id }, 'work', endOfDays(new Date(), 14))}`;
});

async function opened(width = 390): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext({ viewport: { width, height: 420 } })).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // What a test itself runs on the page is stopped as well, now and then.
    if (!message.text().startsWith('Blocked script execution')) complaints.push(message.text());
  });
  await page.goto(link);
  return { page, complaints };
}

const save = async (page: Page): Promise<void> => {
  const answered = page.waitForEvent('response', (response) => response.request().isNavigationRequest());
  await page.getByRole('button', { name: 'Save' }).click();
  await answered;
  await page.waitForLoadState();
};
const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });
const work = async () => (await ask(host, `findings/${id}/work`)).body;
/** What is in sight after the form was sent: a page that is loaded goes to where it was worked. */
const inSight = (page: Page, text: string): Promise<boolean> =>
  page
    .getByText(text)
    .first()
    .evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return top >= 0 && bottom <= one.ownerDocument.documentElement.clientHeight;
    });

test.each([390, 1440])('a finding is taken by a link on a page %i wide, and closed', async (width) => {
  const { page, complaints } = await opened(width);
  await page.getByLabel('By').fill('Anna');
  await page.getByLabel('Owner').fill('Anna');
  await page.getByLabel('Status').selectOption('acknowledged');
  await note(page).fill('\nTwo lines:\nasked the team.');
  await save(page);
  expect(page.url()).toBe(`${link}#work`);
  expect(await inSight(page, 'acknowledged, of Anna')).toBe(true);
  expect(await work()).toMatchObject({
    status: 'acknowledged',
    owner: 'Anna',
    lastNote: { by: '(by link) Anna', text: 'Two lines:\nasked the team.' },
    etag: '1',
  });
  // Loaded again it is a page that is read: nothing is sent a second time.
  await page.reload();
  expect(await work()).toMatchObject({ etag: '1' });

  await page.getByLabel('By').fill('Anna');
  await page.getByLabel('Verdict').selectOption('expected');
  await save(page);
  expect(await inSight(page, 'closed: expected, of Anna')).toBe(true);
  await page.getByText('What would have hidden it').click();
  expect(await page.locator('.offer pre').textContent()).toContain(`"id":"expected-${id}","owner":"Anna"`);
  expect(await page.locator('.offer').textContent()).toContain('would have hidden 1 of the 1 call');
  expect(complaints).toEqual([]);
});

test('who is second is told so, keeps what he typed, and may save it again', async () => {
  const { page } = await opened();
  const other = await opened();
  await other.page.getByLabel('By').fill('Bob');
  await other.page.getByLabel('Owner').fill('Bob');
  await save(other.page);

  await page.getByLabel('By').fill('Anna');
  await page.getByLabel('Verdict').selectOption('attack');
  await note(page).fill('\n\nSeen <b>twice</b>.\n');
  await save(page);
  expect(await page.getByRole('alert').textContent()).toMatch(/changed since the page was opened/);
  expect(await inSight(page, 'changed since the page was opened')).toBe(true);
  expect(await page.getByText('new, of Bob').count()).toBe(1);
  expect([await page.getByLabel('By').inputValue(), await note(page).inputValue()]).toEqual([
    'Anna',
    '\n\nSeen <b>twice</b>.\n',
  ]);
  expect(await page.getByLabel('Verdict').inputValue()).toBe('attack');
  expect(await work()).toMatchObject({ status: 'new', owner: 'Bob', notes: 0 });
  await save(page);
  expect(await work()).toMatchObject({ status: 'closed', verdict: 'attack', owner: 'Bob', notes: 1 });
});

test('who goes back sees how it stands now, and nothing that would be sent again', async () => {
  const { page } = await opened();
  await page.getByLabel('By').fill('Anna');
  await page.getByLabel('Verdict').selectOption('attack');
  await note(page).fill('Asked the team.');
  await save(page);
  await page.goBack();
  expect(await page.getByText('closed: attack').count()).toBe(1);
  expect([await note(page).inputValue(), await page.getByLabel('Verdict').inputValue()]).toEqual(['', '']);
});

test('what is wrong is said at the form, which keeps what was typed', async () => {
  const { page } = await opened();
  await page.getByLabel('By').fill('Anna');
  await page.getByLabel('Status').selectOption('closed');
  await page.getByLabel('Owner').fill('"><script>alert(1)</script>');
  await save(page);
  expect(await page.getByRole('alert').textContent()).toMatch(/closing needs a verdict/);
  expect(await page.getByLabel('Owner').inputValue()).toBe('"><script>alert(1)</script>');
  expect(await work()).toMatchObject({ etag: '0' });
  await page.getByLabel('Verdict').selectOption('unclear');
  await save(page);
  expect(await work()).toMatchObject({ verdict: 'unclear', owner: '"><script>alert(1)</script>' });
});

test('the form is sent nowhere else', async () => {
  const { page, complaints } = await opened();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page
    .locator('form')
    .evaluate((form) => form.setAttribute('action', 'https://elsewhere.example/api/shared'));
  await page.getByLabel('By').fill('Anna');
  await page.getByRole('button', { name: 'Save' }).click({ noWaitAfter: true });
  await expect.poll(() => complaints.join()).toContain('form-action');
  expect(asked).toEqual([]);
});
