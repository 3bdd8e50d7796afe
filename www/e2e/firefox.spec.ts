// The main path in the Firefox that people have (open, click, train, click), and the pinned weights there. Playwright
// drives only its own build of Firefox, so these tests are driven over WebDriver BiDi by Puppeteer.
import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { launch, type Page } from 'puppeteer-core';
import { PINNED, PINNED_THREADS } from './pinned';

const installed = [
  process.env['VAE_LAB_FIREFOX'],
  '/usr/bin/firefox',
  '/usr/bin/firefox-esr',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
].find((path) => path !== undefined && existsSync(path));

const byTestId = (id: string) => `[data-testid="${id}"]`;
const textOf = (page: Page, id: string) =>
  page.$eval(byTestId(id), (element) => (element as HTMLElement).innerText);
const countOf = (page: Page, id: string) => page.$$eval(byTestId(id), ({ length }) => length);

async function clickPlane(page: Page, across: number, down: number): Promise<void> {
  const box = await (await page.$(byTestId('plane')))!.boundingBox();
  await page.mouse.click(box!.x + across * box!.width, box!.y + down * box!.height);
}

/** A visit to the page in a Firefox of its own, whose console must stay free of errors. */
async function inFirefox(address: string, visit: (page: Page) => Promise<void>): Promise<void> {
  const browser = await launch({ browser: 'firefox', executablePath: installed!, headless: true });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));

    await page.goto(address);
    await page.waitForSelector('[data-testid="plane"][aria-busy="false"]');
    await visit(page);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
}

test.beforeEach(() => {
  test.skip(!installed, 'no Firefox is installed; VAE_LAB_FIREFOX names one');
});

test('open, click, train, click in Firefox', async ({ baseURL }) => {
  await inFirefox(baseURL!, async (page) => {
    expect(await textOf(page, 'phase')).toBe('pretrained');
    await clickPlane(page, 0.4, 0.4);
    await expect.poll(() => countOf(page, 'generated-item')).toBe(1);

    await page.click(byTestId('train'));
    const step = async () => Number((await textOf(page, 'step-count')).replaceAll(',', ''));
    await expect.poll(() => textOf(page, 'phase')).toBe('training');
    await expect.poll(step, { timeout: 30_000 }).toBeGreaterThan(400);
    await clickPlane(page, 0.6, 0.6);
    await expect.poll(() => countOf(page, 'generated-item')).toBe(2);
    await page.click(byTestId('pause'));
    await expect.poll(() => textOf(page, 'phase')).toBe('paused');
    expect(Number(await textOf(page, 'neg-elbo'))).toBeLessThan(30);
  });
});

for (const threads of PINNED_THREADS) {
  test(`a reproducible run in Firefox on ${threads} of the threads asked for has the pinned weights`, async ({
    baseURL,
  }) => {
    await inFirefox(baseURL!, async (page) => {
      await page.locator(byTestId('seed')).fill(PINNED.seed);
      await page.click(byTestId('reproducible'));
      await page.click(byTestId('reset'));
      await expect.poll(() => textOf(page, 'step-count')).toBe('0');
      await page.locator(byTestId('threads')).fill(threads);
      await page.focus(byTestId('threads'));
      await page.keyboard.press('Enter');
      await expect.poll(() => textOf(page, 'threads-shown')).toBe(threads);
      for (let step = 1; step <= PINNED.steps; step += 1) {
        await page.click(byTestId('step'));
        await expect.poll(() => textOf(page, 'step-count')).toBe(String(step));
      }
      await expect.poll(() => textOf(page, 'weights-hash')).toBe(PINNED.hash);
    });
  });
}
