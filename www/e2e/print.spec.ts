// What comes out on paper is the picture on the screen, in light colours, on one page.
import type { Page } from '@playwright/test';
import { clickPlane, expect, open, test, trainUntil } from './visit';

test.use({ colorScheme: 'dark' });

/** The theme, and the mean red of what each canvas shows, at the moment when the browser takes its picture: of the codes,
 *  whose names have a rim of paper, apart. */
async function whilePrinting(page: Page) {
  await page.evaluate(() => {
    const inksOf = (selector: string) =>
      [...document.querySelectorAll<HTMLCanvasElement>(selector)].map((canvas) => {
        const { width, height } = canvas;
        const copy = new OffscreenCanvas(width, height).getContext('2d')!;
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, width, height);
        let [red, weight] = [0, 0];
        for (let n = 0; n < data.length; n += 4) {
          red += data[n]! * data[n + 3]!;
          weight += data[n + 3]!;
        }
        return Math.round(red / weight);
      });
    const noted: Record<string, unknown> = {};
    const note = (when: string) => () => {
      noted[when] = {
        theme: document.querySelector<HTMLElement>('.vae-lab')!.dataset['theme'],
        inks: inksOf('canvas:not([data-layer="marks"], [data-layer="codes"])'),
        codes: inksOf('[data-layer="codes"]')[0],
      };
    };
    Object.assign(window, { noted });
    note('screen')();
    addEventListener('beforeprint', note('paper'));
    addEventListener('afterprint', note('after'));
  });
  const pdf = await page.pdf({ format: 'Letter' });
  const noted = await page.evaluate(() => (window as unknown as { noted: unknown }).noted);
  return { pdf, noted: noted as Record<string, { theme: string; inks: number[]; codes: number }> };
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;

for (const size of [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]) {
  test.describe(`from a screen of ${size.width}×${size.height}`, () => {
    test.use({ viewport: size });

    test('a run with its plane, chart and kept images is one light page, and dark again after', async ({
      page,
    }) => {
      await open(page);
      await trainUntil(page, 100);
      await page.getByTestId('pause').click();
      await expect(page.getByTestId('phase')).toHaveText('paused');
      await clickPlane(page, 0.4, 0.4);
      await expect(page.getByTestId('generated-item')).toHaveCount(1);
      if (size.width < 720) await page.getByTestId('sheet-bound').click();
      await expect(page.locator('.uplot canvas')).toBeVisible();

      const { pdf, noted } = await whilePrinting(page);
      expect(pagesOf(pdf)).toBe(1);
      expect([noted['screen']!.theme, noted['paper']!.theme]).toEqual(['dark', 'light']);
      noted['paper']!.inks.forEach((red, n) => {
        const onScreen = noted['screen']!.inks[n]!;
        if (!Number.isNaN(onScreen)) expect(red, `canvas ${n} in dark ink`).toBeLessThan(onScreen);
      });
      expect(noted['paper']!.codes, 'the codes are drawn anew').not.toBe(noted['screen']!.codes);
      await expect(page.locator('.vae-lab')).toHaveAttribute('data-theme', 'dark');
    });
  });
}

test('on paper are no buttons and nothing that floats, and each layer keeps what lies below it', async ({
  page,
}) => {
  await open(page);
  await clickPlane(page, 0.4, 0.4);
  await expect(page.getByTestId('generated-item')).toHaveCount(1);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 717, height: 1000 });
  await expect(page.locator('.vae-lab')).toHaveAttribute('data-theme', 'light');
  for (const button of await page.locator('.button, [data-testid^="layer-"]').all()) {
    await expect(button).toBeHidden();
  }
  await expect(page.getByTestId('lens')).toBeHidden();
  // Chromium prints the strokes of a canvas with its first clearing, which is white paper outside of a group.
  for (const layer of ['chart', 'codes', 'marks']) {
    const opacity = page.locator(`[data-layer="${layer}"]`);
    expect(
      Number(await opacity.evaluate((canvas) => getComputedStyle(canvas).opacity)),
    ).toBeLessThan(1);
  }
  // Nothing is wider than the paper, and the manifold lies where its axes are.
  const { scrollWidth, frame, tiles, plot } = await page.evaluate(() => {
    const plane = document.querySelector<HTMLElement>('[data-testid="plane"]')!;
    const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
    return {
      scrollWidth: document.documentElement.scrollWidth,
      frame: plane.getBoundingClientRect(),
      tiles: box('[data-layer="manifold"]'),
      plot: plane.dataset['plot']!.split(',').map(Number),
    };
  });
  expect(scrollWidth).toBeLessThanOrEqual(717);
  expect(Math.abs(tiles.left - frame.left - plot[0]!)).toBeLessThan(1);
  expect(Math.abs(tiles.width - plot[2]!)).toBeLessThan(1);
});
