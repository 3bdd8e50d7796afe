// Convolutional layers: chosen, trained live, looked at, taken home and opened again.
import { items } from './plane-hooks';
import { clickPlane, expect, inkOf, numberIn, open, test, trainUntil, savedModel } from './visit';

test('a convolutional VAE asks for channels, trains on 8×8, and its weights open as what they are', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('layers').selectOption('conv');
  await expect(page.getByTestId('hidden')).toBeHidden();
  await expect(page.getByTestId('channels')).toHaveValue('16, 32');
  await page.getByTestId('channels').fill('65');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('error')).toContainText('between 1 and 64 channels, not 65');
  await expect(page.getByTestId('channels')).toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('channels').fill('8 16');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  const untrained = await numberIn(page.getByTestId('held-out-negElboNats'));
  await trainUntil(page, 300);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect
    .poll(() => numberIn(page.getByTestId('held-out-negElboNats')))
    .toBeLessThan(0.8 * untrained);
  // What it reconstructs are images, with paper and ink.
  const ink = await inkOf(page.getByTestId('reconstructions').locator('canvas').first(), 8);
  expect(Math.max(...ink) - Math.min(...ink)).toBeGreaterThan(60);
  await clickPlane(page, 0.4, 0.4);
  await expect(items(page).first()).toHaveAttribute('title', /^VAE conv 64-8-16-2, step /);

  const { path, card } = await savedModel(page);
  expect(card).toMatchObject({
    model: { body: { kind: 'conv', channels: [8, 16] } },
  });
  await page.getByTestId('layers').selectOption('dense');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.getByTestId('load-weights').setInputFiles(path);
  await expect(page.getByTestId('layers')).toHaveValue('conv');
  await expect(page.getByTestId('channels')).toHaveValue('8, 16');
  await expect(page.locator('[data-next="true"]')).toHaveCount(0);
});

test('convolutions learn MNIST at 28×28, an autoencoder’s too, and Undo brings their settings back', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('model').selectOption('ae');
  await page.getByTestId('layers').selectOption('conv');
  await page.getByTestId('data').selectOption('mnist10k');
  await expect(page.getByTestId('step-count')).toHaveText('0');
  const recon = page.getByTestId('held-out-reconNats');
  const untrained = await numberIn(recon);
  await trainUntil(page, 60);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect.poll(() => numberIn(recon)).toBeLessThan(0.6 * untrained);
  await page.getByTestId('layers').selectOption('linear');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('layers')).toHaveValue('conv');
  await expect(page.getByTestId('channels')).toHaveValue('16, 32');
  expect(await numberIn(page.getByTestId('step-count'))).toBeGreaterThanOrEqual(60);
});
