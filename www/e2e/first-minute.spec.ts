// What a newcomer sees first: how fast it learns, what there is to do, what came of a click, and what a prior is good for.
import {
  clickPlane,
  expect,
  manifoldIsDrawn,
  numberIn,
  onPlane,
  open,
  stepReaches,
  test,
  trainUntil,
} from './visit';

test.describe('the speed', () => {
  test('rises by itself in the first run, and the status says so', async ({ page }) => {
    await open(page);
    const speed = page.getByTestId('speed');
    await expect(speed).toHaveValue('full');
    await page.getByTestId('epochs').fill('100000');
    // However soon a slow machine can do no more: what every frame of the screen showed.
    const seen = page.evaluate(async () => {
      const shown = new Set<string>();
      const at = (testid: string) => document.querySelector(`[data-testid="${testid}"]`);
      while (![...shown].some((each) => each === 'full,')) {
        await new Promise(requestAnimationFrame);
        const tempo = at('tempo')?.textContent;
        if (tempo !== undefined) shown.add(`${(at('speed') as HTMLSelectElement).value},${tempo}`);
      }
      return [...shown];
    });
    await page.getByTestId('train').click();
    expect(await seen).toEqual(['rising,, speeding up', 'full,']);
    await expect(page.getByTestId('tempo')).toHaveText('');
    await expect(speed).toHaveValue('full');
    await page.getByTestId('reset').click();
    await expect(page.getByTestId('step-count')).toHaveText('0');
    await page.getByTestId('train').click();
    await stepReaches(page, 1);
    await expect(speed).toHaveValue('full');
  });

  test('is chosen before a run and on the way, by keyboard too', async ({ page }) => {
    await open(page);
    const speed = page.getByTestId('speed');
    await speed.selectOption('step');
    await page.getByTestId('train').click();
    await expect(page.getByTestId('tempo')).toHaveText(', step by step');
    await stepReaches(page, 4);
    expect(await numberIn(page.getByTestId('steps-per-second'))).toBeLessThanOrEqual(10);
    expect(await numberIn(page.getByTestId('step-count'))).toBeLessThan(200);
    await speed.focus();
    await page.keyboard.press('ArrowDown');
    await expect(speed).toHaveValue('slow');
    await expect(page.getByTestId('tempo')).toHaveText(', slowly');
    await page.keyboard.press('ArrowDown');
    await expect(speed).toHaveValue('full');
    await stepReaches(page, 400);
  });

  test('a choice ends the rising', async ({ page }) => {
    await open(page);
    await page.getByTestId('train').click();
    await expect(page.getByTestId('speed')).toHaveValue('rising');
    await page.getByTestId('speed').selectOption('step');
    await expect(page.getByTestId('tempo')).toHaveText(', step by step');
    await expect(page.getByTestId('speed').locator('option')).toHaveCount(3);
  });
});

test.describe('twelve samples', () => {
  test('are one set in the tray, whose places are on the plane while it is looked at', async ({
    page,
  }) => {
    await open(page);
    const plane = page.getByTestId('plane');
    const items = page.getByTestId('generated-item');
    await expect(page.getByTestId('sample')).toHaveText('Sample 12 from the prior');
    await page.getByTestId('sample').click();
    await expect(items).toHaveCount(1);
    await expect(items.first()).toHaveAttribute('data-kind', 'samples');
    await expect(items.first().locator('canvas')).toHaveCount(12);
    await expect(items.first().getByRole('button').first()).toHaveAccessibleName(
      /^Samples 1: 12 images of z drawn from N\(0, I\), of VAE 784-/,
    );
    await expect(plane, 'new ones are looked at').toHaveAttribute('data-samples', '12');
    await clickPlane(page, 0.5, 0.5);
    await expect(items).toHaveCount(2);
    await expect(plane).not.toHaveAttribute('data-samples');
    await items.first().hover();
    await expect(plane).toHaveAttribute('data-samples', '12');
    await items.nth(1).hover();
    await expect(plane).not.toHaveAttribute('data-samples');
    await items.first().getByRole('button').first().focus();
    await expect(plane).toHaveAttribute('data-samples', '12');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('save-tray-png').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/-generated\.png$/);
    await items.first().getByRole('button', { name: 'Remove' }).focus();
    await page.keyboard.press('Enter');
    await expect(items).toHaveCount(1);
    await expect(plane).not.toHaveAttribute('data-samples');
  });

  test('of an autoencoder say why they fail', async ({ page }) => {
    await open(page);
    await page.getByTestId('model').selectOption('ae');
    await trainUntil(page, 20);
    await expect(page.getByTestId('sample')).toHaveText('Sample 12 from N(0, I)');
    await page.getByTestId('sample').click();
    const item = page.getByTestId('generated-item');
    await expect(item).toContainText('An autoencoder has no prior');
    await expect(item.getByRole('button').first()).toHaveAccessibleName(
      /never asked to mean anything/,
    );
  });
});

test.describe('what there is to do', () => {
  test('stands over the plane, each part until it was done, and never again', async ({ page }) => {
    await open(page);
    const steps = page.getByTestId('first-steps');
    await expect(steps.locator('span')).toHaveText([
      'move to decode',
      'click to keep',
      'Train to watch 8×8 digits being learnt',
    ]);
    const [line, plane] = await Promise.all([
      steps.boundingBox(),
      page.getByTestId('plane').boundingBox(),
    ]);
    const [, top = 0] = (await page.getByTestId('plane').getAttribute('data-plot'))!
      .split(',')
      .map(Number);
    expect(line!.y + line!.height, 'no digit lies below it').toBeLessThanOrEqual(
      plane!.y + top + 1,
    );
    await page.mouse.move(plane!.x + plane!.width / 2, plane!.y + plane!.height / 2);
    await expect(steps.locator('span')).toHaveCount(2);
    await clickPlane(page, 0.5, 0.5);
    await expect(steps.locator('span')).toHaveText(['Train to watch 8×8 digits being learnt']);
    await page.reload();
    await manifoldIsDrawn(page);
    await expect(steps.locator('span')).toHaveCount(1);
    await page.getByTestId('model').selectOption('ae');
    await expect(steps).toContainText('Train autoencoder to watch');
    await page.getByTestId('train').click();
    await expect(steps).toHaveCount(0);
    await expect(page.getByTestId('kept-badge'), 'the tray is in view').toHaveCount(0);
  });

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 560 }, hasTouch: true, isMobile: true });

    test('speaks of fingers, and the first kept image shows where it went', async ({ page }) => {
      await open(page);
      const steps = page.getByTestId('first-steps');
      await expect(steps.locator('span:visible')).toHaveText(['tap to decode and keep']);
      const { x, y } = await onPlane(page, 0.5, 0.4);
      await page.touchscreen.tap(x, y);
      await expect(steps.locator('span:visible')).toContainText(['8×8 digits']);
      const badge = page.getByTestId('kept-badge');
      await expect(badge).toContainText('kept as 1');
      await expect(badge.locator('canvas')).toBeVisible();
      await page.getByTestId('to-tray').dispatchEvent('click'); // it goes by itself, and a tap waits for it to rest
      await expect(page.getByTestId('generated-item')).toBeInViewport();
      await expect(badge).toHaveCount(0);
    });
  });
});
