// Linear layers and the Gaussian likelihood: opened, trained, looked at, taken home and opened again.
import { readFile } from 'node:fs/promises';
import { expect, numberIn, open, test, trainUntil } from './visit';

test('a linear VAE with a Gaussian likelihood trains, and its weights open as what they are', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('layers').selectOption('linear');
  await page.getByTestId('likelihood').selectOption('learned');
  await expect(page.getByTestId('hidden')).toBeHidden();
  await expect(page.getByTestId('beta')).toBeVisible();
  await page.getByTestId('epochs').fill('100000');
  await trainUntil(page, 400);
  // The density of 64 pixels with a small standard deviation: its −log falls below 0, which no cross-entropy does.
  await expect
    .poll(() => numberIn(page.getByTestId('held-out-reconNats')), { timeout: 30_000 })
    .toBeLessThan(0);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  const [negElbo, recon, kl] = await Promise.all(
    ['negElboNats', 'reconNats', 'klNats'].map((id) =>
      numberIn(page.getByTestId(`held-out-${id}`)),
    ),
  );
  expect(recon! + kl!).toBeCloseTo(negElbo!, 0);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save-weights').click(),
  ]);
  const bytes = await readFile(await download.path());
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
  const { __metadata__: metadata, ...tensors } = JSON.parse(header) as {
    __metadata__: { vae_lab: string };
  };
  expect(Object.keys(tensors).sort()).toEqual([
    'decoder.0.bias',
    'decoder.0.weight',
    'encoder.0.bias',
    'encoder.0.weight',
    'log_sd',
  ]);
  expect(JSON.parse(metadata.vae_lab)).toMatchObject({
    version: 2,
    model: { body: { kind: 'linear' }, likelihood: { kind: 'gaussian', sd: 'learned' } },
    data: 'digits8x8',
  });

  await page.getByTestId('reset').click();
  await page.getByTestId('load-weights').setInputFiles(await download.path());
  await expect(page.getByTestId('data')).not.toHaveValue('digits');
  await expect(page.getByTestId('layers')).toHaveValue('linear');
  await expect(page.getByTestId('likelihood')).toHaveValue('learned');
});

test('a Gaussian with a fixed s asks for it, and an s out of bounds is said beside its field', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByTestId('sd')).toBeHidden();
  await page.getByTestId('likelihood').selectOption('gaussian');
  await page.getByTestId('sd').fill('0');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'bad_spec');
  await expect(page.getByTestId('sd')).toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('sd').fill('0,25');
  await trainUntil(page, 100);
  await expect(page.getByTestId('error')).toBeHidden();
});

test('a linear autoencoder has one term, no rings and says nothing of a bound', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('model').selectOption('ae');
  await page.getByTestId('layers').selectOption('linear');
  await trainUntil(page, 200);
  await expect(page.getByTestId('layer-prior')).toBeDisabled();
  await expect(page.getByTestId('held-out-klNats')).toHaveText('—');
  await expect(page.getByTestId('held-out-negElboNats')).toHaveText('—');
  expect(await numberIn(page.getByTestId('held-out-reconNats'))).toBeGreaterThan(0);
});

test('binarised pixels train another model than grey ones', async ({ page }) => {
  await open(page);
  await page.getByTestId('pixels').selectOption('threshold');
  await trainUntil(page, 300);
  // Black or white pixels have no entropy of their own: the same net gets lower than on grey ones.
  await expect
    .poll(() => numberIn(page.getByTestId('held-out-reconNats')), { timeout: 30_000 })
    .toBeLessThan(19);
});
