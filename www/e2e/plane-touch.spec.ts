// The plane with the keyboard, and with fingers.
import type { CDPSession, Page } from '@playwright/test';
import { plane, items, lens, windowOf, atRest, isHome } from './plane-hooks';
import { expect, onPlane, open, test, zOnPlane } from './visit';

test.describe('with the keyboard', () => {
  test.beforeEach(({ page }) => open(page));

  test('arrows move a cursor, Enter keeps its image, and a screen reader hears both', async ({
    page,
  }) => {
    await plane(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(lens(page)).toContainText('0.20, −0.50');
    await expect(page.getByTestId('plane-says')).toContainText('z₁ 0.20, z₂ −0.50');
    await page.keyboard.press('Enter');
    await expect(items(page)).toHaveCount(1);
    const kept = (await items(page).first().getAttribute('data-z'))!.split(',').map(Number);
    expect(kept[0]).toBeCloseTo(0.2, 5);
    expect(kept[1]).toBeCloseTo(-0.5, 5);
    await expect(page.getByTestId('plane-says')).toContainText('Kept');
  });

  test('plus and minus zoom about the cursor, 0 shows the whole plane', async ({ page }) => {
    await plane(page).focus();
    for (let n = 0; n < 4; n++) await page.keyboard.press('+');
    const [z1Min, z1Max] = await atRest(page);
    expect((z1Max - z1Min) / 6.4).toBeCloseTo(1 / 1.25 ** 4, 6);
    expect(z1Min + z1Max).toBeCloseTo(0, 6);
    await page.keyboard.press('-');
    const [out1Min, out1Max] = await atRest(page);
    expect((out1Max - out1Min) / 6.4).toBeCloseTo(1 / 1.25 ** 3, 6);
    await page.keyboard.press('0');
    await expect.poll(() => isHome(page)).toBe(true);
  });

  test('a cursor that walks off the edge takes the view along', async ({ page }) => {
    await plane(page).focus();
    for (let n = 0; n < 8; n++) await page.keyboard.press('Shift+ArrowUp');
    await expect(lens(page)).toContainText('0.00, 4.00');
    expect((await windowOf(page))[3]).toBeGreaterThan(4);
    await expect(lens(page)).toBeInViewport();
  });

  test('Escape leaves, and Tab goes on to what comes next', async ({ page }) => {
    await plane(page).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(lens(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(lens(page)).toHaveCount(0);
    await expect(plane(page)).not.toBeFocused();
    await plane(page).focus();
    await page.keyboard.press('Tab');
    const comesNext = () =>
      plane(page).evaluate((element) => {
        const order = element.compareDocumentPosition(document.activeElement!);
        return Boolean(order & Node.DOCUMENT_POSITION_FOLLOWING);
      });
    await expect.poll(comesNext).toBe(true);
  });
});

test.describe('with fingers', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 });

  type Finger = readonly [x: number, y: number];

  async function fingers(page: Page): Promise<{
    touch: (type: 'touchStart' | 'touchMove' | 'touchEnd', at: Finger[]) => Promise<unknown>;
    point: (across: number, down: number) => Promise<Finger>;
  }> {
    const session: CDPSession = await page.context().newCDPSession(page);
    return {
      touch: (type, at) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: at.map(([x, y], id) => ({ x, y, id })),
        }),
      point: async (across, down) => {
        const { x, y } = await onPlane(page, across, down);
        return [x, y];
      },
    };
  }

  test.beforeEach(({ page }) => open(page));

  test('a tap keeps an image; the lens is small, above the finger, and goes by itself', async ({
    page,
  }) => {
    const { x, y } = await onPlane(page, 0.5, 0.7);
    await page.touchscreen.tap(x, y);
    await expect(items(page)).toHaveCount(1);
    const image = (await lens(page).locator('canvas').first().boundingBox())!;
    expect(image.width).toBe(72);
    const box = (await lens(page).boundingBox())!;
    expect(box.y + box.height).toBeLessThan(y - 20);
    await expect(lens(page)).toHaveCount(0, { timeout: 5000 });
  });

  test('a finger that was held still draws a path, and the page does not scroll under it', async ({
    page,
  }) => {
    const { touch, point } = await fingers(page);
    const scroll = await page.evaluate(() => scrollY);
    await touch('touchStart', [await point(0.3, 0.8)]);
    await expect(lens(page), 'it says that it draws').toBeVisible();
    for (let n = 1; n <= 8; n++) await touch('touchMove', [await point(0.3, 0.8 - 0.06 * n)]);
    await expect(lens(page)).toBeVisible();
    await touch('touchEnd', []);
    await expect(items(page)).toHaveCount(1);
    const count = (await items(page).first().getAttribute('data-z'))!.split(/[,;\s]+/).length / 2;
    expect(count).toBeGreaterThanOrEqual(8);
    expect(await page.evaluate(() => scrollY)).toBe(scroll);
  });

  test('two fingers zoom by their distance and pan by their movement, and keep nothing', async ({
    page,
  }) => {
    const { touch, point } = await fingers(page);
    const home = await atRest(page);
    const fixed = await zOnPlane(page, 0.5, 0.5);
    await touch('touchStart', [await point(0.4, 0.5)]);
    await touch('touchStart', [await point(0.4, 0.5), await point(0.6, 0.5)]);
    for (let n = 1; n <= 10; n++) {
      await touch('touchMove', [
        await point(0.4 - 0.01 * n, 0.5),
        await point(0.6 + 0.01 * n, 0.5),
      ]);
    }
    await touch('touchEnd', []);
    const zoomed = await atRest(page);
    expect((home[1] - home[0]) / (zoomed[1] - zoomed[0])).toBeCloseTo(2, 1);
    const after = await zOnPlane(page, 0.5, 0.5);
    expect(after[0]).toBeCloseTo(fixed[0], 1);

    await touch('touchStart', [await point(0.4, 0.4)]);
    await touch('touchStart', [await point(0.4, 0.4), await point(0.6, 0.4)]);
    for (let n = 1; n <= 5; n++) {
      await touch('touchMove', [
        await point(0.4, 0.4 + 0.04 * n),
        await point(0.6, 0.4 + 0.04 * n),
      ]);
    }
    await touch('touchEnd', []);
    const panned = await atRest(page);
    const height = zoomed[3] - zoomed[2];
    expect(panned[2] - zoomed[2]).toBeCloseTo(0.2 * height, 1);
    expect(panned[1] - panned[0]).toBeCloseTo(zoomed[1] - zoomed[0], 1);
    await expect(items(page)).toHaveCount(0);

    const [x, y] = await point(0.5, 0.5);
    await page.touchscreen.tap(x, y);
    await page.touchscreen.tap(x, y);
    await expect.poll(() => isHome(page)).toBe(true);
    // The first of the two taps keeps its image (docs/decisions/plane-double-click.md).
    await expect(items(page)).toHaveCount(1);
  });

  for (const [where, across] of [
    ['on the plot', 0.5],
    ['beside it', -0.06],
  ] as const) {
    test(`a finger that moves at once scrolls the page, ${where}, and draws and keeps nothing`, async ({
      page,
    }) => {
      const { touch, point } = await fingers(page);
      const home = await atRest(page);
      const [x, y] = await point(across, 0.8);
      await touch('touchStart', [[x, y]]);
      for (let n = 1; n <= 10; n++) await touch('touchMove', [[x, y - 20 * n]]);
      await touch('touchEnd', []);
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
      await page.waitForTimeout(600); // longer than a finger is held to draw
      await expect(lens(page)).toHaveCount(0);
      await expect(items(page)).toHaveCount(0);
      expect(await windowOf(page)).toEqual(home);
    });
  }
});
