// A worker that ends or hangs without a word: the page notices, says so, and goes on from its last checkpoint.
import type { Page, Worker } from '@playwright/test';
import { clickPlane, expect, numberIn, open, stepReaches, test, trainUntil } from './visit';

/** The worker that trains, not one of its threads. */
function engineOf(page: Page): Worker {
  const engine = page.workers().find((worker) => /\/main-[^/]*\.js/.test(worker.url()));
  if (!engine) throw new Error('the page has no engine');
  return engine;
}

/** Long enough for a checkpoint to have come while it trains. */
const CHECKPOINTS_COME_MS = 3_000;

test.describe('a worker that closes while it trains', () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    await trainUntil(page, 200);
    await page.waitForTimeout(CHECKPOINTS_COME_MS);
    await engineOf(page).evaluate(() => self.close());
    await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'silent');
  });

  test('is said to be silent, and nothing says that it trains', async ({ page }) => {
    await expect(page.getByTestId('error')).toContainText('has not answered for');
    await expect(page.getByTestId('phase')).toHaveText('no answer');
    await expect(page.getByTestId('steps-per-second')).toHaveText('—');
    await expect(page.getByTestId('pause')).toHaveCount(0);
    // Whatever is pressed, the message stays.
    await clickPlane(page, 0.4, 0.4);
    await page.getByTestId('lr').fill('fast');
    await page.getByTestId('lr').press('Enter');
    await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'silent');
    await expect(page.getByTestId('train')).toBeDisabled();
    await expect(page.getByTestId('reset')).toBeDisabled();
  });

  test('is restarted from the step of its last checkpoint, and Train goes on from there', async ({
    page,
  }) => {
    const at = await numberIn(page.getByTestId('step-count'));
    const restart = page.getByTestId('restart');
    await expect(restart).toHaveText(/^Restart from step [\d,]+$/);
    const from = Number((await restart.innerText()).replace(/\D/g, ''));
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(at);
    await restart.click();
    await expect(page.getByTestId('phase')).toHaveText('paused');
    await expect(page.getByTestId('error')).toBeHidden();
    expect(await numberIn(page.getByTestId('step-count'))).toBe(from);
    await expect(page.getByTestId('data')).toHaveValue('digits8x8');
    await clickPlane(page, 0.5, 0.5);
    await expect(page.getByTestId('generated-item')).toHaveCount(1);
    await expect(page.getByTestId('train')).toHaveText('Continue');
    await page.getByTestId('train').click();
    await stepReaches(page, from + 50);
  });
});

test('a worker that closes when nothing runs is noticed, and what it paused at is not lost', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 100);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  const at = await numberIn(page.getByTestId('step-count'));
  const negElbo = await page.getByTestId('neg-elbo').innerText();
  await engineOf(page).evaluate(() => self.close());
  await page.getByTestId('restart').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  expect(await numberIn(page.getByTestId('step-count'))).toBe(at);
  await expect(page.getByTestId('neg-elbo')).toHaveText(negElbo);
});

test('a worker that was busy comes back: the message goes by itself and nothing is lost', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 100);
  void engineOf(page).evaluate(() => {
    const until = Date.now() + 6_000;
    while (Date.now() < until);
  });
  await expect(page.getByTestId('error')).toHaveAttribute('data-code', 'silent');
  const at = await numberIn(page.getByTestId('step-count'));
  await expect(page.getByTestId('error')).toBeHidden();
  await expect(page.getByTestId('phase')).toHaveText('training');
  await stepReaches(page, at + 50);
});

test('a worker in an endless loop is ended by Restart', async ({ page }) => {
  await open(page);
  void engineOf(page)
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});
  await expect(page.getByTestId('restart')).toHaveText('Restart');
  await page.getByTestId('restart').click();
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await expect(page.getByTestId('error')).toBeHidden();
  await trainUntil(page, 20);
});
