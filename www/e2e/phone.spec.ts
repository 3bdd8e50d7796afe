import { expect, numberIn, onPlane, open, stepReaches, test } from './visit';

const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('open, tap, train, tap, in one column', async ({ page }) => {
    await open(page);
    expect(await page.evaluate(sideways)).toBe(0);
    const items = page.getByTestId('generated-item');
    const first = await onPlane(page, 0.4, 0.4);
    await page.touchscreen.tap(first.x, first.y);
    await expect(items).toHaveCount(1);

    await page.getByTestId('train').tap();
    await expect(page.getByTestId('phase')).toHaveText('training');
    await stepReaches(page, 300);
    expect(await numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(30);
    const second = await onPlane(page, 0.6, 0.6);
    await page.touchscreen.tap(second.x, second.y);
    await expect(items).toHaveCount(2);
    await page.getByTestId('pause').tap();
    await expect(page.getByTestId('phase')).toHaveText('paused');
    expect(await page.evaluate(sideways)).toBe(0);
  });

  test('the header is one row; the other controls open below it', async ({ page }) => {
    await open(page);
    await expect(page.getByTestId('reset')).toBeHidden();
    const header = await page.getByRole('banner').boundingBox();
    expect(header!.height).toBeLessThan(60);
    await page.getByTestId('controls').tap();
    await expect(page.getByTestId('controls')).toHaveAttribute('aria-expanded', 'true');
    await page.getByTestId('reset').tap();
    await expect(page.getByTestId('step-count')).toHaveText('0');
    await page.getByTestId('step').tap();
    await expect(page.getByTestId('step-count')).toHaveText('1');
  });

  test('the status is one line; the rest of it is among the controls', async ({ page }) => {
    await open(page);
    const height = async () => (await page.getByTestId('status').boundingBox())!.height;
    expect(await height()).toBeLessThan(40);
    for (const testid of ['phase', 'neg-elbo', 'epoch']) {
      await expect(page.getByTestId(testid)).toBeVisible();
    }
    await expect(page.getByTestId('seed-shown')).toBeHidden();
    await page.getByTestId('controls').tap();
    await expect(page.getByTestId('seed-shown')).toBeVisible();
    await expect(page.getByTestId('steps-per-second')).toBeVisible();
  });

  test('the bound and the settings come in a sheet, and the plane stays in view', async ({
    page,
  }) => {
    await open(page);
    const plane = page.getByTestId('plane');
    for (const [sheet, inside] of [
      ['sheet-bound', 'chart'],
      ['sheet-settings', 'lr'],
    ] as const) {
      await expect(page.getByTestId(inside)).toBeHidden();
      await page.getByTestId(sheet).tap();
      await expect(page.getByTestId(sheet)).toHaveAttribute('aria-expanded', 'true');
      await expect(page.getByTestId(inside)).toBeInViewport();
      await expect(plane).toBeInViewport({ ratio: 0.95 });
    }
    await expect(page.getByTestId('chart'), 'one at a time').toBeHidden();
    const at = await onPlane(page, 0.4, 0.4);
    await page.touchscreen.tap(at.x, at.y);
    await expect(page.getByTestId('generated-item')).toHaveCount(1);
    await page.getByTestId('sheet-settings').tap();
    await expect(page.getByTestId('lr')).toBeHidden();
  });

  test('a setting that stands in the way is shown', async ({ page }) => {
    await open(page);
    await page.getByTestId('sheet-settings').tap();
    await page.getByTestId('seed').fill('-1');
    await page.getByTestId('sheet-settings').tap();
    await expect(page.getByTestId('seed')).toBeHidden();
    await page.getByTestId('controls').tap();
    await page.getByTestId('reset').tap();
    await expect(page.getByTestId('seed')).toBeInViewport();
    await expect(page.getByTestId('seed')).toBeFocused();
  });

  test('on its side the plane has the height, and stays while the rest goes by', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 844, height: 390 });
    await open(page);
    const plane = page.getByTestId('plane');
    const tray = (await page.getByTestId('generated').boundingBox())!;
    const box = (await plane.boundingBox())!;
    expect(box.height).toBeGreaterThan(300);
    await expect(plane, 'all of it, on opening').toBeInViewport({ ratio: 1 });
    expect(tray.x).toBeGreaterThan(box.x + box.width - 1);
    await page.getByTestId('seed').evaluate((field) => field.scrollIntoView({ block: 'center' }));
    await expect(page.getByTestId('seed')).toBeInViewport();
    await expect(plane).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(sideways)).toBe(0);
  });

  test('the first screen shows the whole plane', async ({ page }) => {
    await open(page);
    const plane = await page.getByTestId('plane').boundingBox();
    expect(plane!.y + plane!.height).toBeLessThanOrEqual(844);
    expect(plane!.width).toBeGreaterThan(340);
  });
});

for (const [what, viewport] of [
  ['a window 320 px wide', { width: 320, height: 640 }],
  ['a 1440×900 screen at 200 %', { width: 720, height: 450 }],
  ['a tablet', { width: 820, height: 1180 }],
  ['a low laptop screen', { width: 1280, height: 720 }],
  ['the smallest window that holds it all', { width: 1200, height: 832 }],
  ['a large screen', { width: 1920, height: 1080 }],
] as const) {
  test(`nothing is cut off or overlaps in ${what}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await open(page);
    expect(await page.evaluate(sideways)).toBe(0);
    const sheets = { chart: 'sheet-bound', lr: 'sheet-settings' } as Record<string, string>;
    for (const testid of ['train', 'plane', 'data-strip', 'chart', 'generated', 'lr', 'save-png']) {
      const sheet = page.getByTestId(sheets[testid] ?? 'none');
      if (await sheet.isVisible()) await sheet.click();
      const box = await page.getByTestId(testid).boundingBox();
      expect(box!.x, testid).toBeGreaterThanOrEqual(0);
      expect(box!.x + box!.width, testid).toBeLessThanOrEqual(viewport.width);
    }
    // What a sheet lies over can be seen when it is closed.
    const last = page.getByTestId('sheet-settings');
    if (await last.isVisible()) await last.click();
    const { names, overlaps } = await page.evaluate(() => {
      const panels = [...document.querySelectorAll('main > div')].map((panel) => {
        // Of a column that scrolls, what is seen of it.
        const clips = getComputedStyle(panel).overflowY === 'auto';
        const frame = panel.getBoundingClientRect();
        const inside = [...panel.querySelectorAll('canvas, input, button, h2, p')]
          .map((element) => element.getBoundingClientRect())
          .filter(({ width, height }) => width > 1 && height > 1)
          .map(({ left, right, top, bottom }) =>
            clips
              ? {
                  left,
                  right,
                  top: Math.max(top, frame.top),
                  bottom: Math.min(bottom, frame.bottom),
                }
              : { left, right, top, bottom },
          )
          .filter(({ top, bottom }) => top < bottom);
        return {
          name: panel.className.split(' ')[0],
          left: Math.min(...inside.map(({ left }) => left)),
          right: Math.max(...inside.map(({ right }) => right)),
          top: Math.min(...inside.map(({ top }) => top)),
          bottom: Math.max(...inside.map(({ bottom }) => bottom)),
        };
      });
      const overlaps = panels.flatMap((a, n) =>
        panels
          .slice(n + 1)
          .filter(
            (b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
          )
          .map((b) => `${a.name} and ${b.name}`),
      );
      return { names: panels.map(({ name }) => name), overlaps };
    });
    expect(names.sort()).toEqual(['alert', 'bound', 'data', 'plane', 'settings', 'tray']);
    expect(overlaps).toEqual([]);
  });
}
