// The plane with a mouse: every gesture, and what is drawn against what it stands for.
import {
  plane,
  items,
  lens,
  numbersOf,
  windowOf,
  atRest,
  isHome,
  inked,
  inkAt,
  inkOf,
} from './plane-hooks';
import { expect, manifoldIsDrawn, onPlane, open, stepReaches, test, zOnPlane } from './visit';

test.describe('with a mouse', () => {
  test.beforeEach(({ page }) => open(page));

  test('the lens stays beside the pointer, on the screen, and tells its z', async ({ page }) => {
    const size = page.viewportSize()!;
    for (const [across, down] of [
      [0.01, 0.01],
      [0.99, 0.01],
      [0.01, 0.99],
      [0.99, 0.99],
      [0.5, 0.5],
    ] as const) {
      const { x, y } = await onPlane(page, across, down);
      await page.mouse.move(x, y);
      const [z1, z2] = await zOnPlane(page, across, down);
      const written = (z: number) => z.toFixed(2).replace('-', '−');
      await expect(lens(page)).toContainText(`${written(z1)}, ${written(z2)}`);
      const box = (await lens(page).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(size.width);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
      const covers = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
      expect(covers, `the lens covers the pointer at ${x},${y}`).toBe(false);
      const nearest = Math.hypot(
        Math.max(box.x - x, 0, x - box.x - box.width),
        Math.max(box.y - y, 0, y - box.y - box.height),
      );
      expect(nearest).toBeLessThan(40);
    }
    await page.mouse.move(2, 2);
    await expect(lens(page)).toHaveCount(0);
  });

  test('a click draws a pin where it was', async ({ page }) => {
    expect((await inked(page, 'marks')).count).toBe(0);
    const { x, y } = await onPlane(page, 0.3, 0.6);
    await page.mouse.click(x, y);
    await expect(items(page)).toHaveCount(1);
    await page.mouse.move(2, 2);
    await expect.poll(async () => (await inked(page, 'marks')).count).toBeGreaterThan(100);
    const [left = 0, top = 0, side = 0] = await numbersOf(page, 'data-plot');
    const drawn = await inked(page, 'marks');
    expect(Math.abs((drawn.left + drawn.right) / 2 - (left + 0.3 * side))).toBeLessThan(1.5);
    expect(Math.abs((drawn.top + drawn.bottom) / 2 - (top + 0.6 * side))).toBeLessThan(1.5);
    expect(drawn.right - drawn.left).toBeLessThan(24);
  });

  test('a drag draws its path, with the lens along, and keeps 8 to 16 images of it', async ({
    page,
  }) => {
    const from = await onPlane(page, 0.2, 0.8);
    const to = await onPlane(page, 0.7, 0.3);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 12 });
    const [z1] = await zOnPlane(page, 0.7, 0.3);
    await expect(lens(page)).toContainText(z1.toFixed(2));
    const [left = 0, top = 0, side = 0] = await numbersOf(page, 'data-plot');
    const during = await inked(page, 'marks');
    expect(Math.abs(during.left - (left + 0.2 * side))).toBeLessThan(6);
    expect(Math.abs(during.top - (top + 0.3 * side))).toBeLessThan(6);
    await page.mouse.up();
    await expect(items(page)).toHaveCount(1);
    const points = (await items(page).first().getAttribute('data-z'))!.split(/[,;\s]+/).map(Number);
    expect(points.length / 2).toBeGreaterThanOrEqual(8);
    expect(points.length / 2).toBeLessThanOrEqual(16);
    const [start1, start2] = await zOnPlane(page, 0.2, 0.8);
    expect(Math.abs(points[0]! - start1)).toBeLessThan(0.03);
    expect(Math.abs(points[1]! - start2)).toBeLessThan(0.03);
    expect(Math.abs(points.at(-2)! - z1)).toBeLessThan(0.03);
  });

  test('Escape in the middle of a drag keeps nothing', async ({ page }) => {
    const from = await onPlane(page, 0.2, 0.8);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 120, from.y - 60, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.mouse.move(2, 2);
    await expect.poll(async () => (await inked(page, 'marks')).count).toBe(0);
    await expect(items(page)).toHaveCount(0);
  });

  test('the wheel zooms about the pointer; the old manifold stays until the new one is there', async ({
    page,
  }) => {
    const home = await atRest(page);
    const { x, y } = await onPlane(page, 0.7, 0.35);
    const before = await zOnPlane(page, 0.7, 0.35);
    await page.mouse.move(x, y);
    const blank: boolean[] = [];
    for (let n = 0; n < 6; n++) {
      await page.mouse.wheel(0, -100);
      blank.push((await inked(page, 'manifold')).count === 0);
    }
    expect(blank).not.toContain(true);
    const zoomed = await atRest(page);
    expect(zoomed[1] - zoomed[0]).toBeLessThan((home[1] - home[0]) / 2);
    expect(zoomed[1] - zoomed[0]).toBeCloseTo(zoomed[3] - zoomed[2], 9);
    const after = await zOnPlane(page, 0.7, 0.35);
    expect(after[0]).toBeCloseTo(before[0], 2);
    expect(after[1]).toBeCloseTo(before[1], 2);
    for (let n = 0; n < 6; n++) await page.mouse.wheel(0, 100);
    const back = await atRest(page);
    back.forEach((z, n) => expect(z).toBeCloseTo(home[n]!, 6));
  });

  test('a drag with Shift moves the plane by as much as the pointer, and keeps nothing', async ({
    page,
  }) => {
    const home = await windowOf(page);
    const [, , side = 0] = await numbersOf(page, 'data-plot');
    const { x, y } = await onPlane(page, 0.5, 0.5);
    await page.keyboard.down('Shift');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 45, { steps: 6 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const moved = await atRest(page);
    const zPerPx = (home[1] - home[0]) / side;
    expect(moved[0]).toBeCloseTo(home[0] - 90 * zPerPx, 6);
    expect(moved[2]).toBeCloseTo(home[2] + 45 * zPerPx, 6);
    expect(moved[1] - moved[0]).toBeCloseTo(home[1] - home[0], 9);
    await expect(items(page)).toHaveCount(0);
  });

  test('a double click shows the whole plane again and keeps one image', async ({ page }) => {
    // Where no dot is, which a click would select.
    const { x, y } = await onPlane(page, 0.06, 0.06);
    await page.mouse.move(x, y);
    for (let n = 0; n < 5; n++) await page.mouse.wheel(0, -100);
    expect(await isHome(page)).toBe(false);
    await page.mouse.dblclick(x, y);
    await expect.poll(() => isHome(page)).toBe(true);
    await atRest(page);
    await expect(items(page)).toHaveCount(1);
    // Also where there is nothing to come back from.
    await page.waitForTimeout(500);
    await page.mouse.dblclick(x, y);
    await expect(items(page)).toHaveCount(2);
    expect(await isHome(page)).toBe(true);
  });

  test('every layer can be switched off and on', async ({ page }) => {
    const manifold = page.locator('[data-layer="manifold"]');
    const ring = async () => {
      // Where the 2σ ring crosses the first axis, on the right.
      const [z1Min, z1Max] = await windowOf(page);
      return (await inkAt(page, 'chart', (2 - z1Min) / (z1Max - z1Min), 0.5)) > 0;
    };
    await expect.poll(async () => (await inked(page, 'codes')).count).toBeGreaterThan(1000);
    await expect(manifold).toHaveCSS('opacity', '0.5');
    expect(await ring()).toBe(true);

    await page.getByTestId('layer-codes').click();
    await expect.poll(async () => (await inked(page, 'codes')).count).toBe(0);
    await expect(manifold).toHaveCSS('opacity', '1');
    await page.getByTestId('layer-prior').click();
    await expect.poll(ring).toBe(false);
    await page.getByTestId('layer-manifold').click();
    await expect(manifold).toHaveCSS('opacity', '0');

    for (const layer of ['codes', 'prior', 'manifold']) {
      await page.getByTestId(`layer-${layer}`).click();
    }
    await expect(manifold).toHaveCSS('opacity', '0.5');
    await expect.poll(async () => (await inked(page, 'codes')).count).toBeGreaterThan(1000);
    await expect.poll(ring).toBe(true);
  });

  test('the selected image has its q(z|x) drawn to scale, at every zoom', async ({ page }) => {
    await page.getByTestId('input').nth(2).click();
    const readout = await page.getByTestId('selection').innerText();
    const [mu1 = 0, mu2 = 0, sigma1 = 0, sigma2 = 0] = (
      readout.replaceAll('−', '-').match(/-?\d+\.\d+/g) ?? []
    ).map(Number);
    expect(sigma1 * sigma2).toBeGreaterThan(0);
    let drawnToScale = 0;
    for (const wheels of [0, 3, 8]) {
      // About the ellipse itself, which so stays in the view.
      const { x, y } = (await plane(page).boundingBox())!;
      const [aboutX = 0, aboutY = 0] = await numbersOf(page, 'data-ellipse');
      await page.mouse.move(x + aboutX, y + aboutY);
      for (let n = 0; n < wheels; n++) await page.mouse.wheel(0, -100);
      await page.mouse.move(2, 2);
      await expect(lens(page)).toHaveCount(0);
      const [z1Min, z1Max, , z2Max] = await atRest(page);
      const [left = 0, top = 0, side = 0] = await numbersOf(page, 'data-plot');
      const pxPerZ = side / (z1Max - z1Min);
      const [xPx = 0, yPx = 0, semi1Px = 0, semi2Px = 0] = await numbersOf(page, 'data-ellipse');
      // What the readout rounds away is half of its last digit.
      const slackPx = 0.006 * pxPerZ;
      expect(Math.abs(xPx - (left + (mu1 - z1Min) * pxPerZ))).toBeLessThan(slackPx);
      expect(Math.abs(yPx - (top + (z2Max - mu2) * pxPerZ))).toBeLessThan(slackPx);
      expect(Math.abs(semi1Px - sigma1 * pxPerZ)).toBeLessThan(slackPx);
      expect(Math.abs(semi2Px - sigma2 * pxPerZ)).toBeLessThan(slackPx);
      // The ink itself: the 2σ ellipse with its line and halo, unless ticks point at a tiny one.
      const drawn = await inked(page, 'marks');
      const pointed = Math.max(semi1Px, semi2Px) < 6;
      if (pointed) continue;
      expect(Math.abs((drawn.right - drawn.left) / 2 - 2 * semi1Px)).toBeLessThan(3);
      expect(Math.abs((drawn.bottom - drawn.top) / 2 - 2 * semi2Px)).toBeLessThan(3);
      expect(Math.abs((drawn.right + drawn.left) / 2 - xPx)).toBeLessThan(1.5);
      expect(Math.abs((drawn.bottom + drawn.top) / 2 - yPx)).toBeLessThan(1.5);
      drawnToScale++;
    }
    expect(drawnToScale, 'zooms at which the ellipse is large enough to measure').toBeGreaterThan(
      0,
    );
  });

  test('the theme switch repaints every layer in the new ink', async ({ page }) => {
    const before = await inkOf(page, 'manifold');
    await page.getByTestId('theme').click();
    await expect.poll(() => inkOf(page, 'manifold')).not.toBe(before);
    await expect.poll(() => inkOf(page, 'chart')).not.toBe(before);
  });

  test('follows a change of size: its canvases keep one pixel of theirs to one of the display', async ({
    page,
  }) => {
    for (const size of [
      { width: 1000, height: 700 },
      { width: 1500, height: 1000 },
    ]) {
      await page.setViewportSize(size);
      await expect
        .poll(() =>
          plane(page).evaluate((element) => {
            const frame = element.getBoundingClientRect();
            return [...element.querySelectorAll('canvas')]
              .filter(
                (canvas) =>
                  Math.abs(canvas.width - frame.width * devicePixelRatio) <= 1 &&
                  Math.abs(canvas.height - frame.height * devicePixelRatio) <= 1,
              )
              .map((canvas) => canvas.dataset['layer'])
              .filter((layer) => layer !== 'manifold');
          }),
        )
        .toEqual(['chart', 'codes', 'marks']);
      await atRest(page);
    }
  });
});

