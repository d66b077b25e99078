/**
 * Pages in Debian's Chromium, as a person has them: at a width, light or dark or on paper. Nothing of the network is there; what
 * a page asks for all the same is kept to be complained of. `CHROMIUM` names another browser.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** As the gate looks for it. */
const which = (name: string): string =>
  name.includes('/')
    ? name
    : execFileSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();

export const openBrowser = async (): Promise<Browser> =>
  await chromium.launch({
    executablePath: which(process.env.CHROMIUM || 'chromium'),
    // Containers of a gate run as root, where its sandbox cannot be had; the pages are our own.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  });

export interface Look {
  readonly width: number;
  readonly height?: number;
  readonly scheme: 'light' | 'dark';
  readonly medium?: 'screen' | 'print';
}

export interface Seen {
  readonly page: Page;
  /** What it asked for besides itself. */
  readonly asked: readonly string[];
  /** What the browser complained of: a policy that was broken, an SVG that was not understood. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const address = 'https://rarecall.example/page';

/** @param headers of whoever serves it */
export async function lookAt(
  browser: Browser,
  html: string,
  { width, height = 900, scheme, medium = 'screen' }: Look,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const asked: string[] = [];
  const complaints: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === address)
      return await route.fulfill({
        status: 200,
        headers: { 'content-type': 'text/html', ...headers },
        body: html,
      });
    asked.push(url);
    return await route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  await page.emulateMedia({ media: medium, colorScheme: scheme });
  await page.goto(address);
  return { page, asked, complaints, close: () => context.close() };
}

export const openAll = async (page: Page): Promise<void> =>
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');

/** How many pixels the page can be scrolled sideways, and what sticks out. */
export const sideways = async (page: Page): Promise<{ readonly by: number; readonly what: string[] }> =>
  await page.evaluate(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const what = scrollWidth <= clientWidth ? [] : [...document.body.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 0.5)
      .map((one) => one.tagName + '.' + one.getAttribute('class'));
    return { by: scrollWidth - clientWidth, what: what.slice(0, 8) };
  })()`);

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds wrong, a line each. @param contrast whether colours are measured as well */
export async function faultsIn(page: Page, contrast = true): Promise<string[]> {
  await page.evaluate(axe);
  const options = JSON.stringify({
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: contrast } },
  });
  const violations: Violation[] = await page.evaluate(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
