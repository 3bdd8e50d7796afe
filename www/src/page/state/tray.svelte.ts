import type { Kept } from '../kept';
import type { Pin } from '../plane/types';

export interface TrayItem extends Kept {
  /** Which opened model decoded it: pins and paths of another have no place on this one's plane. */
  run: number;
}

export class Tray {
  items = $state.raw<readonly TrayItem[]>([]);
  /** What of it is looked at; what is drawn anew is, at once. */
  looked = $state<number | null>(null);
  private nextId = 1;

  add(kept: Omit<TrayItem, 'id'>): TrayItem {
    const item = { id: this.nextId, ...kept };
    this.nextId += 1;
    this.items = [...this.items, item];
    this.looked = item.kind === 'samples' ? item.id : null;
    return item;
  }

  remove(id: number): void {
    this.items = this.items.filter((item) => item.id !== id);
    if (this.items.length === 0) this.clear();
  }

  clear(): void {
    this.items = [];
    this.looked = null;
    this.nextId = 1;
  }

  /** The points of each path on the plane of this run. */
  paths(run: number): Float32Array[] {
    return this.items
      .filter((item) => item.run === run && item.kind === 'path')
      .map(({ points }) => points);
  }

  /** Where the draws that are looked at lie on the plane of this run. */
  samples(run: number): Float32Array | null {
    const set = this.items.find((item) => item.id === this.looked && item.run === run);
    return set?.kind === 'samples' ? set.points : null;
  }

  /** The single points that belong on the plane of this run. */
  pins(run: number): Pin[] {
    return this.items
      .filter((item) => item.run === run && item.kind === 'point')
      .map((item) => ({ id: item.id, point: [item.points[0]!, item.points[1]!] }));
  }
}
