// Nothing trained is dropped without a word: what takes a run's place puts it aside, Undo brings it back, and leaving
// the page asks.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { clickPlane, expect, numberIn, open, test, trainUntil } from './visit';

async function weightsOf(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save-weights').click(),
  ]);
  return readFile(await download.path());
}

async function pausedRun(page: Page): Promise<number> {
  await open(page);
  await trainUntil(page, 150);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  return numberIn(page.getByTestId('step-count'));
}

const chart = (page: Page) =>
  page
    .getByTestId('chart')
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

test('Undo after Reset brings back the run bit for bit: step, weights, curve, pins, paused', async ({
  page,
}) => {
  const step = await pausedRun(page);
  await clickPlane(page, 0.5, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
  const before = { weights: await weightsOf(page), chart: await chart(page) };
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await expect(page.getByTestId('notice')).toContainText(
    `step ${step.toLocaleString('en')}, −ELBO`,
  );
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  expect(await numberIn(page.getByTestId('step-count'))).toBe(step);
  await expect(page.getByTestId('notice')).toBeEmpty();
  expect((await weightsOf(page)).equals(before.weights)).toBe(true);
  await expect.poll(() => chart(page)).toBe(before.chart);
});

test('a run that trains is put aside where it stood, whatever takes its place', async ({
  page,
}) => {
  await open(page);
  await trainUntil(page, 150);
  await page.getByTestId('data').selectOption('pretrained');
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  const [, said = ''] = /step ([\d,]+)/.exec(await page.getByTestId('notice').innerText()) ?? [];
  const told = Number(said.replaceAll(',', ''));
  expect(told).toBeGreaterThanOrEqual(150);
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  expect(await numberIn(page.getByTestId('step-count'))).toBe(told);
  await expect(page.getByTestId('data')).toHaveValue('digits8x8');
});

test('Undo after a load brings back the run, and the notice can be sent away', async ({ page }) => {
  const step = await pausedRun(page);
  const buffer = await weightsOf(page);
  const file = { name: 'mine.safetensors', mimeType: 'application/octet-stream', buffer };
  await page.getByTestId('load-weights').setInputFiles(file);
  await expect(page.getByTestId('data')).toContainText('mine.safetensors');
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('data')).toHaveValue('digits8x8');
  expect(await numberIn(page.getByTestId('step-count'))).toBe(step);
  await page.getByTestId('reset').click();
  await page.getByTestId('notice-dismiss').click();
  await expect(page.getByTestId('notice')).toBeEmpty();
});

test.describe('leaving the page', () => {
  /** True when the page asks before it is left; it is then left alone. */
  async function asks(page: Page): Promise<boolean> {
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      expect(dialog.type()).toBe('beforeunload');
      await dialog.dismiss();
      return true;
    });
    const left = page.waitForEvent('close').then(() => false);
    for (const each of [asked, left]) each.catch(() => {}); // the one that does not come
    await page.close({ runBeforeUnload: true });
    const answer = await Promise.race([asked, left]);
    await page.close();
    return answer;
  }

  test('asks while a run is nowhere but here', async ({ page }) => {
    await pausedRun(page);
    expect(await asks(page)).toBe(true);
  });

  test('does not ask after Save weights at that step', async ({ page }) => {
    await pausedRun(page);
    await weightsOf(page);
    expect(await asks(page)).toBe(false);
  });

  test('asks again after another step', async ({ page }) => {
    const step = await pausedRun(page);
    await weightsOf(page);
    await page.getByTestId('step').click();
    await expect.poll(() => numberIn(page.getByTestId('step-count'))).toBe(step + 1);
    expect(await asks(page)).toBe(true);
  });

  test('does not ask where nothing was trained', async ({ page }) => {
    await open(page);
    await page.getByTestId('reset').click();
    await expect(page.getByTestId('step-count')).toHaveText('0');
    expect(await asks(page)).toBe(false);
  });
});
