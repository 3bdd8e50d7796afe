import type { Kept } from '../kept';
import type { Pin } from '../plane/types';

export interface TrayItem extends Kept {
  /** Which opened model decoded it: pins and paths of another have no place on this one's plane. */
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

  clear(): void {
    this.items = [];
    this.nextId = 1;
  }

  /** The points of each path on the plane of this run. */
  paths(run: number): Float32Array[] {
    return this.items
      .filter((item) => item.run === run && item.points.length > 2)
      .map(({ points }) => points);
  }

  /** The single points that belong on the plane of this run. */
  pins(run: number): Pin[] {
    return this.items
      .filter((item) => item.run === run && item.points.length === 2)
      .map((item) => ({ id: item.id, point: [item.points[0]!, item.points[1]!] }));
  }
}
