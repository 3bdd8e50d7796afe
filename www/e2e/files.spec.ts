import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decode, readTensors } from './reference';
import {
  clickPlane,
  expect,
  inkOf,
  manifoldIsDrawn,
  open,
  stepReaches,
  test,
  trainUntil,
} from './visit';

async function downloadOf(page: Page, testid: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(testid).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What a PNG shows: its size, and the share of pixels that are not the corner's paper. */
function pictureIn(page: Page, bytes: Buffer) {
  expect(bytes.subarray(1, 4).toString('ascii')).toBe('PNG');
  return page.evaluate(async (base64) => {
    const png = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([png], { type: 'image/png' }));
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
    const inked = pixels.reduce((count, pixel) => count + Number(pixel !== pixels[0]), 0);
    return { width, height, inked: inked / pixels.length };
  }, bytes.toString('base64'));
}

test('a kept image is what the saved model decodes at its z', async ({ page }) => {
  await open(page);
  await trainUntil(page, 300);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  await clickPlane(page, 0.35, 0.4);
  const item = page.getByTestId('generated-item');
  await expect(item).toHaveCount(1);

  const weights = await downloadOf(page, 'save-weights');
  expect(weights.name).toMatch(/^vae-8x8-seed7-step\d+\.safetensors$/);
  const z = (await item.getAttribute('data-z'))!.split(',').map(Number);
  const expected = decode(readTensors(weights.bytes), z);
  const shown = await inkOf(item.locator('canvas'), 8);
  expect(shown).toHaveLength(64);
  shown.forEach((value, n) => expect(Math.abs(value - expected[n]!)).toBeLessThanOrEqual(1));
  expect(Math.max(...shown), 'not an empty tile').toBeGreaterThan(100);
});

test('saved weights open again as the same model, and go on training', async ({ page }) => {
  await open(page);
  await trainUntil(page, 200);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('phase')).toHaveText('paused');
  const saved = await downloadOf(page, 'save-weights');

  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.getByTestId('load-weights').setInputFiles({
    name: 'mine.safetensors',
    mimeType: 'application/octet-stream',
    buffer: saved.bytes,
  });
  await expect(page.getByTestId('data')).toContainText('mine.safetensors');
  const again = await downloadOf(page, 'save-weights');
  const before = readTensors(saved.bytes);
  const after = readTensors(again.bytes);
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, { values }] of before) expect(after.get(name)!.values).toEqual(values);

  await page.getByTestId('train').click();
  await expect(page.getByTestId('phase')).toHaveText('training');
  await stepReaches(page, 10 + Number(/step(\d+)/.exec(saved.name)?.[1]));
  await expect(page.getByTestId('data')).toContainText('mine.safetensors');
});

test('a weights file can be dropped on the page', async ({ page }) => {
  await open(page);
  const saved = await downloadOf(page, 'save-weights');
  const transfer = await page.evaluateHandle((base64) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    data.items.add(new File([bytes], 'dropped.safetensors'));
    return data;
  }, saved.bytes.toString('base64'));
  await page.dispatchEvent('[data-testid="plane"]', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText('Drop images')).toBeVisible();
  await page.dispatchEvent('[data-testid="plane"]', 'drop', { dataTransfer: transfer });
  await expect(page.getByTestId('data')).toContainText('dropped.safetensors');
  await manifoldIsDrawn(page);
});

test('the manifold and the tray are saved as pictures', async ({ page }) => {
  await open(page);
  await expect(page.getByTestId('save-tray-png')).toBeDisabled();
  const manifold = await downloadOf(page, 'save-png');
  expect(manifold.name).toMatch(/manifold\.png$/);
  const { width, height, inked } = await pictureIn(page, manifold.bytes);
  expect(Math.min(width, height)).toBeGreaterThan(500);
  expect(inked, 'share of ink').toBeGreaterThan(0.15);

  await clickPlane(page, 0.5, 0.5);
  await clickPlane(page, 0.2, 0.5);
  await expect(page.getByTestId('generated-item')).toHaveCount(2);
  const tray = await downloadOf(page, 'save-tray-png');
  expect(tray.name).toMatch(/generated\.png$/);
  const kept = await pictureIn(page, tray.bytes);
  expect(kept.width).toBeGreaterThan(200);
  expect(kept.inked, 'share of ink').toBeGreaterThan(0.15);
});
