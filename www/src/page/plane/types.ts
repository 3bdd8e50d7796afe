// What the plane is given and what it says back. Pixels are ink values: 0 paper, 255 full ink.
import type { Snippet } from 'svelte';
import type { Manifold, PlaneWindow } from '../../shared/types';
import type { PlaneSpace, ZPoint } from '../../shared/space';
import type { PlaneMessages } from '../i18n/en-plane';
import type { Labels } from './classes';
import type { Theme } from './theme';

export type { Manifold, PlaneWindow, ZPoint };

/** The size of one decoded image, in its own pixels. */
export interface TileShape {
  height: number;
  width: number;
}

/** Where a set's images lie on the plane: points (N, 2) row by row, labels (N). */
export interface PlaneCodes {
  points: Float32Array;
  labels: Labels;
}

/** The images that the codes are of, by their place among them. */
export interface ImagesBehind {
  /** Selects one; the selected one again: none. Answers whether one is selected now. */
  select: (place: number) => boolean;
  /** (H, W) */
  input: (place: number) => Promise<Uint8Array>;
}

/** q(z|x) of the selected image on the plane; σ is null where the encoder gives a point alone. */
export interface Selection {
  point: ZPoint;
  sigma: readonly [number, number] | null;
}

/** A point kept in the tray; `id` is the number both places show. */
export interface Pin {
  id: number;
  point: ZPoint;
}

export interface Layers {
  manifold: boolean;
  codes: boolean;
  prior: boolean;
}

export interface PlaneProps {
  /** Of one decoded image. */
  shape: TileShape;
  /** Rings where the prior is, and home around it; without one, home is where the codes are. */
  hasPrior: boolean;
  /** null: not known yet. While a new one is computed the old one stays, drawn at its own window. */
  manifold: Manifold | null;
  codes: PlaneCodes | null;
  /** Names of the classes that the codes' labels count. */
  classes: readonly string[];
  selection: Selection | null;
  /** The images behind the codes; null where they are codes alone. */
  images: ImagesBehind | null;
  /** The class whose codes are lit. */
  lit: number | null;
  /** Points that are shown as something pointed at elsewhere: one, or a path's. (n, 2) */
  tracked: Float32Array | null;
  /** Where the cursor is sent: a new object each time. */
  goTo: { z: ZPoint } | null;
  pins: readonly Pin[];
  /** The points of the paths that are kept, as `onPath` gave them: one that is not among them is drawn no more. */
  paths: readonly Float32Array[];
  /** (n, 2): places of a set that is looked at in the tray; null where none is. */
  samples: Float32Array | null;
  layers: Layers;
  theme: Theme;
  /** points: (n, 2) → pixels (n, H, W). The plane keeps at most one call in flight, the newest hover wins. */
  decode: (points: Float32Array) => Promise<Uint8Array>;
  /** The plane wants a manifold for this window (debounced). */
  onView: (window: PlaneWindow, columns: number, rows: number) => void;
  /** A click, a tap or Enter. */
  onPin: (point: [number, number], pixels: Uint8Array) => void;
  /** A drag's path: 8–16 points evenly along it, (n, 2), and their images. */
  onPath: (points: Float32Array, pixels: Uint8Array) => void;
  /** What lies over it, placed in the plane's space; told whether something is being looked at. */
  over?: Snippet<[space: PlaneSpace, looking: boolean]>;
  t: { plane: PlaneMessages };
}
