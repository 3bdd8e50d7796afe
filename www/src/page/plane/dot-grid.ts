// Which dots are near a point, without going over all of them: dots in the cells of a grid, made when it is first asked
// for. No DOM.
import type { ZPoint } from './types';

/** Dots a cell, about. */
const PER_CELL = 2;

export class DotGrid {
  private readonly side: number;
  private readonly min: [number, number] = [Infinity, Infinity];
  private readonly cellsPerUnit: [number, number];
  /** The dots of cell c are `dots[from[c]]` up to `dots[from[c + 1]]`. */
  private readonly from: Uint32Array;
  private readonly dots: Uint32Array;

  /** points: (N, 2). A dot whose place is not a number is nowhere. */
  constructor(private readonly points: Float32Array) {
    const count = points.length / 2;
    const max: [number, number] = [-Infinity, -Infinity];
    for (let n = 0; n < count; n++) {
      if (!this.placed(n)) continue;
      for (const axis of [0, 1] as const) {
        const value = points[2 * n + axis]!;
        if (value < this.min[axis]) this.min[axis] = value;
        if (value > max[axis]) max[axis] = value;
      }
    }
    this.side = Math.max(1, Math.ceil(Math.sqrt(count / PER_CELL)));
    const perUnit = (axis: 0 | 1) => this.side / Math.max(max[axis] - this.min[axis], 1e-12);
    this.cellsPerUnit = [perUnit(0), perUnit(1)];
    this.from = new Uint32Array(this.side * this.side + 1);
    for (let n = 0; n < count; n++) if (this.placed(n)) this.from[this.cellOf(n) + 1]! += 1;
    for (let c = 1; c < this.from.length; c++) this.from[c]! += this.from[c - 1]!;
    this.dots = new Uint32Array(this.from.at(-1)!);
    const next = this.from.slice();
    for (let n = 0; n < count; n++) if (this.placed(n)) this.dots[next[this.cellOf(n)]!++] = n;
  }

  /** Calls `visit` with each dot within `radius` of `at`, and the square of its distance. */
  near(at: ZPoint, radius: number, visit: (dot: number, distance2: number) => void): void {
    const [left, right] = [this.cell(0, at[0] - radius), this.cell(0, at[0] + radius)];
    const [low, high] = [this.cell(1, at[1] - radius), this.cell(1, at[1] + radius)];
    for (let row = low; row <= high; row++) {
      const end = this.from[row * this.side + right + 1]!;
      for (let i = this.from[row * this.side + left]!; i < end; i++) {
        const dot = this.dots[i]!;
        const d1 = this.points[2 * dot]! - at[0];
        const d2 = this.points[2 * dot + 1]! - at[1];
        const distance2 = d1 * d1 + d2 * d2;
        if (distance2 <= radius * radius) visit(dot, distance2);
      }
    }
  }

  /** The dot nearest to `at`; of those as near, the one drawn last, on top. Null when none is within `radius`. */
  nearest(at: ZPoint, radius: number): number | null {
    let [nearest, least]: [number | null, number] = [null, Infinity];
    this.near(at, radius, (dot, distance2) => {
      if (distance2 > least || (distance2 === least && dot < nearest!)) return;
      [nearest, least] = [dot, distance2];
    });
    return nearest;
  }

  private placed(dot: number): boolean {
    return Number.isFinite(this.points[2 * dot]) && Number.isFinite(this.points[2 * dot + 1]);
  }

  private cell(axis: 0 | 1, value: number): number {
    const cell = Math.floor((value - this.min[axis]) * this.cellsPerUnit[axis]);
    return Math.min(Math.max(cell, 0), this.side - 1);
  }

  private cellOf(dot: number): number {
    return (
      this.cell(1, this.points[2 * dot + 1]!) * this.side + this.cell(0, this.points[2 * dot]!)
    );
  }
}

const grids = new WeakMap<Float32Array, DotGrid>();

/** The grid of these points, made once. */
export function gridOf(points: Float32Array): DotGrid {
  let grid = grids.get(points);
  if (!grid) grids.set(points, (grid = new DotGrid(points)));
  return grid;
}
