// One class of the codes lit, the others faint.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CodesLayer } from '../src/page/plane/layers/codes';
import type { Theme } from '../src/page/plane/theme';
import type { PlaneSpace } from '../src/shared/space';

const SIDE = 120;
const SPACE: PlaneSpace = {
  box: { leftPx: 0, topPx: 0, sidePx: SIDE },
  window: { z1Min: 0, z1Max: SIDE, z2Min: 0, z2Max: SIDE },
};
const THEME: Theme = {
  paper: [255, 255, 255],
  ink: [0, 0, 0],
  muted: [90, 90, 90],
  accent: [0, 100, 100],
  onAccent: [255, 255, 255],
  classes: Array.from({ length: 10 }, (_, n) => [20 * n, 0, 0] as const),
  face: 'sans-serif',
  forced: false,
  scale: 1,
};
/** Class 1, class 2, no class; the first two lie on one another as well. */
const CODES = {
  points: Float32Array.of(20.5, 60.5, 60.5, 60.5, 100.5, 60.5, 60.5, 100.5, 60.5, 100.5),
  labels: Uint16Array.of(1, 2, 65535, 2, 1),
};

beforeEach(() => {
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      constructor(
        readonly width: number,
        readonly height: number,
      ) {
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

/** The layer, and the ink of a pixel after it has painted. */
function layer() {
  const codes = new CodesLayer();
  let shown: ImageData | null = null;
  const context = { putImageData: (image: ImageData) => (shown = image) };
  const paint = (lit: number | null) =>
    codes.paint(context as unknown as CanvasRenderingContext2D, 1, SPACE, THEME, CODES, [], lit);
  const at = ([x, y]: readonly [number, number]) => [
    ...shown!.data.slice(4 * (y * SIDE + x)).slice(0, 4),
  ];
  return { paint, at };
}

const [FIRST, SECOND, NONE, BOTH] = [
  [20, 59],
  [60, 59],
  [100, 59],
  [60, 19],
] as const;

it('the dots of the class are at full strength, all others faint, those without a class too', () => {
  const { paint, at } = layer();
  paint(1);
  expect(at(FIRST)).toEqual([20, 0, 0, 255]);
  expect(at(SECOND)[3]).toBeLessThan(60);
  expect(at(NONE)[3]).toBeLessThan(60);
  expect(at(SECOND)[3]).toBeGreaterThan(0);
});

it('they lie on top of the others, whichever come first', () => {
  const { paint, at } = layer();
  paint(2);
  expect(at(BOTH)).toEqual([40, 0, 0, 255]);
  paint(1);
  expect(at(BOTH)).toEqual([20, 0, 0, 255]);
});

it('with none lit, all are as they were', () => {
  const { paint, at } = layer();
  paint(null);
  const before = [FIRST, SECOND, NONE, BOTH].map((place) => at(place));
  paint(2);
  paint(null);
  expect([FIRST, SECOND, NONE, BOTH].map((place) => at(place))).toEqual(before);
  expect(before[0]![3]).toBe(before[1]![3]);
});
