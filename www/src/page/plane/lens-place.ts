// Where the lens goes: beside the pointer, never under it, never off the screen. No DOM.

export interface Extent {
  widthPx: number;
  heightPx: number;
}

export interface Place {
  leftPx: number;
  topPx: number;
}

const EDGE_PX = 4;
/** Clear of a mouse's arrow, and of a fingertip. */
const CLEAR_PX = { mouse: 14, touch: 34, keyboard: 18 };

export type LensFor = keyof typeof CLEAR_PX;

/** `at` and the result are client px. A finger gets it above, where the hand is not; the others to the upper right. */
export function placeLens(
  at: readonly [number, number],
  lens: Extent,
  screen: Extent,
  pointedBy: LensFor,
): Place {
  const [x, y] = at;
  const clear = CLEAR_PX[pointedBy];
  const right = x + clear;
  const left = x - clear - lens.widthPx;
  const above = y - clear - lens.heightPx;
  const below = y + clear;
  const rightmost = screen.widthPx - EDGE_PX - lens.widthPx;
  const lowest = screen.heightPx - EDGE_PX - lens.heightPx;
  const within = (value: number, most: number) => Math.max(EDGE_PX, Math.min(value, most));
  if (pointedBy === 'touch') {
    const leftPx = within(x - lens.widthPx / 2, rightmost);
    if (above >= EDGE_PX) return { leftPx, topPx: above };
    // No room above the finger: to its side, away from the nearer edge.
    return { leftPx: right <= rightmost ? right : left, topPx: within(above, lowest) };
  }
  const topPx = above >= EDGE_PX ? above : below <= lowest ? below : within(above, lowest);
  return { leftPx: right <= rightmost ? right : Math.max(EDGE_PX, left), topPx };
}
