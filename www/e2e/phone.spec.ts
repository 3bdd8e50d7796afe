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
    for (const testid of ['train', 'plane', 'data-strip', 'chart', 'generated', 'lr', 'save-png']) {
      const box = await page.getByTestId(testid).boundingBox();
      expect(box!.x, testid).toBeGreaterThanOrEqual(0);
      expect(box!.x + box!.width, testid).toBeLessThanOrEqual(viewport.width);
    }
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
