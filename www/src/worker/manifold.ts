import type { Manifold, ManifoldView, PlaneWindow } from '../shared/types';

export interface ManifoldSource {
  manifold(window: PlaneWindow, columns: number, rows: number): Uint8Array;
}

/** The part of a view that rows [first, first + count) cover; row 0 is the top (largest z2). */
export function bandWindow(view: ManifoldView, first: number, count: number): PlaneWindow {
  const { z1Min, z1Max, z2Min, z2Max } = view.window;
  const rowHeight = (z2Max - z2Min) / view.rows;
  return {
    z1Min,
    z1Max,
    z2Max: z2Max - first * rowHeight,
    z2Min: z2Max - (first + count) * rowHeight,
  };
}

/** Decodes a view a band of rows at a time and gives way between bands, so a click never waits for a
 *  whole manifold. Null when `goOn` said no on the way. */
export async function manifoldInBands(
  source: ManifoldSource,
  view: ManifoldView,
  budgetMs: number,
  now: () => number,
  yieldTurn: () => Promise<void>,
  goOn: () => boolean,
): Promise<Manifold | null> {
  const { columns, rows, window } = view;
  let tiles: Uint8Array | null = null;
  let bandRows = Math.min(rows, Math.max(1, Math.ceil(64 / columns)));
  for (let first = 0; first < rows;) {
    const count = Math.min(bandRows, rows - first);
    const startMs = now();
    const band = source.manifold(bandWindow(view, first, count), columns, count);
    const rowMs = Math.max(now() - startMs, 0.01) / count;
    tiles ??= new Uint8Array((band.length / count) * rows);
    tiles.set(band, (band.length / count) * first);
    first += count;
    bandRows = Math.max(1, Math.floor(budgetMs / rowMs));
    if (first < rows) {
      await yieldTurn();
      if (!goOn()) return null;
    }
  }
  return { tiles: tiles ?? new Uint8Array(0), columns, rows, window };
}
