import { clickPlane, expect, manifoldIsDrawn, onPlane, open, test, zOnPlane } from './visit';

test('the page opens on the pretrained manifold, then shows held-out digits and what they cost', async ({
  page,
}, info) => {
  const startMs = Date.now();
  await page.goto('./');
  await manifoldIsDrawn(page);
  const openMs = Date.now() - startMs;
  info.annotations.push({ type: 'open to manifold, ms', description: String(openMs) });

  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
  await expect(page.getByTestId('held-out-negElboNats')).toHaveText(/^1\d\d\.\d$/);
  await expect(page.getByTestId('step-count')).toHaveText('46,900');
  await expect(page.getByTestId('neg-elbo')).toHaveText(/^1\d\d\.\d$/);
  await expect(page.getByTestId('steps-per-second')).toHaveText('—');
  await expect(page.getByTestId('generated')).toContainText('Nothing kept yet');
});

test('each file of the opening page is asked for once', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await open(page);
  await expect(page.getByTestId('plane')).toHaveAttribute('aria-busy', 'false');
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => path.includes('mnist-vae.safetensors'))).toHaveLength(1);
  expect(asked.filter((path, n) => asked.indexOf(path) !== n)).toEqual([]);
});

test('fits 1440×900 without scrolling, with a plane of at least 560 px', async ({ page }) => {
  await open(page);
  const overflow = await page.evaluate(() => {
    const { scrollHeight: height, scrollWidth: width } = document.documentElement;
    return [width - innerWidth, height - innerHeight];
  });
  expect(overflow).toEqual([0, 0]);
  const box = await page.getByTestId('plane').boundingBox();
  expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(560);
});

test('nothing jumps: not while the page opens, not when training starts', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as { value?: number }).value ?? 0);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await open(page);
  await page.getByTestId('train').click();
  await expect(page.getByTestId('phase')).toHaveText('training');
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await page.getByTestId('input').first().click();
  await clickPlane(page, 0.5, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.02);
});

test('the pointer over the plane decodes into the lens', async ({ page, visit }) => {
  visit.expectConsole(/willReadFrequently/); // this test's own reading of the lens
  await open(page);
  const { x, y } = await onPlane(page, 0.4, 0.4);
  await page.mouse.move(x, y);
  const lens = page.getByTestId('lens');
  await expect(lens).toBeVisible();
  const ink = () =>
    lens
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) =>
        canvas
          .getContext('2d')!
          .getImageData(0, 0, canvas.width, canvas.height)
          .data.reduce((sum, value) => sum + value, 0),
      );
  await expect.poll(ink).toBeGreaterThan(0);
  const before = await ink();
  const away = await onPlane(page, 0.8, 0.8);
  await page.mouse.move(away.x, away.y);
  await expect.poll(ink).not.toBe(before);
});

test('a click keeps the image with its z, a drag keeps a path, and both can be removed', async ({
  page,
}) => {
  await open(page);
  const items = page.getByTestId('generated-item');

  const [z1, z2] = await zOnPlane(page, 0.3, 0.6);
  await clickPlane(page, 0.3, 0.6);
  await expect(items).toHaveCount(1);
  const kept = (await items.first().getAttribute('data-z'))!.split(',').map(Number);
  expect(kept[0]).toBeCloseTo(z1, 1);
  expect(kept[1]).toBeCloseTo(z2, 1);

  const from = await onPlane(page, 0.2, 0.2);
  const to = await onPlane(page, 0.8, 0.5);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 10 });
  await page.mouse.up();
  await expect(items).toHaveCount(2);
  const images = await items.nth(1).locator('canvas').count();
  expect(images).toBeGreaterThanOrEqual(8);
  expect(images).toBeLessThanOrEqual(16);

  await items.first().hover();
  await items
    .first()
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(items).toHaveCount(1);
  await page.getByTestId('clear-tray').click();
  await expect(items).toHaveCount(0);
});

test('the tray takes forty images and the page keeps its size', async ({ page }) => {
  await open(page);
  for (let n = 0; n < 40; n++) {
    await clickPlane(page, 0.1 + 0.8 * ((n % 8) / 8), 0.1 + 0.8 * (Math.floor(n / 8) / 5));
    await expect(page.getByTestId('generated-item')).toHaveCount(n + 1);
  }
  await expect(page.getByTestId('generated-item').last()).toBeInViewport();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollHeight - window.innerHeight,
  );
  expect(overflow).toBe(0);
});

test('selecting a digit highlights its reconstruction and draws its ellipse', async ({ page }) => {
  await open(page);
  const plane = page.getByTestId('plane');
  await expect(plane).not.toHaveAttribute('data-ellipse');
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
  const digit = page.getByTestId('input').nth(3);
  await digit.click();
  await expect(digit).toHaveAttribute('aria-pressed', 'true');
  await expect(plane).toHaveAttribute('data-ellipse', /^[\d.,-]+$/);
  await expect(page.getByTestId('selection')).toContainText('σ = (');
  await expect(page.getByTestId('reconstructions').locator('.selected')).toHaveCount(1);
});
