// What lies behind More: how it opens, what stands in it, and what its settings do.
import AxeBuilder from '@axe-core/playwright';
import { expect, numberIn, open, test, trainUntil, savedModel } from './visit';

test('More opens by key, is read as what it is, and stays open on the next visit', async ({
  page,
}) => {
  await open(page);
  const more = page.getByRole('button', { name: 'More', exact: true });
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByTestId('samples')).toBeHidden();
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(more).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('warmup'), 'behind what explains it').toBeFocused();
  const { violations } = await new AxeBuilder({ page }).include('.settings').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.reload();
  await expect(page.getByTestId('samples')).toBeVisible();
  await more.click();
  await page.reload();
  await expect(page.getByTestId('lr')).toBeVisible();
  await expect(page.getByTestId('samples')).toBeHidden();
});

test('another activation and other first weights train, and their file opens More by itself', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('more').click();
  await page.getByTestId('activation').selectOption('gelu');
  await page.getByTestId('init').selectOption('he');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await expect(page.locator('[data-next="true"]')).toHaveCount(0);
  await trainUntil(page, 200);
  await page.getByTestId('pause').click();
  expect(await numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(32);
  const { path, card } = await savedModel(page);
  expect(card).toMatchObject({
    model: { init: 'he', body: { activation: 'gelu' } },
  });

  await page.getByTestId('more').click();
  await expect(page.getByTestId('more')).toHaveAccessibleDescription(
    'set: activation, first weights',
  );
  page.on('dialog', (dialog) => void dialog.accept());
  await open(page);
  await expect(page.getByTestId('activation')).toBeHidden();
  await page.getByTestId('load-weights').setInputFiles(path);
  await expect(page.getByTestId('activation')).toHaveValue('gelu');
  await expect(page.getByTestId('activation')).toBeVisible();
  await expect(page.getByTestId('init')).toHaveValue('he');
});

test('a warm-up frees the codes while it lasts, and several samples train on, at once', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('epochs').fill('100000');
  await page.getByTestId('more').click();
  await page.getByTestId('warmup').fill('1000000');
  await trainUntil(page, 400);
  const kl = page.getByTestId('held-out-klNats');
  await expect.poll(() => numberIn(kl), { timeout: 30_000 }).toBeGreaterThan(8);
  for (const [testid, text] of [
    ['warmup', '0'],
    ['samples', '4'],
  ] as const) {
    await page.getByTestId(testid).fill(text);
    await page.getByTestId(testid).press('Enter');
  }
  await expect.poll(() => numberIn(kl), { timeout: 30_000 }).toBeLessThan(7);
  await expect(page.getByTestId('phase')).toHaveText('training');
  await expect(page.getByTestId('error')).toBeHidden();

  await page.getByTestId('free-bits').fill('1');
  await page.getByTestId('free-bits').press('Enter');
  await expect(page.getByTestId('error')).toContainText('Free bits go with one sample an image');
  await expect(page.getByTestId('free-bits')).toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('samples').fill('1');
  await page.getByTestId('samples').press('Enter');
  await expect(page.getByTestId('error')).toBeHidden();
  await expect(page.getByTestId('free-bits')).toHaveAttribute('aria-invalid', 'false');
  await expect(page.getByTestId('phase')).toHaveText('training');
});

test('a setting behind More that stands in the way is brought to sight; an autoencoder has fewer of them', async ({
  page,
}) => {
  await open(page);
  const samples = page.getByTestId('samples');
  await page.getByTestId('more').click();
  await samples.fill('65');
  await page.getByTestId('more').click();
  await expect(samples).toBeHidden();
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('error')).toContainText('Samples K must be between 1 and 64');
  await expect(samples).toBeFocused();
  await page.getByTestId('model').selectOption('ae');
  await expect(page.getByTestId('error')).toBeHidden();
  for (const testid of ['warmup', 'free-bits', 'samples']) {
    await expect(page.getByTestId(testid)).toHaveCount(0);
  }
  await expect(page.getByTestId('activation')).toBeVisible();
  await trainUntil(page, 20);
});
