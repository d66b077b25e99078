/** `npm run screenshots`: the pictures of the README, of the demo's report as it is now. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportPage } from '../../src/core/show/pages/report.ts';
import { aFinding } from '../core/show/samples.ts';
import { type Look, lookAt, openBrowser } from './chromium.ts';
import { demoHunt } from './demo.ts';
import { demoReport } from './pages.ts';

const folder = join(import.meta.dirname, '../../docs/images');

const demo = await demoHunt();
const html = reportPage(demoReport(demo));
const [first = aFinding()] = demo.findings;
await mkdir(folder, { recursive: true });
const browser = await openBrowser();

/** WebP, which is a third of PNG: the protocol of the browser makes it. @param selector what of the page; `null`: what is seen first */
async function shot(name: string, look: Look, selector: string | null): Promise<void> {
  const { page, close } = await lookAt(browser, html, look);
  const box = selector === null ? null : await page.locator(selector).first().boundingBox();
  const clip = box ?? { x: 0, y: 0, width: look.width, height: look.height ?? 0 };
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    ...{ format: 'webp', quality: 88, captureBeyondViewport: true },
    clip: { ...clip, scale: 1 },
  });
  const path = join(folder, `${name}.webp`);
  await writeFile(path, Buffer.from(data, 'base64'));
  await close();
  console.log(path);
}

try {
  await shot('report', { width: 1180, height: 860, scheme: 'light' }, null);
  await shot('session', { width: 1000, scheme: 'light' }, `#finding-${first.id} .session`);
  await shot('phone', { width: 390, height: 780, scheme: 'dark' }, null);
} finally {
  await browser.close();
}
