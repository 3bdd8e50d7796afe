// Thousands of dots on an image, blended by hand: a canvas takes several times as long for as many small shapes,
// and longer still the finer the display. No DOM.
import type { DotColour } from './palette';

/** Dots begin at any quarter of a pixel: finer steps do not show. */
export const PHASES = 4;

export interface Stamp {
  /** Side of the square of pixels a dot touches. */
  side: number;
  /** RGBA of each, opacity included. */
  rgba: Uint8ClampedArray;
}

/** A small picture for each class, blended wherever an image of it lies. */
export abstract class Stamps {
  private readonly stamps = new Map<number, Stamp>();

  /** How far a stamp goes from its middle, in device pixels. */
  protected constructor(protected readonly reach: number) {}

  /** The stamp of a class at a quarter of a pixel across and down. */
  protected abstract make(label: number, across: number, down: number): Stamp;

  /**
   * Blends the stamp of class `label` onto `data` (RGBA rows of `widthPx`), centred at (x, y) px. What falls outside is
   * left out, as is one whose place is not a number.
   */
  blend(
    data: Uint8ClampedArray,
    widthPx: number,
    heightPx: number,
    label: number,
    x: number,
    y: number,
  ): void {
    const { reach } = this;
    if (!(x > -reach && y > -reach && x < widthPx + reach && y < heightPx + reach)) return;
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const across = Math.floor((x - column) * PHASES);
    const down = Math.floor((y - row) * PHASES);
    const { side, rgba } = this.stamp(label, across, down);
    const [left, top] = [column - reach, row - reach];
    const firstX = Math.max(0, -left);
    const lastX = Math.min(side, widthPx - left);
    const lastY = Math.min(side, heightPx - top);
    for (let sy = Math.max(0, -top); sy < lastY; sy++) {
      let from = (sy * side + firstX) * 4;
      let to = ((top + sy) * widthPx + left + firstX) * 4;
      for (let sx = firstX; sx < lastX; sx++, from += 4, to += 4) over(data, to, rgba, from);
    }
  }

  private stamp(label: number, across: number, down: number): Stamp {
    const key = (label * PHASES + across) * PHASES + down;
    let stamp = this.stamps.get(key);
    if (!stamp) this.stamps.set(key, (stamp = this.make(label, across, down)));
    return stamp;
  }
}

export class DotStamps extends Stamps {
  /** Radius in device pixels. */
  constructor(
    private readonly colourOf: (label: number) => DotColour,
    private readonly radiusPx: number,
    private readonly rimPx: number,
    private readonly opacity: number,
  ) {
    super(Math.ceil(radiusPx) + 1);
  }

  protected make(label: number, across: number, down: number): Stamp {
    const { fill, rim } = this.colourOf(label);
    const { reach } = this;
    const side = 2 * reach + 1;
    const rgba = new Uint8ClampedArray(side * side * 4);
    const [x, y] = [reach + (across + 0.5) / PHASES, reach + (down + 0.5) / PHASES];
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        // The share of a pixel inside a circle, to within what eight bits show.
        const inside = (radius: number) => Math.min(Math.max(radius - distance + 0.5, 0), 1);
        const fillShare = rim ? inside(this.radiusPx - this.rimPx) : 1;
        const [red, green, blue] = [0, 1, 2].map((i) => {
          const f = fill[i] ?? 0;
          return f * fillShare + (rim?.[i] ?? f) * (1 - fillShare);
        }) as [number, number, number];
        const alpha = 255 * this.opacity * inside(this.radiusPx);
        rgba.set([red, green, blue, alpha], (row * side + column) * 4);
      }
    }
    return { side, rgba };
  }
}

/** One pixel over another, neither premultiplied. */
function over(to: Uint8ClampedArray, t: number, from: Uint8ClampedArray, f: number): void {
  const above = from[f + 3]!;
  if (above === 0) return;
  const below = to[t + 3]!;
  if (below === 0) {
    to[t] = from[f]!;
    to[t + 1] = from[f + 1]!;
    to[t + 2] = from[f + 2]!;
    to[t + 3] = above;
    return;
  }
  const kept = (below * (255 - above)) / 255;
  const alpha = above + kept;
  const share = above / alpha;
  to[t] = to[t]! + (from[f]! - to[t]!) * share;
  to[t + 1] = to[t + 1]! + (from[f + 1]! - to[t + 1]!) * share;
  to[t + 2] = to[t + 2]! + (from[f + 2]! - to[t + 2]!) * share;
  to[t + 3] = alpha;
}
