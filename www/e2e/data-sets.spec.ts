// The site's own worker fetches, opens and answers for every set of images: where the build put them, in this browser.
import { launch } from 'puppeteer-core';
import { dataSets } from '../src/shared/data-sets';
import { firefox, NO_FIREFOX } from './installed-firefox';
import { expect, open, test } from './visit';

const NAMES = Object.keys(dataSets);
const SIZES = { digits8x8: [1797, 8], mnist10k: [10_000, 28], mnistHeldOut: [300, 28] };

/** In the page: a second worker is asked for each set, in Comlink's words. */
async function sizesThere(names: readonly string[]): Promise<Record<string, [number, number]>> {
  interface Answer {
    id: string;
    type: string;
    value: { info: { count: number; height: number } };
  }
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')!.src;
  const code = await (await fetch(script)).text();
  const [, address = ''] = /["'`]([^"'`]*\bmain-[\w-]+\.js)["'`]/.exec(code) ?? [];
  const worker = new Worker(new URL(address.split('/').at(-1)!, script), { type: 'module' });
  const asked = (name: string) =>
    new Promise<[string, [number, number]]>((resolve, reject) => {
      worker.addEventListener('error', () => reject(new Error(`${address} did not start`)));
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
        if (data.id !== name) return;
        if (data.type !== 'RAW') return reject(new Error(JSON.stringify(data)));
        const { count, height } = data.value.info;
        resolve([name, [count, height]]);
      });
      const argumentList = [{ type: 'RAW', value: name }];
      worker.postMessage({ id: name, type: 'APPLY', path: ['openImages'], argumentList });
    });
  const found = Object.fromEntries(await Promise.all(names.map(asked)));
  worker.terminate();
  return found;
}

test('every set of images opens in Chromium, fetched when it is asked for', async ({ page }) => {
  const fetched: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.bin')) fetched.push(new URL(response.url()).pathname);
  });
  await open(page);
  expect(fetched.filter((path) => path.includes('mnist10k'))).toEqual([]);
  expect(await page.evaluate(sizesThere, NAMES)).toEqual(SIZES);
  expect(fetched.filter((path) => path.includes('mnist10k'))).toHaveLength(1);
});

test('every set of images opens in Firefox', async ({ baseURL }) => {
  test.skip(!firefox, NO_FIREFOX);
  const browser = await launch({ browser: 'firefox', executablePath: firefox!, headless: true });
  try {
    const page = await browser.newPage();
    await page.goto(baseURL!);
    await page.waitForSelector('[data-testid="plane"][aria-busy="false"]');
    expect(await page.evaluate(sizesThere, NAMES)).toEqual(SIZES);
  } finally {
    await browser.close();
  }
});
