import type { Pin, TileShape } from '../plane/types';

/** A decoded point, or the images along a path; as decoded when it was kept. */
export interface TrayItem {
  /** The number that the plane shows too. */
  id: number;
  /** (n, Z): whole codes, whatever the number of latent dimensions. */
  z: Float32Array;
  /** (n, 2): one point of the plane, or the path's points in order. */
  points: Float32Array;
  /** n·H·W ink values. */
  pixels: Uint8Array;
  shape: TileShape;
  /** Which opened model decoded it: pins of another model have no place on this one's plane. */
  run: number;
}

export class Tray {
  items = $state.raw<readonly TrayItem[]>([]);
  private nextId = 1;

  add(kept: Omit<TrayItem, 'id'>): TrayItem {
    const item = { id: this.nextId, ...kept };
    this.nextId += 1;
    this.items = [...this.items, item];
    return item;
  }

  remove(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
    if (this.items.length === 0) this.nextId = 1;
  }

  /** Takes back the newest pin at `point`, as if it had not been made. */
  takeBack(point: readonly [number, number]): void {
    const last = this.items.at(-1);
    if (!last || last.points.length !== 2) return;
    const at = Float32Array.of(...point);
    if (last.points[0] !== at[0] || last.points[1] !== at[1]) return;
    this.items = this.items.slice(0, -1);
    this.nextId = last.id;
  }

  clear(): void {
    this.items = [];
    this.nextId = 1;
  }

  /** The single points that belong on the plane of this run. */
  pins(run: number): Pin[] {
    return this.items
      .filter((item) => item.run === run && item.points.length === 2)
      .map((item) => ({ id: item.id, point: [item.points[0]!, item.points[1]!] }));
  }
}
