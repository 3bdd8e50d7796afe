import { describe, expect, it } from 'vitest';
import {
  affineFromZ,
  boxContains,
  canvasFromView,
  canvasFromZ,
  canvasRectFromWindow,
  pxPerZ,
  viewFromCanvas,
  viewFromZ,
  windowContains,
  zFromCanvas,
  zFromView,
  type PlaneSpace,
} from '../src/shared/space';

const SPACES: PlaneSpace[] = [
  {
    box: { leftPx: 34, topPx: 16, sidePx: 528 },
    window: { z1Min: -3.2, z1Max: 3.2, z2Min: -3.2, z2Max: 3.2 },
  },
  {
    box: { leftPx: 0.5, topPx: 21.25, sidePx: 313.5 },
    window: { z1Min: 1.001, z1Max: 1.013, z2Min: -0.6, z2Max: -0.588 },
  },
  {
    box: { leftPx: 30, topPx: 10, sidePx: 700 },
    window: { z1Min: -120, z1Max: 80, z2Min: -30, z2Max: 50 },
  },
];

/** A few hundred places, the same at every run. */
function places(): [number, number][] {
  const found: [number, number][] = [];
  for (let n = 0; n < 300; n++) found.push([(n * 0.618034) % 1, (n * 0.754878) % 1]);
  return [...found, [0, 0], [1, 1], [0, 1], [1, 0], [-0.4, 1.7]];
}

const size = (space: PlaneSpace) =>
  Math.max(...Object.values(space.window).map(Math.abs), space.window.z1Max - space.window.z1Min);

describe.each(SPACES)('space %#', (space) => {
  it('every conversion and its inverse come back to the same point', () => {
    for (const at of places()) {
      const z = zFromView(space, at);
      const px = canvasFromView(space, at);
      for (const view of [viewFromZ(space, z), viewFromCanvas(space, px)]) {
        expect(view[0]).toBeCloseTo(at[0], 11);
        expect(view[1]).toBeCloseTo(at[1], 11);
      }
      const there = canvasFromZ(space, z);
      expect(there[0]).toBeCloseTo(px[0], 8);
      expect(there[1]).toBeCloseTo(px[1], 8);
      const back = zFromCanvas(space, px);
      expect(Math.abs(back[0] - z[0])).toBeLessThanOrEqual(1e-12 * size(space));
      expect(Math.abs(back[1] - z[1])).toBeLessThanOrEqual(1e-12 * size(space));
    }
  });

  it("the plot's corners are the window's corners, larger z₂ higher on the screen", () => {
    const { box, window: w } = space;
    const [right, bottom] = [box.leftPx + box.sidePx, box.topPx + box.sidePx];
    expect(canvasFromZ(space, [w.z1Min, w.z2Max])).toEqual([box.leftPx, box.topPx]);
    const corner = canvasFromZ(space, [w.z1Max, w.z2Min]);
    expect(corner[0]).toBeCloseTo(right, 9);
    expect(corner[1]).toBeCloseTo(bottom, 9);
  });

  it('the affine form for many points says what the conversion of one says', () => {
    const { x0, sx, y0, sy } = affineFromZ(space);
    for (const at of places()) {
      const z = zFromView(space, at);
      const [x, y] = canvasFromZ(space, z);
      expect(x0 + sx * z[0]).toBeCloseTo(x, 7);
      expect(y0 + sy * z[1]).toBeCloseTo(y, 7);
    }
  });

  it('a length in z is as long on the canvas as the points it joins are apart', () => {
    const [px1, px2] = pxPerZ(space);
    const a = zFromView(space, [0.2, 0.3]);
    const b = zFromView(space, [0.7, 0.9]);
    const [ax, ay] = canvasFromZ(space, a);
    const [bx, by] = canvasFromZ(space, b);
    expect((b[0] - a[0]) * px1).toBeCloseTo(bx - ax, 7);
    expect((b[1] - a[1]) * px2).toBeCloseTo(ay - by, 7);
  });

  it("the view's own window covers the plot", () => {
    const { xPx, yPx, widthPx, heightPx } = canvasRectFromWindow(space, space.window);
    expect(xPx).toBeCloseTo(space.box.leftPx, 9);
    expect(yPx).toBeCloseTo(space.box.topPx, 9);
    expect(widthPx).toBeCloseTo(space.box.sidePx, 9);
    expect(heightPx).toBeCloseTo(space.box.sidePx, 9);
  });
});

it('an older window lies where its z is: half the range is half the side', () => {
  const [space] = SPACES as [PlaneSpace];
  const rect = canvasRectFromWindow(space, { z1Min: 0, z1Max: 3.2, z2Min: -3.2, z2Max: 0 });
  expect(rect).toEqual({ xPx: 34 + 264, yPx: 16 + 264, widthPx: 264, heightPx: 264 });
});

it('edges belong to the window and to the plot', () => {
  const [space] = SPACES as [PlaneSpace];
  expect(windowContains(space.window, [3.2, -3.2])).toBe(true);
  expect(windowContains(space.window, [3.21, 0])).toBe(false);
  expect(windowContains(space.window, [NaN, 0])).toBe(false);
  expect(boxContains(space.box, [34, 16 + 528])).toBe(true);
  expect(boxContains(space.box, [33.9, 100])).toBe(false);
});
