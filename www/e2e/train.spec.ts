import { readFile } from 'node:fs/promises';
import { readTensors } from './reference';
import { expect, numberIn, open, stepReaches, test, trainUntil } from './visit';

const canvases = (testid: string) => `[data-testid="${testid}"] canvas`;

test('Train opens the digits and everything moves: numbers, reconstructions, manifold, curves', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('train').click();
  await expect(page.getByTestId('phase')).toHaveText('training');
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
  await stepReaches(page, 20);

  const pictureOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = {
    reconstruction: await pictureOf(canvases('reconstructions')),
    manifold: await pictureOf(canvases('plane')),
    chart: await pictureOf(canvases('chart')),
    input: await pictureOf(canvases('data-strip')),
  };
  const negElboBefore = await numberIn(page.getByTestId('neg-elbo'));
  await stepReaches(page, 600);
  expect(await pictureOf(canvases('reconstructions'))).not.toBe(before.reconstruction);
  expect(await pictureOf(canvases('plane'))).not.toBe(before.manifold);
  expect(await pictureOf(canvases('chart'))).not.toBe(before.chart);
  expect(await pictureOf(canvases('data-strip')), 'the inputs are fixed').toBe(before.input);

  await expect
    .poll(() => numberIn(page.getByTestId('neg-elbo')), { timeout: 30_000 })
    .toBeLessThan(Math.min(26, negElboBefore));
  expect(await numberIn(page.getByTestId('steps-per-second'))).toBeGreaterThan(0);
  expect(await numberIn(page.getByTestId('epoch'))).toBeGreaterThanOrEqual(25);
  const kl = await numberIn(page.getByTestId('held-out-klNats'));
  const recon = await numberIn(page.getByTestId('held-out-reconNats'));
  const negElbo = await numberIn(page.getByTestId('held-out-negElboNats'));
  expect(recon + kl).toBeCloseTo(negElbo, 0);
});

test('pause, step, go on, reset', async ({ page }) => {
  await open(page);
  await trainUntil(page, 50);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await expect(page.getByTestId('train')).toBeVisible();
  const paused = await numberIn(page.getByTestId('step-count'));
  await page.waitForTimeout(300);
  expect(await numberIn(page.getByTestId('step-count'))).toBe(paused);

  await page.getByTestId('step').click();
  await expect.poll(() => numberIn(page.getByTestId('step-count'))).toBe(paused + 1);

  await page.getByTestId('train').click();
  await stepReaches(page, paused + 50);

  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await expect(page.getByTestId('phase')).toHaveText('ready');
});

test('the same seed gives the same run', async ({ page }) => {
  await open(page);
  await page.getByTestId('reset').click();
  const pictureAfterSteps = async () => {
    await expect(page.getByTestId('step-count')).toHaveText('0');
    for (let step = 1; step <= 5; step++) {
      await page.getByTestId('step').click();
      await expect(page.getByTestId('step-count')).toHaveText(String(step));
    }
    return page
      .getByTestId('reconstructions')
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  };
  const first = await pictureAfterSteps();
  await page.getByTestId('reset').click();
  const second = await pictureAfterSteps();
  expect(second).toBe(first);
  await page.getByTestId('seed').fill('8');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('seed-shown')).toHaveText('8');
  expect(await pictureAfterSteps()).not.toBe(first);
});

test('a run ends by itself after its epochs', async ({ page }) => {
  await open(page);
  await page.getByTestId('epochs').fill('3');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('phase')).toHaveText('finished');
  await expect(page.getByTestId('step-count')).toHaveText('72');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('step-count')).toHaveText('144');
});

test('β takes effect while training: more of it pulls the KL down', async ({ page }) => {
  await open(page);
  await trainUntil(page, 800);
  const kl = page.getByTestId('held-out-klNats');
  await expect.poll(() => numberIn(kl)).toBeGreaterThan(1);
  await page.getByTestId('beta').fill('50');
  await page.getByTestId('beta').press('Enter');
  await expect.poll(() => numberIn(kl), { timeout: 30_000 }).toBeLessThan(0.5);
  await expect(page.getByTestId('phase')).toHaveText('training');
});

test('an autoencoder has no bound and no prior, and the page says so', async ({ page }) => {
  await open(page);
  await page.getByTestId('model').selectOption('ae');
  await trainUntil(page, 100);
  await expect(page.getByTestId('recon-shown'), 'no bound: what it has instead').toHaveText(
    /^\d+\.\d$/,
  );
  await expect(page.getByTestId('neg-elbo')).toHaveCount(0);
  await expect(page.getByTestId('selection')).toHaveText(/to see its z and its terms\.$/);
  await expect(page.getByTestId('held-out-klNats')).toHaveText('—');
  expect(await numberIn(page.getByTestId('held-out-reconNats'))).toBeGreaterThan(0);
  await expect(page.getByTestId('plane')).toContainText('no prior');
  await expect(page.getByTestId('layer-prior')).toBeDisabled();
});

test('hidden sizes and seed apply at Reset, and the pretrained model comes back', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  const layersAndSeed = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('save-weights').click(),
    ]);
    const tensors = readTensors(await readFile(await download.path()));
    const shape = tensors.get('decoder.0.weight')?.shape;
    return { shape, seed: await page.getByTestId('seed-shown').innerText() };
  };
  const before = await layersAndSeed();
  await page.getByTestId('hidden').fill('16');
  await page.getByTestId('seed').fill('9');
  const apply = page.getByRole('button', { name: 'Reset to apply' });
  await expect(apply).toBeVisible();
  expect(await layersAndSeed()).toEqual(before);
  await apply.click();
  await expect(apply).toHaveCount(0);
  expect(await layersAndSeed()).toEqual({ shape: [16, 2], seed: '9' });
  await page.getByTestId('data').selectOption('pretrained');
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await expect(page.getByTestId('data-strip')).toContainText('held-out images');
});

test('linear layers: no hidden sizes are asked for, and Reset opens a model without any', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.getByTestId('layers').selectOption('linear');
  await expect(page.getByTestId('hidden')).toHaveCount(0);
  await expect(page.getByTestId('reset')).toHaveClass(/wanted/);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('reset')).not.toHaveClass(/wanted/);
  await trainUntil(page, 100);
  await page.getByTestId('layers').selectOption('dense');
  await expect(page.getByTestId('hidden')).toHaveValue('128, 64');
});
