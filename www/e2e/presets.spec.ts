// The lecture's models, one after another from one menu: each trains and shows what it should.
import { expect, numberIn, open, stepReaches, test } from './visit';

test('each preset fills the settings, waits for Reset, trains and stays chosen', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await open(page);
  const preset = page.getByTestId('preset');
  await expect(preset).toHaveValue('vae');
  for (const [name, family, layers, beta] of [
    ['linearAutoencoder', 'ae', 'linear', '1'],
    ['deepAutoencoder', 'ae', 'dense', '1'],
    ['convAutoencoder', 'ae', 'conv', '1'],
    ['vae', 'vae', 'dense', '1'],
    ['convVae', 'vae', 'conv', '1'],
    ['betaVae', 'vae', 'dense', '4'],
    ['importanceWeighted', 'vae', 'dense', '1'],
  ] as const) {
    await preset.selectOption(name);
    await expect(page.getByTestId('model')).toHaveValue(family);
    await expect(page.getByTestId('layers')).toHaveValue(layers);
    await expect(page.getByTestId('beta')).toHaveValue(beta);
    await page.getByTestId('reset').click();
    await expect(page.getByTestId('step-count')).toHaveText('0');
    await expect(preset, 'after Reset').toHaveValue(name);
    await expect(page.locator('[data-next="true"]')).toHaveCount(0);
    const recon = page.getByTestId('held-out-reconNats');
    await expect(recon).toHaveText(/^\d/);
    const untrained = await numberIn(recon);
    await page.getByTestId('train').click();
    await stepReaches(page, 100);
    await page.getByTestId('pause').click();
    await expect(page.getByTestId('phase')).toHaveText('paused');
    expect(await numberIn(recon), name).toBeLessThan(untrained);
    // An autoencoder has no KL term and no prior.
    await expect(page.getByTestId('held-out-klNats')).toHaveText(family === 'ae' ? '—' : /^\d/);
    await expect(page.getByTestId('layer-prior')).toBeEnabled({ enabled: family === 'vae' });
  }
  await page.getByTestId('beta').fill('2');
  await expect(preset.locator('option:checked')).toHaveText('your own');
});
