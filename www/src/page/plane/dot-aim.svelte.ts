// Which dot is aimed at, and the image behind it.
import { pxPerZ, type PlaneSpace } from '../../shared/space';
import { classAt } from './classes';
import { gridOf } from './dot-grid';
import { DotImage } from './dot-image';
import type { PlaneProps, ZPoint } from './types';

/** A dot is aimed at this near to it, on the screen; by the keyboard, whose steps are coarse, from further. */
const AIM_PX = { pointer: 6, keyboard: 24 };

export type Aims = keyof typeof AIM_PX;

export interface AimParts {
  space: () => PlaneSpace;
  props: () => Pick<PlaneProps, 'layers' | 'codes' | 'classes' | 'images'>;
  /** Where the visitor looks; null while nobody does, or a path is drawn. */
  at: () => ZPoint | null;
}

export class DotAim {
  /** (H, W), of the dot that is aimed at. */
  input = $state.raw<Uint8Array | null>(null);
  readonly dot = $derived.by(() => this.dotAt(this.parts.at(), 'pointer'));
  readonly place: ZPoint | null = $derived.by(() => {
    const { codes } = this.parts.props();
    return this.dot === null || !codes ? null : pointIn(codes.points, this.dot);
  });
  /** Empty where there is none. */
  readonly className = $derived.by(() => this.classOf(this.dot));
  private readonly reader = new DotImage((input) => (this.input = input));

  constructor(private readonly parts: AimParts) {}

  /** Fetches the image of the dot that is aimed at. */
  look(): void {
    this.reader.look(this.dot, this.parts.props().images?.input ?? null);
  }

  /** Selects the image whose dot is there: its class, or null where it was selected before. False: there is none. */
  select(z: ZPoint, by: Aims): string | null | false {
    const dot = this.dotAt(z, by);
    const { images } = this.parts.props();
    if (dot === null || !images) return false;
    return images.select(dot) ? this.classOf(dot) : null;
  }

  private dotAt(z: ZPoint | null, by: Aims): number | null {
    const { layers, codes, images } = this.parts.props();
    if (!z || !layers.codes || !codes || !images) return null;
    return gridOf(codes.points).nearest(z, AIM_PX[by] / pxPerZ(this.parts.space())[0]);
  }

  private classOf(dot: number | null): string {
    const { codes, classes } = this.parts.props();
    return (dot !== null && codes && classes[classAt(codes.labels, dot)]) || '';
  }
}

export function pointIn(points: Float32Array, n: number): ZPoint {
  return [points[2 * n] ?? 0, points[2 * n + 1] ?? 0];
}
