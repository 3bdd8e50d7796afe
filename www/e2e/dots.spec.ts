// Dots, the legend and the tray as ways to point at the plane, and the selection's panel.
import type { Page } from '@playwright/test';
import { atRest, inked, items, lens, numbersOf, pictureOf, plane } from './plane-hooks';
import { clickPlane, expect, numberIn, onPlane, open, test, trainUntil, zOnPlane } from './visit';

const TERMS = ['negElboNats', 'reconNats', 'klNats'] as const;

async function trainAndPause(page: Page, step = 400): Promise<void> {
  await trainUntil(page, step);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
}

/** Where on the screen the selected image's ellipse has its centre. */
async function centreOfSelection(page: Page) {
  const box = (await plane(page).boundingBox())!;
  const [xPx = NaN, yPx = NaN] = await numbersOf(page, 'data-ellipse');
  return { x: box.x + xPx, y: box.y + yPx };
}

const termsShown = (page: Page) =>
  Promise.all(TERMS.map((term) => page.getByTestId(`selected-${term}`).innerText()));

/** The pretrained model's own images are there: it has nothing that is trained. */
async function imagesCome(page: Page): Promise<void> {
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
}

for (const [ofWhat, ready] of [
  ['a model that was trained here', trainAndPause],
  ['the pretrained model', imagesCome],
] as const)
  test(`a click on a dot of ${ofWhat} selects the image behind it, and keeps nothing`, async ({
    page,
  }) => {
    await open(page);
    await ready(page);
    await page.getByTestId('input').nth(3).click();
    await expect(page.getByTestId('selected-negElboNats')).toBeVisible();
    const ofStrip = await termsShown(page);
    const named = await page.getByTestId('selected-image').innerText();
    // In close-up, where no other dot is nearer to its own.
    const about = await centreOfSelection(page);
    await page.mouse.move(about.x, about.y);
    for (let n = 0; n < 14; n++) await page.mouse.wheel(0, -100);
    await atRest(page);
    const at = await centreOfSelection(page);
    await page.getByTestId('input').nth(3).click();
    await expect(page.getByTestId('selected-negElboNats')).toHaveCount(0);
    await expect(plane(page)).not.toHaveAttribute('data-ellipse');

    await page.mouse.move(at.x, at.y);
    await expect(page.locator('.surface.aimed')).toHaveCSS('cursor', 'pointer');
    await expect(page.getByTestId('behind')).toContainText('this image, a ');
    await page.mouse.click(at.x, at.y);
    await expect(page.getByTestId('selected-image')).toHaveText(named);
    await expect(page.getByTestId('input').nth(3)).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(() => termsShown(page)).toEqual(ofStrip);
    const [elbo = NaN, recon = NaN, kl = NaN] = await Promise.all(
      TERMS.map((term) => numberIn(page.getByTestId(`selected-${term}`))),
    );
    expect(Math.abs(elbo - recon - kl)).toBeLessThan(0.11);
    const centre = await centreOfSelection(page);
    expect(Math.hypot(centre.x - at.x, centre.y - at.y)).toBeLessThan(6);
    await expect(items(page)).toHaveCount(0);

    // With Shift or Alt it keeps, and the selection stays.
    await page.waitForTimeout(400); // not a double click
    await page.keyboard.down('Alt');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.up('Alt');
    await expect(items(page)).toHaveCount(1);
    await page.waitForTimeout(400); // not a double click
    await page.keyboard.down('Shift');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.up('Shift');
    await expect(items(page)).toHaveCount(2);
    await expect(page.getByTestId('selected-image')).toHaveText(named);
  });

test('the selection is live while it trains', async ({ page }) => {
  await open(page);
  await page.getByTestId('epochs').fill('100000');
  await trainUntil(page, 50);
  await page.getByTestId('input').first().click();
  await expect(page.getByTestId('selected-negElboNats')).toBeVisible();
  const before = [await termsShown(page), await page.getByTestId('selection').innerText()];
  await expect.poll(() => termsShown(page)).not.toEqual(before[0]);
  await expect.poll(() => page.getByTestId('selection').innerText()).not.toBe(before[1]);
  await page.getByTestId('pause').click();
});

