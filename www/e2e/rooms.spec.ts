// The lab on the screens of a class room: a low laptop's, and a wall.
import type { Page } from '@playwright/test';
import { numbersOf } from './plane-hooks';
import { clickPlane, expect, open, test } from './visit';

const scrolls = (page: Page) =>
  page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return [scrollWidth - innerWidth, scrollHeight - innerHeight];
  });

const panels = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('main > div')].map((panel) => {
        const { width, height } = panel.getBoundingClientRect();
        return [panel.className.split(' ')[0]!, width * height];
      }),
    ),
  );

async function planeIsLargest(page: Page): Promise<void> {
  const { plane = 0, ...others } = await panels(page);
  expect(Math.max(...Object.values(others))).toBeLessThan(plane);
}

for (const [width, height] of [
  [1280, 720],
  [1366, 768],
  [1280, 620],
  [1440, 900],
] as const) {
  test(`${width}×${height}: plane and tray are both in view, and every setting can be reached`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await clickPlane(page, 0.4, 0.4);
    expect(await scrolls(page)).toEqual([0, 0]);
    for (const testid of ['plane', 'generated-item', 'save-weights', 'train']) {
      await expect(page.getByTestId(testid)).toBeInViewport({ ratio: 1 });
    }
    await planeIsLargest(page);
    await page.getByTestId('reproducible').focus();
    await expect(page.getByTestId('reproducible')).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
}

const sizesOf = (page: Page) =>
  page.evaluate(() => {
    const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
    return {
      type: Number.parseFloat(getComputedStyle(document.querySelector('.status')!).fontSize),
      tile: box('[data-testid="input"]').width,
      field: box('[data-testid="lr"]').height,
      used: box('main').width / innerWidth,
    };
  });

test('on larger screens everything grows together, and the width is used', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  let before = { ...(await sizesOf(page)), gutter: (await numbersOf(page, 'data-plot'))[1]! };
  for (const [width, height] of [
    [1920, 1080],
    [2560, 1440],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    const inGutter = async () => (await numbersOf(page, 'data-plot'))[1]!;
    // The room of the plane's labels grows with them.
    await expect.poll(inGutter).toBeGreaterThan(before.gutter * 1.1);
    const now = { ...(await sizesOf(page)), gutter: await inGutter() };
    expect(now.type).toBeGreaterThan(before.type * 1.1);
    expect(now.tile).toBeGreaterThan(before.tile * 1.1);
    expect(now.field).toBeGreaterThan(before.field * 1.1);
    expect(now.used).toBeGreaterThan(0.92);
    expect(await scrolls(page)).toEqual([0, 0]);
    await planeIsLargest(page);
    before = now;
  }
});

test('a reader’s own larger type is followed, on the plane too', async ({ page }) => {
  await open(page);
  const before = (await numbersOf(page, 'data-plot'))[1]!;
  const { type } = await sizesOf(page);
  await page.evaluate(() => (document.documentElement.style.fontSize = '24px'));
  expect((await sizesOf(page)).type).toBeCloseTo(type * 1.5, 1);
  await expect
    .poll(async () => (await numbersOf(page, 'data-plot'))[1])
    .toBeGreaterThan(before * 1.4);
});
