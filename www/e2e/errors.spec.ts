import { clickPlane, expect, numberIn, open, stepReaches, test, trainUntil } from './visit';

test('without WebAssembly the page says what to do', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await page.goto('./');
  await expect(page.getByTestId('error')).toContainText('no WebAssembly');
  await expect(page.getByTestId('error')).toContainText('current Firefox, Chrome, Edge or Safari');
});

test('without SIMD the page says what to do', async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await page.goto('./');
  await expect(page.getByTestId('error')).toContainText('no WebAssembly SIMD');
});

test('a bad weights file is refused in a sentence, and the model that was open stays', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('load-weights').setInputFiles({
    name: 'holiday.safetensors',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('this is no weights file at all'),
  });
  const error = page.getByTestId('error');
  await expect(error).toHaveAttribute('data-code', 'bad_weights');
  await expect(error.locator('p')).toHaveText(/\w.*\./);
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await clickPlane(page, 0.5, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
  await error.getByRole('button', { name: 'Dismiss' }).click();
  await expect(error).toBeHidden();
});

test('a learning rate out of bounds is refused by name, and the training goes on', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 20);
  const lr = page.getByTestId('lr');
  await lr.fill('1000');
  await lr.press('Enter');
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'bad_option');
  await expect(lr).toHaveAttribute('aria-invalid', 'true');
  const step = await numberIn(page.getByTestId('step-count'));
  await stepReaches(page, step + 10);
  await lr.fill('0.002');
  await lr.press('Enter');
  await expect(page.getByTestId('error')).toBeHidden();
  await expect(lr).toHaveAttribute('aria-invalid', 'false');
});

test('hidden sizes that no model can have are refused by name, and the cursor goes there', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  const hidden = page.getByTestId('hidden');
  for (const [text, sentence] of [
    ['128, 4096', 'A hidden size must be between 1 and 2048'],
    ['', 'choose linear layers'],
  ] as const) {
    await hidden.fill(text);
    await page.getByTestId('reset').click();
    await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'bad_spec');
    await expect(page.getByTestId('error')).toContainText(sentence);
    await expect(hidden).toHaveAttribute('aria-invalid', 'true');
    await expect(hidden).toBeFocused();
  }
  await hidden.fill('32');
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('error')).toBeHidden();
  await expect(hidden).toHaveAttribute('aria-invalid', 'false');
});

test('a run that diverges says so, and Reset makes a new one that learns', async ({ page }) => {
  await open(page);
  // Weights of a model that is far beyond repair: its first loss is no number any more.
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save-weights').click(),
  ]);
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(await download.path());
  const header = Number(bytes.readBigUInt64LE(0));
  for (let at = 8 + header; at + 4 <= bytes.length; at += 4) bytes.writeFloatLE(1e20, at);
  await page.getByTestId('load-weights').setInputFiles({
    name: 'broken.safetensors',
    mimeType: 'application/octet-stream',
    buffer: bytes,
  });
  await expect(page.getByTestId('data')).toContainText('broken.safetensors');
  await page.getByTestId('train').click();
  await expect(page.getByTestId('phase')).toHaveText('diverged');
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'diverged');
  await page.getByTestId('error-reset').click();
  await expect(page.getByTestId('error')).toBeHidden();
  await trainUntil(page, 20);
  const negElbo = page.getByTestId('neg-elbo');
  const early = await numberIn(negElbo);
  await expect.poll(() => numberIn(negElbo), { timeout: 30_000 }).toBeLessThan(Math.min(30, early));
});

test('when the pretrained model cannot be loaded, training still works', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/404|Failed to load/);
  await page.route('**/weights/*.safetensors', (route) => route.fulfill({ status: 404 }));
  await page.goto('./');
  await expect(page.getByTestId('error')).toContainText('Train to make one here');
  await trainUntil(page, 20);
  await expect(page.getByTestId('error')).toBeHidden();
});

test('when the engine cannot start, the page offers Restart, and that works', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/wasm|Failed to load|404|WebAssembly/i);
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }));
  await page.goto('./');
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'wasm_missing');
  await page.unroute('**/*.wasm');
  await page.getByTestId('restart').click();
  await expect(page.getByTestId('error')).toBeHidden();
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await clickPlane(page, 0.5, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
});
