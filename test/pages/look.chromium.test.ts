/** Every page, looked at as a person has it: nothing sticks out, nothing is asked for, nothing that somebody could not read. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { page as served } from '../../functions/http.ts';
import { faultsIn, type Look, lookAt, openAll, openBrowser, sideways } from './chromium.ts';
import { type PageName, pageNames, pagesToLookAt } from './pages.ts';

let browser: Browser;
let pages: Readonly<Record<PageName, string>>;
beforeAll(async () => {
  [browser, pages] = await Promise.all([openBrowser(), pagesToLookAt()]);
}, 60_000);
afterAll(async () => await browser?.close());

/** As the functions serve it. */
const headers = served('').headers as Record<string, string>;

/** In a sandbox no script gets a turn, that of axe included; the policy that lets in none of the page stays. */
const forAxe = {
  ...headers,
  'content-security-policy': headers['content-security-policy']?.replace('sandbox', '') ?? '',
};

/** Measured in one scheme, and looked at in the other as well. */
const looks: readonly (readonly [string, Look])[] = [
  ['wide, light and dark', { width: 1440, scheme: 'light' }],
  ['narrow, dark and light', { width: 390, scheme: 'dark' }],
];

/** Contrast is measured text by text: what has thousands in the colours of the other pages is left out. */
const isLong = (name: PageName): boolean => name === 'long day';

/** A4 between its margins. */
const paper: Look = { width: 718, scheme: 'light', medium: 'print' };

describe.each(pageNames)('%s', (name) => {
  test.each(looks)('%s', async (_, look) => {
    const seen = await lookAt(browser, pages[name], look, forAxe);
    try {
      expect(await sideways(seen.page)).toEqual({ by: 0, what: [] });
      await openAll(seen.page);
      expect(await sideways(seen.page)).toEqual({ by: 0, what: [] });
      expect(await faultsIn(seen.page, !isLong(name))).toEqual([]);
      await seen.page.emulateMedia({ colorScheme: look.scheme === 'dark' ? 'light' : 'dark' });
      expect(await sideways(seen.page)).toEqual({ by: 0, what: [] });
      expect(seen.asked).toEqual([]);
      expect(seen.complaints).toEqual([]);
    } finally {
      await seen.close();
    }
  });

  test('on paper, with what was shut', async () => {
    const seen = await lookAt(browser, pages[name], paper, headers);
    try {
      expect(await sideways(seen.page)).toEqual({ by: 0, what: [] });
      const hidden = await seen.page.evaluate(`[...document.querySelectorAll('details > :not(summary)')]
        .filter((one) => !one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) || one.getBoundingClientRect().height === 0)
        .map((one) => one.textContent.slice(0, 60))`);
      expect(hidden).toEqual([]);
      expect([...seen.asked, ...seen.complaints]).toEqual([]);
    } finally {
      await seen.close();
    }
  });
});
