// What every visit has in common: a console that must stay silent, and ways to point at the plane.
import { readFile } from 'node:fs/promises';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export { expect };

export interface Visit {
  /** Errors that this visit provokes on purpose: anything else on the console fails the test. */
  expectConsole(pattern: RegExp): void;
}

export const test = base.extend<{ visit: Visit }>({
  visit: [
    async ({ page }, use) => {
      const errors: string[] = [];
      const expected: RegExp[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use({ expectConsole: (pattern) => expected.push(pattern) });
      const surprises = errors.filter((text) => !expected.some((pattern) => pattern.test(text)));
      expect(surprises, 'errors on the console').toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the page and waits until a manifold is drawn. */
export async function open(page: Page): Promise<void> {
  await page.goto('./');
  await manifoldIsDrawn(page);
}

export async function manifoldIsDrawn(page: Page): Promise<void> {
  await expect(page.getByTestId('plane')).toHaveAttribute('aria-busy', 'false');
}

/** Where on the screen a point of the plot's square is; (0, 0) is its top-left corner. */
export async function onPlane(page: Page, across: number, down: number) {
  const plane = page.getByTestId('plane');
  const box = await plane.boundingBox();
  const plot = (await plane.getAttribute('data-plot'))?.split(',').map(Number);
  if (!box || !plot) throw new Error('the plane has no place on the screen');
  const [left = 0, top = 0, side = 0] = plot;
  return { x: box.x + left + across * side, y: box.y + top + down * side };
}

/** The z that the plane shows at a point of its square. */
export async function zOnPlane(page: Page, across: number, down: number) {
  const window = await page.getByTestId('plane').getAttribute('data-window');
  const [z1Min = 0, z1Max = 0, z2Min = 0, z2Max = 0] = (window ?? '').split(',').map(Number);
  return [z1Min + across * (z1Max - z1Min), z2Max - down * (z2Max - z2Min)] as const;
}

/** Keeps the image of a place, whether or not a dot lies there. */
export async function clickPlane(page: Page, across: number, down: number): Promise<void> {
  const { x, y } = await onPlane(page, across, down);
  await page.keyboard.down('Shift');
  await page.mouse.click(x, y);
  await page.keyboard.up('Shift');
}

/** The number an element shows; NaN while it is a dash. */
export async function numberIn(element: Locator): Promise<number> {
  const text = await element.innerText();
  return Number(text.replaceAll(',', '').replace('−', '-'));
}

export async function trainUntil(page: Page, step: number): Promise<void> {
  await page.getByTestId('train').click();
  await stepReaches(page, step);
}

/** Waits for a step of the run that was started: the pretrained model's steps, shown until then, are not its own. */
export async function stepReaches(page: Page, step: number): Promise<void> {
  await expect(page.getByTestId('phase')).toHaveText(/^(training|finished)$/);
  await expect
    .poll(() => numberIn(page.getByTestId('step-count')), { timeout: 30_000 })
    .toBeGreaterThanOrEqual(step);
}

/** The alpha of a canvas at the centres of a grid of cells: the ink values of the image it shows. */
export function inkOf(canvas: Locator, cells: number): Promise<number[]> {
  return canvas.evaluate((element, count) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d')!;
    const { data } = context.getImageData(0, 0, width, height);
    const values: number[] = [];
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        const x = Math.floor(((column + 0.5) * width) / count);
        const y = Math.floor(((row + 0.5) * height) / count);
        values.push(data[(y * width + x) * 4 + 3]!);
      }
    }
    return values;
  }, cells);
}

/** The weights as the page saves them: the file, and what it says of its model. */
export async function savedModel(page: Page): Promise<{ path: string; card: unknown }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save-weights').click(),
  ]);
  const path = await download.path();
  const bytes = await readFile(path);
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
  const { __metadata__: metadata } = JSON.parse(header) as { __metadata__: { vae_lab: string } };
  return { path, card: JSON.parse(metadata.vae_lab) };
}
