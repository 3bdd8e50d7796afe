// What a newcomer sees first: how fast it learns, what there is to do, and what came of a click.
import { expect, numberIn, open, stepReaches, test } from './visit';

test.describe('the speed', () => {
  test('rises by itself in the first run, and the status says so', async ({ page }) => {
    await open(page);
    const speed = page.getByTestId('speed');
    await expect(speed).toHaveValue('full');
    await page.getByTestId('epochs').fill('100000');
    await page.getByTestId('train').click();
    await expect(page.getByTestId('tempo')).toHaveText(', speeding up');
    await expect(speed).toHaveValue('rising');
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
