// The main path in the Firefox that people have (open, click, train, click), and the pinned weights there. Playwright
// drives only its own build of Firefox, so these tests are driven over WebDriver BiDi by Puppeteer.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { launch, type Page } from 'puppeteer-core';
import { firefox, NO_FIREFOX } from './installed-firefox';
import { PINNED, PINNED_THREADS } from './pinned';

const byTestId = (id: string) => `[data-testid="${id}"]`;
const textOf = (page: Page, id: string) =>
  page.$eval(byTestId(id), (element) => (element as HTMLElement).innerText);
const countOf = (page: Page, id: string) => page.$$eval(byTestId(id), ({ length }) => length);

async function clickPlane(page: Page, across: number, down: number): Promise<void> {
  const box = await (await page.$(byTestId('plane')))!.boundingBox();
  // With Shift it keeps, whatever lies there.
  await page.keyboard.down('Shift');
  await page.mouse.click(box!.x + across * box!.width, box!.y + down * box!.height);
  await page.keyboard.up('Shift');
}

/** Firefox packs what a document says of itself into compressed streams. */
function pagesOf(pdf: Buffer): number {
  const streams = pdf.toString('latin1').split(/stream\r?\n/);
  const texts = streams.map((stream) => {
    try {
      return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
    } catch {
      return stream; // not compressed
    }
  });
  return texts.join('\n').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** A visit to the page in a Firefox of its own, whose console must stay free of errors. */
async function inFirefox(
  address: string,
  visit: (page: Page) => Promise<void>,
  provoked: readonly RegExp[] = [],
): Promise<void> {
  const browser = await launch({ browser: 'firefox', executablePath: firefox!, headless: true });
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
    expect(errors.filter((text) => !provoked.some((known) => known.test(text)))).toEqual([]);
  } finally {
    await browser.close();
  }
}

test.beforeEach(() => {
  test.skip(!firefox, NO_FIREFOX);
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

/** The site under another policy; on a port of its own, since a Firefox that WebDriver drives changes no headers. */
async function underPolicy(
  change: (policy: string) => string,
  visit: (address: string) => Promise<void>,
  baseURL: string,
): Promise<void> {
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url!, baseURL));
    const headers = Object.fromEntries(answer.headers);
    const policy = headers['content-security-policy'];
    if (policy) headers['content-security-policy'] = change(policy);
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection'])
      delete headers[name];
    response.writeHead(answer.status, headers);
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  try {
    await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

for (const [what, change, code] of [
  ['WebAssembly', (policy: string) => policy.replace(" 'wasm-unsafe-eval'", ''), 'wasm_policy'],
  [
    'workers',
    (policy: string) => policy.replace(/worker-src[^;]*/, "worker-src 'none'"),
    'worker_policy',
  ],
] as const) {
  test(`Firefox under a policy that forbids ${what} is told so, without Restart`, async ({
    baseURL,
  }) => {
    await underPolicy(
      change,
      async (address) => {
        const browser = await launch({
          browser: 'firefox',
          executablePath: firefox!,
          headless: true,
        });
        try {
          const page = await browser.newPage();
          await page.goto(address);
          await page.waitForSelector(byTestId('error'));
          const codeOf = () =>
            page.$eval(byTestId('error'), (element) => (element as HTMLElement).dataset['code']);
          expect(await codeOf()).toBe(code);
          expect(await countOf(page, 'restart')).toBe(0);
        } finally {
          await browser.close();
        }
      },
      baseURL!,
    );
  });
}

test('Firefox finds no violation of the strict policy, from opening to pictures', async ({
  baseURL,
}) => {
  await inFirefox(
    baseURL!,
    async (page) => {
      await page.evaluate(() => {
        const violations: string[] = [];
        Object.assign(globalThis, { violations });
        document.addEventListener('securitypolicyviolation', (event) =>
          violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
        );
      });
      await page.click(byTestId('train'));
      await expect.poll(() => countOf(page, 'chart'), { timeout: 30_000 }).toBe(1);
      await page.waitForSelector(`${byTestId('chart')} canvas`);
      await page.hover(byTestId('chart'));
      await page.click(byTestId('pause'));
      await expect.poll(() => textOf(page, 'phase')).toBe('paused');
      await clickPlane(page, 0.4, 0.4);
      await expect.poll(() => countOf(page, 'generated-item')).toBe(1);
      await page.click(byTestId('theme'));
      await page.click(byTestId('save-png'));
      await page.click(byTestId('save-tray-png'));
      await page.setViewport({ width: 390, height: 844 });
      const violations = () =>
        page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
      expect(await violations()).toEqual([]);
      // The listener hears: a style in markup is forbidden.
      await page.evaluate(() =>
        document.body.insertAdjacentHTML('beforeend', '<i style="color: red"></i>'),
      );
      await expect.poll(async () => (await violations()).length).toBe(1);
    },
    [/style-src|Content-Security-Policy/],
  );
});

test('Firefox prints one light page, with every canvas drawn anew', async ({ baseURL }) => {
  await inFirefox(baseURL!, async (page) => {
    await page.click(byTestId('train'));
    await page.waitForSelector('.uplot canvas');
    await page.click(byTestId('pause'));
    await expect.poll(() => textOf(page, 'phase')).toBe('paused');
    const theme = () => page.$eval('.vae-lab', (lab) => (lab as HTMLElement).dataset['theme']);
    if ((await theme()) === 'light') await page.click(byTestId('theme'));
    await page.evaluate(() => {
      const redOf = (selector: string) => {
        const canvas = document.querySelector<HTMLCanvasElement>(selector)!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let [red, weight] = [0, 0];
        for (let n = 0; n < data.length; n += 4) {
          red += data[n]! * data[n + 3]!;
          weight += data[n + 3]!;
        }
        return Math.round(red / weight);
      };
      const note = (when: string) => {
        const { dataset } = document.body;
        dataset[when] = ['[data-layer="manifold"]', '[data-layer="chart"]', '.uplot canvas']
          .map(redOf)
          .join();
      };
      note('screen');
      addEventListener('beforeprint', () => note('paper'));
    });
    expect(pagesOf(Buffer.from(await page.pdf({ format: 'letter' })))).toBe(1);
    const noted = await page.$eval('body', ({ dataset }) => ({ ...dataset }));
    const [screen, paper] = [noted['screen']!, noted['paper']!].map((text) =>
      text.split(',').map(Number),
    );
    paper!.forEach((red, n) => expect(red, `canvas ${n}`).toBeLessThan(screen![n]!));
    expect(await theme()).toBe('dark');
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
