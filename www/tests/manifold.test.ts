import { expect, it } from 'vitest';
import type { ManifoldView, PlaneWindow } from '../src/shared/types';
import { bandWindow, manifoldInBands } from '../src/worker/manifold';

const view: ManifoldView = {
  window: { z1Min: -2, z1Max: 4, z2Min: -3, z2Max: 3 },
  columns: 40,
  rows: 12,
};

/** Tiles of one pixel that hold the row of the whole view that their centre lies in. */
function rowsOf(window: PlaneWindow, columns: number, rows: number): Uint8Array {
  const height = (window.z2Max - window.z2Min) / rows;
  return Uint8Array.from({ length: columns * rows }, (_, at) => {
    const z2 = window.z2Max - (Math.floor(at / columns) + 0.5) * height;
    return Math.floor((view.window.z2Max - z2) / 0.5);
  });
}

it('bands cover the window from the top, without gap or overlap', () => {
  expect(bandWindow(view, 0, 12)).toEqual(view.window);
  expect(bandWindow(view, 0, 4)).toEqual({ ...view.window, z2Min: 1 });
  expect(bandWindow(view, 4, 8)).toEqual({ ...view.window, z2Max: 1 });
});

it('a manifold made in bands is the manifold made at once, row for row', async () => {
  let nowMs = 0;
  let turns = 0;
  const source = {
    manifold: (window: PlaneWindow, columns: number, rows: number) => {
      nowMs += rows * 3;
      return rowsOf(window, columns, rows);
    },
  };
  const made = await manifoldInBands(
    source,
    view,
    6,
    () => nowMs,
    () => Promise.resolve(void turns++),
    () => true,
  );
  expect(made?.tiles).toEqual(rowsOf(view.window, view.columns, view.rows));
  expect(turns).toBeGreaterThan(0);
});

it('a manifold is given up between two bands when nobody wants it any more', async () => {
  let bands = 0;
  const source = {
    manifold: (_: PlaneWindow, columns: number, rows: number) => {
      bands += 1;
      return new Uint8Array(columns * rows);
    },
  };
  const large = { ...view, columns: 64 };
  const goOn = () => false;
  const made = await manifoldInBands(
    source,
    large,
    6,
    () => 0,
    () => Promise.resolve(),
    goOn,
  );
  expect(made).toBeNull();
  expect(bands).toBe(1);
});
