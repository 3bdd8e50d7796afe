// What the plane says of itself (data attributes) and what its layers show, for the plane's tests.
import type { Page } from '@playwright/test';
import { expect } from './visit';

export type Window = [z1Min: number, z1Max: number, z2Min: number, z2Max: number];

export const plane = (page: Page) => page.getByTestId('plane');
export const items = (page: Page) => page.getByTestId('generated-item');
export const lens = (page: Page) => page.getByTestId('lens');

export async function numbersOf(page: Page, attribute: string): Promise<number[]> {
  return ((await plane(page).getAttribute(attribute)) ?? '').split(',').map(Number);
}

export const windowOf = async (page: Page) => (await numbersOf(page, 'data-window')) as Window;

/** The view and the manifold under it have come to rest on the same window. */
export async function atRest(page: Page): Promise<Window> {
  await expect
    .poll(async () => {
      const [shown, drawn] = [
        await plane(page).getAttribute('data-window'),
        await plane(page).getAttribute('data-manifold-window'),
      ];
      return shown === drawn;
    })
    .toBe(true);
  return windowOf(page);
}

export const isHome = async (page: Page) =>
  (await windowOf(page)).map(Math.abs).every((z) => z === 3.2);

export interface Inked {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Pixels that are not blank. */
  count: number;
}

export interface Picture {
  /** Device pixels a CSS px. */
  ratio: number;
  width: number;
  height: number;
  /** RGBA. */
  data: Uint8Array;
}

/** What a layer shows, read from a copy: reading a canvas back would change how the browser keeps it. */
export async function pictureOf(page: Page, layer: string): Promise<Picture> {
  const { bytes, ...size } = await page
    .locator(`[data-layer="${layer}"]`)
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height, clientWidth } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
      })!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      let text = '';
      for (let n = 0; n < data.length; n += 0x8000) {
        text += String.fromCharCode(...data.subarray(n, n + 0x8000));
      }
      return { width, height, ratio: width / clientWidth, bytes: btoa(text) };
    });
  return { ...size, data: Buffer.from(bytes, 'base64') };
}

/** Where a layer has drawn, in CSS px of the plane. */
export async function inked(page: Page, layer: string): Promise<Inked> {
  const { width, height, ratio, data } = await pictureOf(page, layer);
  const found = { left: width, top: height, right: -1, bottom: -1, count: 0 };
  for (let n = 0; n < width * height; n++) {
    if (!data[4 * n + 3]) continue;
    const [x, y] = [n % width, Math.floor(n / width)];
    found.left = Math.min(found.left, x);
    found.right = Math.max(found.right, x + 1);
    found.top = Math.min(found.top, y);
    found.bottom = Math.max(found.bottom, y + 1);
    found.count++;
  }
  for (const side of ['left', 'top', 'right', 'bottom'] as const) found[side] /= ratio;
  return found;
}

/** How much of a layer's ink covers a point of the plot's square, 0 to 255. */
export async function inkAt(
  page: Page,
  layer: string,
  across: number,
  down: number,
): Promise<number> {
  const [left = 0, top = 0, side = 0] = await numbersOf(page, 'data-plot');
  const { width, ratio, data } = await pictureOf(page, layer);
  const [x, y] = [left + across * side, top + down * side].map((px) => Math.round(px * ratio));
  return data[4 * (y! * width + x!) + 3]!;
}

/** Whether a layer is drawn in light ink or dark. */
export async function inkOf(page: Page, layer: string): Promise<'light' | 'dark'> {
  const { data } = await pictureOf(page, layer);
  let [light, dark] = [0, 0];
  for (let n = 0; n < data.length; n += 4) {
    if (data[n + 3]! < 60) continue;
    if (data[n]! > 160) light++;
    else if (data[n]! < 100) dark++;
  }
  return light > dark ? 'light' : 'dark';
}
