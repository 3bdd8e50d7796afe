// The view: which square of the plane is shown, and how zooming and panning change it. No DOM.
import type { PlaneWindow } from '../../shared/types';
import type { PlotBox, ZPoint } from '../../shared/space';
import { isSharp } from './tiles';
import type { TileShape } from './types';

/** The square [z1 ± half] × [z2 ± half]. */
export interface View {
  readonly z1: number;
  readonly z2: number;
  readonly half: number;
}

/** How far a view may go from the home view: 400 times in, 8 times out. */
const DEEPEST = 1 / 400;
const WIDEST = 8;

export function windowOf({ z1, z2, half }: View): PlaneWindow {
  return { z1Min: z1 - half, z1Max: z1 + half, z2Min: z2 - half, z2Max: z2 + half };
}

export function sameView(a: View, b: View): boolean {
  return a.z1 === b.z1 && a.z2 === b.z2 && a.half === b.half;
}

/** `factor` > 1 zooms in; the point `fixed` stays where it is on the screen. */
export function zoomAbout(view: View, fixed: ZPoint, factor: number, home: View): View {
  const half = Math.min(Math.max(view.half / factor, home.half * DEEPEST), home.half * WIDEST);
  const kept = half / view.half;
  return withinReach(
    {
      z1: fixed[0] + (view.z1 - fixed[0]) * kept,
      z2: fixed[1] + (view.z2 - fixed[1]) * kept,
      half,
    },
    home,
  );
}

/** Moves the picture with the pointer: dragging right by `dxPx` shows what lay to the left. */
export function panBy(view: View, dxPx: number, dyPx: number, box: PlotBox, home: View): View {
  const zPerPx = (2 * view.half) / box.sidePx;
  return withinReach(
    { z1: view.z1 - dxPx * zPerPx, z2: view.z2 + dyPx * zPerPx, half: view.half },
    home,
  );
}

/** The nearest view that shows `z`, at the same zoom, with a margin of a tenth of the view. */
export function reveal(view: View, z: ZPoint): View {
  const room = view.half * 0.8;
  const follow = (centre: number, target: number) => {
    if (Math.abs(target - centre) <= view.half) return centre;
    return target > centre ? target - room : target + room;
  };
  return { z1: follow(view.z1, z[0]), z2: follow(view.z2, z[1]), half: view.half };
}

/** A share `t` in 0..1 of the way between two views; zoom goes geometrically, so it looks even. */
export function between(from: View, to: View, t: number): View {
  if (t >= 1) return to;
  const half = from.half * (to.half / from.half) ** t;
  // The centre moves with the change of scale, so that the point fixed by the whole zoom stays fixed.
  const s = to.half === from.half ? t : (half - from.half) / (to.half - from.half);
  return { z1: from.z1 + (to.z1 - from.z1) * s, z2: from.z2 + (to.z2 - from.z2) * s, half };
}

/** A tile's share of the plot, and the CSS px below which a digit is lost. Sharp tiles have few pixels, which must be large
 *  to be read as a digit under the codes. */
const TILE = {
  smooth: { share: 1 / 24, leastPx: 18 },
  sharp: { share: 1 / 15, leastPx: 26 },
};
/** A sharp tile wants a cell this much larger than itself. */
const CELL_OF_SHARP = 1.25;

/** Columns and rows of tiles for a plot, at `ratio` device pixels a CSS px. */
export function gridFor(
  box: PlotBox,
  shape: TileShape,
  ratio: number,
): { columns: number; rows: number } {
  const longest = Math.max(shape.height, shape.width);
  const { share, leastPx } = TILE[isSharp(shape) ? 'sharp' : 'smooth'];
  let longestPx = Math.max(box.sidePx * share, leastPx);
  if (isSharp(shape)) {
    // Its pixels are a whole number of the display's, so its cell is that much and its margin.
    const wanted = (longestPx * ratio) / (longest * CELL_OF_SHARP);
    longestPx = (Math.max(1, Math.round(wanted)) * longest * CELL_OF_SHARP) / ratio;
  }
  const count = (pixels: number) =>
    Math.min(Math.max(Math.round((box.sidePx * longest) / (pixels * longestPx)), 1), 48);
  return { columns: count(shape.width), rows: count(shape.height) };
}

/** The centre may leave the home view by one of its widths, no further: nobody gets lost. */
function withinReach(view: View, home: View): View {
  const reach = home.half * WIDEST;
  const clamp = (centre: number, around: number) =>
    Math.min(Math.max(centre, around - reach), around + reach);
  return { z1: clamp(view.z1, home.z1), z2: clamp(view.z2, home.z2), half: view.half };
}
