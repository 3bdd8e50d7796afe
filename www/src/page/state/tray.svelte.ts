import type { Pin, TileShape } from '../plane/types';

/** A decoded point, or the images along a path; as decoded when it was kept. */
export interface TrayItem {
  /** The number that the plane shows too. */
  id: number;
  /** (n, 2): one point, or the path's points in order. */
  z: Float32Array;
  /** n·H·W ink values. */
  pixels: Uint8Array;
  shape: TileShape;
  /** Which opened model decoded it: pins of another model have no place on this plane. */
  run: number;
}

export class Tray {
  items = $state.raw<readonly TrayItem[]>([]);
  private nextId = 1;

  add(z: Float32Array, pixels: Uint8Array, shape: TileShape, run: number): TrayItem {
    const item = { id: this.nextId, z, pixels, shape, run };
    this.nextId += 1;
    this.items = [...this.items, item];
    return item;
  }

  remove(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
    if (this.items.length === 0) this.nextId = 1;
  }

  /** Takes back the newest pin at `z`, as if it had not been made. */
  takeBack(z: readonly [number, number]): void {
    const last = this.items.at(-1);
    if (!last || last.z.length !== 2) return;
    const at = Float32Array.of(...z);
    if (last.z[0] !== at[0] || last.z[1] !== at[1]) return;
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
      .filter((item) => item.run === run && item.z.length === 2)
      .map((item) => ({ id: item.id, point: [item.z[0]!, item.z[1]!] }));
  }
}
