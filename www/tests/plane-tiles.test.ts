import { beforeAll, describe, expect, it, vi } from 'vitest';
import { gridImage, inkImage, isSharp, spacedImage } from '../src/page/plane/tiles';
import type { Rgb } from '../src/page/plane/theme';

const INK: Rgb = [27, 29, 34];

/** Node has no ImageData; this is the browser's, less what is not used. */
class PlainImageData {
  readonly data: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }
}

beforeAll(() => {
  vi.stubGlobal('ImageData', PlainImageData);
});

const opacityAt = (image: ImageData, x: number, y: number) =>
  image.data[(y * image.width + x) * 4 + 3];

/** Every tile its own ramp of values. */
const tilesOf = (count: number, pixels: number) =>
  Uint8Array.from({ length: count * pixels }, (_, i) => (37 * Math.floor(i / pixels) + i) % 256);

describe('tiles', () => {
  it("a pixel's value is the opacity of the ink, whatever the ink", () => {
    const image = inkImage(Uint8Array.of(0, 128, 255, 7), 1, 1, { height: 2, width: 2 }, INK);
    expect([...image.data]).toEqual([...INK, 0, ...INK, 128, ...INK, 255, ...INK, 7]);
  });

  it('tiles stand row by row from the top', () => {
    const shape = { height: 28, width: 28 };
    const tiles = tilesOf(6, 28 * 28);
    const image = inkImage(tiles, 3, 2, shape, INK);
    expect([image.width, image.height]).toEqual([84, 56]);
    for (const [tile, x, y] of [
      [0, 0, 0],
      [2, 27, 5],
      [3, 4, 27],
      [5, 13, 13],
    ] as const) {
      const [column, row] = [tile % 3, Math.floor(tile / 3)];
      expect(opacityAt(image, column * 28 + x, row * 28 + y)).toBe(tiles[tile * 784 + y * 28 + x]);
    }
  });

  it('sharp tiles fill a plot at a whole scale, centred in their cells, apart from one another', () => {
    const shape = { height: 8, width: 8 };
    const [columns, rows, side] = [5, 5, 107];
    const tiles = tilesOf(columns * rows, 64).map((value) => Math.max(value, 1));
    const manifold = { tiles, columns, rows, window: { z1Min: 0, z1Max: 1, z2Min: 0, z2Max: 1 } };
    const image = gridImage(manifold, shape, INK, side);
    expect([image.width, image.height]).toEqual([side, side]);
    const cell = side / columns; // 21.4 px: two px a pixel, 16 of them filled
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let inked = 0;
        let sumX = 0;
        for (let y = Math.ceil(row * cell); y < (row + 1) * cell; y++) {
          for (let x = Math.ceil(column * cell); x < (column + 1) * cell; x++) {
            if (!opacityAt(image, x, y)) continue;
            inked++;
            sumX += x + 0.5;
          }
        }
        expect(inked).toBe(16 * 16);
        expect(Math.abs(sumX / inked - (column + 0.5) * cell)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  it('an image used again shows nothing of what it showed before', () => {
    const shape = { height: 8, width: 8 };
    const at = { columns: 5, rows: 5, window: { z1Min: 0, z1Max: 1, z2Min: 0, z2Max: 1 } };
    const first = gridImage({ tiles: tilesOf(25, 64), ...at }, shape, INK, 107);
    const again = gridImage(
      { tiles: tilesOf(16, 64), ...at, columns: 4, rows: 4 },
      shape,
      INK,
      107,
      first,
    );
    expect(again).toBe(first);
    const fresh = gridImage(
      { tiles: tilesOf(16, 64), ...at, columns: 4, rows: 4 },
      shape,
      INK,
      107,
    );
    expect(again.data).toEqual(fresh.data);
    expect(gridImage({ tiles: tilesOf(25, 64), ...at }, shape, INK, 90, first)).not.toBe(first);
  });

  it('every pixel of a sharp tile is an even square', () => {
    const tiles = Uint8Array.from({ length: 64 }, (_, i) => i + 1);
    const image = spacedImage(tiles, 1, 1, { height: 8, width: 8 }, INK, 3, 30, 30);
    for (let y = 0; y < 24; y++) {
      for (let x = 0; x < 24; x++) {
        expect(opacityAt(image, 3 + x, 3 + y)).toBe(
          tiles[Math.floor(y / 3) * 8 + Math.floor(x / 3)],
        );
      }
    }
  });

  it('digits of 28×28 are smooth, of 8×8 sharp', () => {
    expect(isSharp({ height: 28, width: 28 })).toBe(false);
    expect(isSharp({ height: 8, width: 8 })).toBe(true);
  });
});