test('an autoencoder has no rings, a home where its codes are, and a word about random z', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('model').selectOption('ae');
  await page.getByTestId('train').click();
  await stepReaches(page, 400);
  await page.getByTestId('pause').click();
  await manifoldIsDrawn(page);
  await expect(plane(page)).toContainText('a random z means nothing here');
  const [z1Min, z1Max, z2Min, z2Max] = await atRest(page);
  let looked = 0;
  for (const radius of [1, 2, 3]) {
    for (let turn = 0; turn < 1; turn += 1 / 8) {
      const [sin, cos] = [Math.sin(2 * Math.PI * turn), Math.cos(2 * Math.PI * turn)];
      const across = (radius * cos - z1Min) / (z1Max - z1Min);
      const down = (z2Max - radius * sin) / (z2Max - z2Min);
      if (Math.min(across, down) < 0.02 || Math.max(across, down) > 0.98) continue;
      expect(await inkAt(page, 'chart', across, down), `at ${radius}σ`).toBe(0);
      looked++;
    }
  }
  expect(looked, 'places of rings within the view').toBeGreaterThan(3);
  await page.getByTestId('input').first().click();
  const [xPx = NaN, yPx = NaN, ...semiAxes] = await numbersOf(page, 'data-ellipse');
  expect(semiAxes).toEqual([0, 0]);
  const [left = 0, top = 0, side = 0] = await numbersOf(page, 'data-plot');
  expect(xPx).toBeGreaterThan(left);
  expect(xPx).toBeLessThan(left + side);
  expect(yPx).toBeGreaterThan(top);
  expect(yPx).toBeLessThan(top + side);
});
