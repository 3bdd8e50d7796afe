// Slow, broken and lying networks, played by the routes of a real browser.
import { readFile } from 'node:fs/promises';
import { expect, manifoldIsDrawn, open, test, trainUntil } from './visit';

const WEIGHTS = '**/weights/*-vae.safetensors';
const CODES = '**/weights/*-codes.safetensors';
const CARD = '**/weights/*.json';
const DIGITS = '**/digits8x8*';
const shipped = () => readFile('public/weights/mnist-vae.safetensors');

test('Train does not wait for the pretrained model, and its late weights change nothing', async ({
  page,
}) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(WEIGHTS, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto('./');
  await expect(page.getByTestId('train')).toHaveText('Train on 8×8 digits');
  await trainUntil(page, 50);
  const answered = page.waitForResponse(WEIGHTS);
  arrive();
  await answered;
  await page.waitForTimeout(500);
  await expect(page.getByTestId('phase')).toHaveText('training');
  await expect(page.getByTestId('data')).toHaveValue('digits8x8');
});

test('a pretrained model that stops arriving is given up, and Retry fetches it', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/preload/);
  await page.clock.install();
  await page.route(WEIGHTS, () => {}); // never answered
  await page.goto('./');
  await expect(page.getByTestId('phase')).toHaveText('opening…');
  await page.clock.fastForward(20_000);
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_pretrained');
  await expect(page.getByTestId('error')).toContainText('stopped arriving');
  await page.clock.resume();
  await page.unroute(WEIGHTS);
  await page.getByTestId('retry').click();
  await manifoldIsDrawn(page);
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await expect(page.getByTestId('error')).toBeHidden();
});

for (const [what, code, damage] of [
  ['truncated', 'damaged_pretrained', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['a web page', 'damaged_pretrained', () => Buffer.from('<!doctype html><title>Hello</title>')],
  ['empty', 'damaged_pretrained', () => Buffer.alloc(0)],
  ['scrambled', 'damaged_pretrained', (bytes: Buffer) => Buffer.from(bytes).fill(0xff, 0, 64)],
] as const) {
  test(`a pretrained file that is ${what} is named as damaged, and Retry fetches it`, async ({
    page,
  }) => {
    const body = damage(await shipped());
    await page.route(WEIGHTS, (route) => route.fulfill({ body }));
    await page.goto('./');
    const error = page.getByTestId('error');
    await expect(error).toHaveAttribute('data-code', code);
    await expect(error).toContainText('pretrained model is damaged');
    await page.unroute(WEIGHTS);
    await page.getByTestId('retry').click();
    await manifoldIsDrawn(page);
    await expect(error).toBeHidden();
  });
}

for (const [what, pattern] of [
  ['codes', CODES],
  ['card', CARD],
] as const) {
  test(`${what} that do not come cost nothing else, and Retry fetches them`, async ({
    page,
    visit,
  }) => {
    visit.expectConsole(/Failed to load|ERR_FAILED/);
    await page.route(pattern, (route) => route.abort());
    await open(page);
    await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_codes');
    await expect(page.getByTestId('phase')).toHaveText('pretrained');
    await page.unroute(pattern);
    await page.getByTestId('retry').click();
    await expect(page.getByTestId('error')).toBeHidden();
    await expect(page.getByTestId('epoch')).toHaveText('100');
    await expect(page.getByTestId('layer-codes')).toBeEnabled();
  });
}

test('a card that is a web page is no end of the engine', async ({ page }) => {
  await page.route(CARD, (route) => route.fulfill({ body: '<!doctype html>' }));
  await open(page);
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_codes');
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
});

test('digits that do not come are said to be missing, and Retry trains', async ({
  page,
  visit,
}) => {
  visit.expectConsole(/Failed to load|ERR_FAILED/);
  await page.route(DIGITS, (route) => route.abort());
  await open(page);
  await page.getByTestId('train').click();
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'no_digits');
  await page.unroute(DIGITS);
  await page.getByTestId('retry').click();
  await expect(page.getByTestId('phase')).toHaveText('training');
  await expect(page.getByTestId('error')).toBeHidden();
});

test('once it is open, the page trains offline', async ({ page, context }) => {
  const fetched = page.waitForResponse(DIGITS);
  await open(page);
  await (await fetched).finished();
  await page.waitForTimeout(200);
  await context.setOffline(true);
  await trainUntil(page, 50);
});
