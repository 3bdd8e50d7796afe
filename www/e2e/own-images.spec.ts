// A visitor's own images: dropped, looked at, used or not; and a bad file changes nothing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { launch } from 'puppeteer-core';
import { firefox, NO_FIREFOX } from './installed-firefox';
import { expect, manifoldIsDrawn, numberIn, open, stepReaches, test, trainUntil } from './visit';

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../tests/golden/import/${name}`, import.meta.url)));

/** MNIST's format: images of a bar that lies at one of ten heights, and their classes. */
function idxOf(count: number, side: number): { images: Buffer; labels: Buffer } {
  const head = (...sizes: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sizes.length);
    bytes.set([0, 0, 8, sizes.length]);
    sizes.forEach((size, n) => bytes.writeUInt32BE(size, 4 + 4 * n));
    return bytes;
  };
  const pixels = Buffer.alloc(count * side * side);
  for (let i = 0; i < count; i++) {
    const row = 2 + Math.floor(((i % 10) * (side - 5)) / 10);
    for (let column = 2; column < side - 2; column++) {
      pixels[i * side * side + row * side + column] = 155 + ((i * 7 + column) % 100);
    }
  }
  const classes = Buffer.from(Array.from({ length: count }, (_, i) => i % 10));
  return {
    images: Buffer.concat([head(count, side, side), pixels]),
    labels: Buffer.concat([head(count), classes]),
  };
}

async function drop(page: Page, files: Record<string, Buffer>): Promise<void> {
  const given = Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')]);
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const [name = '', base64 = ''] of all) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, given);
  await page.dispatchEvent('[data-testid="plane"]', 'drop', { dataTransfer: transfer });
}

const panel = (page: Page) => page.getByTestId('import');
const mnistLike = () => {
  const [train, test] = [idxOf(240, 28), idxOf(60, 28)];
  return {
    'train-images-idx3-ubyte': train.images,
    'train-labels-idx1-ubyte': train.labels,
    't10k-images-idx3-ubyte': test.images,
    't10k-labels-idx1-ubyte': test.labels,
  };
};

test('MNIST’s four files are looked at, used, trained on, reset and brought back', async ({
  page,
}) => {
  await open(page);
  await drop(page, mnistLike());
  await expect(page.getByTestId('import-images')).toContainText(
    '300, 240 to train on and 60 held out',
  );
  await expect(page.getByTestId('import-classes')).toContainText('0 (30)');
  await expect(page.getByTestId('import-values')).toContainText(
    'taken as 0 to 255 from paper to ink',
  );
  await expect(page.getByTestId('import-sheet')).toBeVisible();
  await expect(page.getByTestId('phase')).toHaveText('pretrained');
  await page.getByTestId('import-use').click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByTestId('data').locator('option:checked')).toHaveText(
    'train-images-idx3-ubyte',
  );
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await trainUntil(page, 100);
  await page.getByTestId('reset').click();
  await expect(page.getByTestId('step-count')).toHaveText('0');
  await page.getByTestId('undo').click();
  await expect.poll(() => numberIn(page.getByTestId('step-count'))).toBeGreaterThanOrEqual(100);
  await expect(page.getByTestId('data').locator('option:checked')).toHaveText(
    'train-images-idx3-ubyte',
  );
});

test('an NPZ of NumPy’s and pictures in a zip are read; a choice reads them otherwise', async ({
  page,
}) => {
  await open(page);
  await drop(page, { 'keras.npz': fixture('npz/keras.npz') });
  await expect(page.getByTestId('import-images')).toContainText('12, 8 to train on and 4 held out');
  await page.getByTestId('import-cancel').click();
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByTestId('phase')).toHaveText('pretrained');

  await drop(page, { 'white.zip': fixture('png/white.zip') });
  await expect(page.getByTestId('import-classes')).toContainText('even (6), odd (6)');
  await expect(page.getByTestId('import-values')).toContainText('from ink to paper');
  await page.getByTestId('import-side').fill('16');
  await page.getByTestId('import-side').press('Enter');
  await expect(page.getByTestId('import-size')).toContainText('8×8, made 16×16');
  await page.getByTestId('import-invert').selectOption('no');
  await expect(page.getByTestId('import-values')).toContainText('from paper to ink');
  await page.getByTestId('import-side').fill('3');
  await page.getByTestId('import-side').press('Enter');
  await expect(page.getByTestId('import-error')).toContainText('Sides are 8 to 64');
  await expect(page.getByTestId('import-use')).toBeDisabled();
  await page.getByTestId('import-side').fill('16');
  await page.getByTestId('import-side').press('Enter');
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data').locator('option:checked')).toHaveText('white');
  await manifoldIsDrawn(page);
});

test('the panel stands in both themes as whoever reads it needs it, on a phone too, and gives the focus back', async ({
  page,
}) => {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await open(page);
      await page.getByTestId('plane').focus();
      await drop(page, { 'keras.npz': fixture('npz/keras.npz'), 'notes.txt': Buffer.from('Dear') });
      await expect(page.getByTestId('import-use')).toBeEnabled();
      await expect(page.getByTestId('import-skipped')).toContainText('1 file left out');
      const { violations } = await new AxeBuilder({ page })
        .include('[data-testid="import"]')
        .analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      const overflow = await panel(page).evaluate((dialog) => {
        const body = dialog.querySelector('.body')!;
        const box = dialog.getBoundingClientRect();
        const inside = box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
        return { sideways: body.scrollWidth - body.clientWidth, inside };
      });
      expect(overflow).toEqual({ sideways: 0, inside: true });
      await page.keyboard.press('Escape');
      await expect(panel(page)).toHaveCount(0);
      await expect(page.getByTestId('plane')).toBeFocused();
    }
  }
});

test('images too few to train on are shown, and not used', async ({ page }) => {
  await open(page);
  const { images, labels } = idxOf(11, 28);
  await drop(page, { 'few-images': images, 'few-labels': labels });
  await expect(page.getByTestId('import-images')).toContainText('11');
  await expect(page.getByTestId('import-error')).toContainText('12 images at least');
  await expect(page.getByTestId('import-use')).toBeDisabled();
});

test('a bad file while a model trains is named, and the run goes on', async ({ page }) => {
  await open(page);
  await trainUntil(page, 50);
  const bad = { 'cut.idx': idxOf(20, 28).images.subarray(0, 999) };
  await drop(page, bad);
  await expect(page.getByTestId('import-error')).toContainText('cut.idx is cut short');
  await expect(page.getByTestId('import-use')).toHaveCount(0);
  await drop(page, { 'page.gz': Buffer.from('<!DOCTYPE html><html></html>') });
  await expect(page.getByTestId('import-error')).toContainText('is a web page');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page.getByTestId('phase')).toHaveText('training');
  const step = await numberIn(page.getByTestId('step-count'));
  await stepReaches(page, step + 50);
  await expect(page.getByTestId('error')).toHaveCount(0);
});

test('the menu asks for files, which may be chosen; JPEG comes through the browser', async ({
  page,
}) => {
  await open(page);
  const shown = await page.getByTestId('data').inputValue();
  await page.getByTestId('data').selectOption({ label: 'Your images…' });
  await expect(panel(page)).toBeVisible();
  await expect(page.getByTestId('data')).toHaveValue(shown);
  const pictures = await page.evaluate(async () => {
    const made: string[] = [];
    for (let n = 0; n < 14; n++) {
      const canvas = new OffscreenCanvas(40, 40);
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'white';
      context.fillRect(0, 0, 40, 40);
      context.fillStyle = 'black';
      context.fillRect(2 * n, 5, 10, 30);
      const bytes = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
      made.push(btoa(String.fromCharCode(...new Uint8Array(bytes))));
    }
    return made;
  });
  await page.getByTestId('import-files').setInputFiles(
    pictures.map((base64, n) => ({
      name: `${n}.jpg`,
      mimeType: 'image/jpeg',
      buffer: Buffer.from(base64, 'base64'),
    })),
  );
  await expect(page.getByTestId('import-images')).toContainText('14');
  await expect(page.getByTestId('import-size')).toContainText('40×40');
  await expect(page.getByTestId('import-values')).toContainText('from ink to paper');
  await page.getByTestId('import-use').click();
  await manifoldIsDrawn(page);
  await trainUntil(page, 20);
});

test('a picture that holds a grid is pasted, and cut', async ({ page }) => {
  await open(page);
  const sheet = fixture('png/sheet.png').toString('base64');
  await page.evaluate((base64) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    data.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, sheet);
  await expect(page.getByTestId('import-notes')).toContainText('3 rows and 4 columns');
  await expect(page.getByTestId('import-images')).toContainText('12');
});

test('in Firefox, MNIST’s files and JPEG pictures are dropped, read and used', async ({
  baseURL,
}) => {
  test.skip(!firefox, NO_FIREFOX);
  const browser = await launch({ browser: 'firefox', executablePath: firefox!, headless: true });
  try {
    const page = await browser.newPage();
    await page.goto(baseURL!);
    await page.waitForSelector('[data-testid="plane"][aria-busy="false"]');
    const files = Object.entries(mnistLike()).map(([name, bytes]) => [
      name,
      bytes.toString('base64'),
    ]);
    const textOf = (id: string) =>
      page
        .waitForSelector(`[data-testid="${id}"]`)
        .then((found) => found!.evaluate((e) => e.textContent));
    const dropped = (all: string[][] | null) =>
      page.evaluate(async (given) => {
        const data = new DataTransfer();
        for (const [name = '', base64 = ''] of given ?? []) {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          data.items.add(new File([bytes], name));
        }
        for (let n = 0; given === null && n < 12; n++) {
          const canvas = new OffscreenCanvas(30, 30);
          canvas.getContext('2d')!.fillRect(n, 4, 9, 20);
          const type = 'image/jpeg';
          data.items.add(new File([await canvas.convertToBlob({ type })], `${n}.jpg`, { type }));
        }
        const plane = document.querySelector('[data-testid="plane"]')!;
        plane.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
      }, all);
    await dropped(null);
    expect(await textOf('import-images')).toContain('12; a sixth');
    await page.click('[data-testid="import-cancel"]');
    await page.waitForFunction(() => !document.querySelector('[data-testid="import"]'));
    await dropped(files);
    expect(await textOf('import-images')).toContain('300, 240 to train on and 60 held out');
    await page.click('[data-testid="import-use"]');
    await page.waitForFunction(
      () => document.querySelector('[data-testid="step-count"]')?.textContent === '0',
    );
  } finally {
    await browser.close();
  }
});
