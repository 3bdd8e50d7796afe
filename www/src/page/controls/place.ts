interface Box {
  left: number;
  top: number;
  bottom: number;
  width: number;
  height: number;
}

const MARGIN_PX = 8;
const GAP_PX = 6;

/** Where a tip of this size goes: below its word, else above, and never off the screen. */
export function placeNear(
  word: Box,
  tip: Box,
  screen: { width: number; height: number },
): { xPx: number; yPx: number } {
  const rightmost = screen.width - MARGIN_PX - tip.width;
  const xPx = Math.max(MARGIN_PX, Math.min(word.left, rightmost));
  const below = word.bottom + GAP_PX;
  const fits = below + tip.height <= screen.height - MARGIN_PX;
  const yPx = fits ? below : Math.max(MARGIN_PX, word.top - GAP_PX - tip.height);
  return { xPx, yPx };
}