test('where its images do not come, the codes of its file have none behind them: a click on one keeps', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/404/);
  await page.route('**/mnist-held-out.bin', (route) => route.fulfill({ status: 404 }));
  await open(page);
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_digits');
  await page.locator('.dismiss').click();
  await expect.poll(async () => (await inked(page, 'codes')).count).toBeGreaterThan(200);
  const { x, y } = await onPlane(page, 0.5, 0.5);
  await page.mouse.move(x, y);
  await expect(lens(page)).toContainText('near codes of');
  await expect(page.getByTestId('behind')).toHaveCount(0);
  await page.mouse.click(x, y);
  await expect(items(page)).toHaveCount(1);
});

test('the legend lights a class: pointed at, focused, or pressed to stay', async ({ page }) => {
  await open(page);
  const count = async () => (await inked(page, 'codes')).count;
  /** Pixels of nearly full ink: dots that are lit. */
  const strong = async () => {
    const { data } = await pictureOf(page, 'codes');
    let seen = 0;
    for (let n = 3; n < data.length; n += 4) if (data[n]! > 250) seen++;
    return seen;
  };
  await expect.poll(count).toBeGreaterThan(1000);
  const faint = async () => {
    const { data } = await pictureOf(page, 'codes');
    let sum = 0;
    for (let n = 3; n < data.length; n += 4) sum += data[n]!;
    return sum;
  };
  const [usual, usuallyStrong] = [await faint(), await strong()];
  const three = page.getByTestId('classes').getByRole('button').nth(3);
  await expect(three).toHaveAccessibleName(/^3: \d+ codes$/);
  await three.hover();
  await expect.poll(faint).toBeLessThan(0.6 * usual);
  await page.mouse.move(2, 2);
  await expect.poll(faint).toBe(usual);
  expect(await strong()).toBe(usuallyStrong);

  await three.focus();
  await expect.poll(faint).toBeLessThan(0.6 * usual);
  await page.keyboard.press('Enter');
  await expect(three).toHaveAttribute('aria-pressed', 'true');
  await three.blur();
  await page.waitForTimeout(100);
  expect(await faint()).toBeLessThan(0.6 * usual);
  await three.click();
  await page.mouse.move(2, 2);
  await three.blur();
  await expect.poll(faint).toBe(usual);
});

test('a kept image shows its place on the plane, and a click sends the cursor there', async ({
  page,
}) => {
  await open(page);
  await clickPlane(page, 0.3, 0.6);
  const from = await onPlane(page, 0.5, 0.3);
  const to = await onPlane(page, 0.8, 0.3);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  await expect(items(page)).toHaveCount(2);
  // A second path: the first is no longer drawn by itself.
  await page.mouse.move(from.x, to.y + 200);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 200, { steps: 8 });
  await page.mouse.up();
  await expect(items(page)).toHaveCount(3);
  await page.mouse.move(2, 2);
  await expect(lens(page)).toHaveCount(0);
  const before = await inked(page, 'marks');
  const image = (n: number) => items(page).nth(n).getByRole('button').first();

  await image(0).hover();
  await expect.poll(async () => (await inked(page, 'marks')).left).toBeLessThan(before.left - 3);
  await image(1).hover();
  await expect.poll(async () => (await inked(page, 'marks')).top).toBeLessThan(before.top - 20);
  expect(Number(await plane(page).getAttribute('data-tracked'))).toBeGreaterThanOrEqual(8);
  await page.mouse.move(2, 2);
  await expect.poll(() => inked(page, 'marks')).toEqual(before);
  await image(0).focus();
  await expect.poll(async () => (await inked(page, 'marks')).left).toBeLessThan(before.left - 3);

  await image(0).click();
  await expect(plane(page)).toBeFocused();
  const [z1, z2] = await zOnPlane(page, 0.3, 0.6);
  const written = (z: number) => z.toFixed(2).replace('-', '−');
  await expect(lens(page)).toContainText(`${written(z1)}, ${written(z2)}`);
});

test('an image can be selected by the keyboard alone', async ({ page }) => {
  await open(page);
  await trainAndPause(page);
  await plane(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await expect(page.getByTestId('selected-image')).toBeVisible();
  await expect(page.getByTestId('plane-says')).toContainText('Selected an image, a ');
});
