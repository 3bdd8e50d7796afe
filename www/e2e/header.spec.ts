// The header never lies: what is shown is the open model, a choice that is not applied is marked as next, and Train says
// what it will train.
import { expect, numberIn, open, stepReaches, test, trainUntil } from './visit';

test('the pretrained model’s own values stand in the fields, and Train names what it trains', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByTestId('hidden')).toHaveValue('256, 128');
  const train = page.getByTestId('train');
  await expect(train).toHaveText('Train on 8×8 digits');
  await page.getByTestId('seed').fill('11');
  await train.click();
  await stepReaches(page, 20);
  await expect(page.getByTestId('hidden')).toHaveValue('128, 64');
  await expect(page.getByTestId('seed-shown')).toHaveText('11');
  await page.getByTestId('data').selectOption('pretrained');
  await expect(page.getByTestId('hidden')).toHaveValue('256, 128');
});

test('an autoencoder chosen for a VAE that is open: next, reset and trained in one, or kept', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 50);
  await page.getByTestId('pause').click();
  const train = page.getByTestId('train');
  await expect(train).toHaveText('Continue');
  const at = await numberIn(page.getByTestId('step-count'));

  await page.getByTestId('model').selectOption('ae');
  await expect(page.getByTestId('model')).toHaveAccessibleDescription('next');
  await expect(train).toHaveText('Reset and train autoencoder');
  await page.getByTestId('keep-model').click();
  await expect(page.getByTestId('model')).toHaveValue('vae');
  await expect(train).toHaveText('Continue');
  await train.click();
  await stepReaches(page, at + 20);
  await page.getByTestId('pause').click();

  await page.getByTestId('model').selectOption('ae');
  await train.click();
  await expect(page.getByTestId('layer-prior')).toBeDisabled();
  await stepReaches(page, 20);
  await expect(page.getByTestId('model')).toHaveValue('ae');
  await page.getByTestId('pause').click();
  await expect(train).toHaveText('Continue');
});

test('a changed field is marked, and the change is taken back in one', async ({ page }) => {
  await open(page);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.getByTestId('hidden').fill('32');
  await page.getByTestId('seed').fill('9');
  await expect(page.locator('[data-next="true"]')).toHaveCount(2);
  await expect(page.getByTestId('train')).toHaveText('Reset and train');
  await page.getByTestId('keep-model').click();
  await expect(page.locator('[data-next="true"]')).toHaveCount(0);
  await expect(page.getByTestId('hidden')).toHaveValue('128, 64');
  await expect(page.getByTestId('keep-model')).toHaveCount(0);
});

test('the longest choices, pending, keep the header in one row', async ({ page }) => {
  await open(page);
  await page.getByTestId('layers').selectOption('conv');
  for (const [width, family] of [
    [1280, 'vae'],
    [1366, 'ae'],
    [1440, 'ae'],
    [1536, 'ae'],
    [1680, 'ae'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByTestId('model').selectOption(family);
    await expect(page.getByTestId('layers')).toHaveAccessibleDescription('next');
    const { height } = (await page.getByRole('banner').boundingBox())!;
    expect(height, `${width} px`).toBeLessThan(40);
  }
});

test('Step on the pretrained model fetches images of its size, and Train goes on with it', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('step').click();
  await expect(page.getByTestId('step-count')).toHaveText('46,901');
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect(page.getByTestId('data')).toHaveValue('pretrained');
  await expect(page.getByTestId('train')).toHaveAccessibleName('Continue');
  await expect(page.getByTestId('held-out-negElboNats')).toHaveText(/^1[34]\d\.\d$/);
});

test('MNIST 10k is one choice away: its own net, at 28×28, is trained from scratch', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('data').selectOption('mnist10k');
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await expect(page.getByTestId('hidden')).toHaveValue('128, 64');
  await expect(page.getByTestId('epochs')).toHaveValue('60');
  const untrained = await numberIn(page.getByTestId('neg-elbo'));
  expect(untrained).toBeGreaterThan(400);
  await trainUntil(page, 100);
  await page.getByTestId('pause').click();
  await expect.poll(() => numberIn(page.getByTestId('neg-elbo'))).toBeLessThan(260);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the label is short and its name is full', async ({ page }) => {
    await open(page);
    const train = page.getByTestId('train');
    await expect(train).toHaveAccessibleName('Train on 8×8 digits');
    expect((await train.innerText()).trim()).toBe('Train');
  });
});
