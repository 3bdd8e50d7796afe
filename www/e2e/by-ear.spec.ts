// For whoever comes by key, listens, or wants less motion.
import { items, numbersOf, pictureOf, plane } from './plane-hooks';
import { expect, open, test, trainUntil } from './visit';

test('the first stop leads past everything to the plane, which is the first after the header', async ({
  page,
}) => {
  await open(page);
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('skip')).toBeFocused();
  await expect(page.getByTestId('skip')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(plane(page)).toBeFocused();
  await expect(page.getByTestId('lens'), 'as a key brings one there').toBeVisible();
  // Backwards from the plane: its own heading and layers, then the header.
  const before = await page.evaluate(() => {
    const panels = [...document.querySelectorAll('main > div')].map((div) => div.className);
    return panels.map((name) => name.split(' ')[0]);
  });
  expect(before.slice(0, 3)).toEqual(['plane', 'tray', 'data']);
});

test('on arrival the plane says what is under the cursor and where the classes lie', async ({
  page,
}) => {
  await open(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const says = page.getByTestId('plane-says');
  await expect(says).toContainText(/^z₁ 0\.00, z₂ 0\.00\. near codes of \d/);
  for (const name of '0123456789') {
    await expect(says).toContainText(new RegExp(`[:;] ${name} at −?\\d\\.\\d, −?\\d\\.\\d`));
  }
  await page.keyboard.press('+');
  await expect(says).toContainText('Showing z₁ from −2.560 to 2.560');
  await page.keyboard.press('0');
  await expect(says, 'where it glides to').toContainText('Showing z₁ from −3.200 to 3.200');
});

test('a name leads to its field, and what explains it is a stop of its own', async ({ page }) => {
  await open(page);
  for (const [label, testid] of [
    ['learning rate', 'lr'],
    ['pixels', 'pixels'],
    ['reproducible', 'reproducible'],
    ['likelihood', 'likelihood'],
  ] as const) {
    await page.locator('label', { hasText: new RegExp(`^${label}$`) }).click();
    await expect(page.getByTestId(testid)).toBeFocused();
    await page.mouse.move(0, 0); // what scrolls under a resting pointer would explain itself, too
    await page.getByRole('button', { name: `${label} ?` }).focus();
    await expect(page.getByRole('tooltip')).toHaveCount(1);
    await page.keyboard.press('Escape');
  }
});

test('while it trains one line in ten seconds is said, and no more', async ({ page }) => {
  await open(page);
  await page.getByTestId('epochs').fill('100000');
  const said = page.getByTestId('progress-said');
  await said.evaluate((element) => {
    const lines: string[] = [];
    Object.assign(globalThis, { lines });
    new MutationObserver(() => lines.push(element.textContent ?? '')).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await trainUntil(page, 10);
  await page.waitForTimeout(12_000);
  const lines = await page.evaluate(() => (globalThis as unknown as { lines: string[] }).lines);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^Epoch [\d,]+, −ELBO \d+\.\d\.$/);
});

test('the cursor lies over everything that is on the plane', async ({ page }) => {
  await open(page);
  await plane(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(items(page)).toHaveCount(1);
  const [left = 0, top = 0, side = 0] = await numbersOf(page, 'data-plot');
  const colourAt = async (dxPx: number) => {
    const { data, width, ratio } = await pictureOf(page, 'marks');
    const x = Math.round((left + (side * (0.1 + 3.2)) / 6.4 + dxPx) * ratio);
    const y = Math.floor((top + side / 2) * ratio);
    return [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
  };
  // An arm of the cross, within the pin's disc.
  await expect.poll(async () => Math.max(...(await colourAt(6)))).toBeLessThan(60);
});

test('who wants less motion sees the plane move twice a second at most', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    const painted: Record<string, number[]> = {};
    Object.assign(globalThis, { painted });
    const { putImageData } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.putImageData = function (...given: unknown[]) {
      const layer = this.canvas.dataset['layer'];
      if (layer) (painted[layer] ??= []).push(performance.now());
      return (putImageData as (...all: unknown[]) => void).apply(this, given);
    };
  });
  await open(page);
  await page.getByTestId('epochs').fill('100000');
  await trainUntil(page, 50);
  await page.evaluate(() => {
    const { painted } = globalThis as unknown as { painted: Record<string, number[]> };
    for (const layer of Object.keys(painted)) painted[layer] = [];
  });
  await page.waitForTimeout(3000);
  const painted = await page.evaluate(
    () => (globalThis as unknown as { painted: Record<string, number[]> }).painted,
  );
  for (const layer of ['manifold', 'codes']) {
    expect(painted[layer]!.length, layer).toBeGreaterThan(1);
    expect(painted[layer]!.length, layer).toBeLessThanOrEqual(7);
  }
});
