// What the plane is given and what it says back. Pixels are ink values: 0 paper, 255 full ink.
import type { Manifold, ModelKind, PlaneWindow } from '../../shared/types';
import type { ZPoint } from '../../shared/space';
import type { PlaneMessages } from '../i18n/en-plane';

export type { Manifold, PlaneWindow, ZPoint };

/** The size of one decoded image, in its own pixels. */
export interface TileShape {
  height: number;
  width: number;
}

export interface PlaneModel extends TileShape {
  kind: ModelKind;
}

/** Posterior means of a labelled set: z is (N, 2) row by row, labels (N), 255 = no class. */
export interface PlaneCodes {
  z: Float32Array;
  labels: Uint8Array;
}

/** q(z|x) of the selected image; an autoencoder has a point and no σ. */
export interface Selection {
  mu: readonly [number, number];
  sigma: readonly [number, number] | null;
  label: number | null;
}

/** A point kept in the tray; `id` is the number both places show. */
export interface Pin {
  id: number;
  z: readonly [number, number];
}

export interface Layers {
  manifold: boolean;
  codes: boolean;
  prior: boolean;
}

export interface PlaneProps {
  model: PlaneModel;
  /** null: not known yet. While a new one is computed the old one stays, drawn at its own window. */
  manifold: Manifold | null;
  codes: PlaneCodes | null;
  selection: Selection | null;
  pins: readonly Pin[];
  layers: Layers;
  /** z: (n, 2) → pixels (n, H, W). The plane keeps at most one call in flight, the newest hover wins. */
  decode: (z: Float32Array) => Promise<Uint8Array>;
  /** The plane wants a manifold for this window (debounced). */
  onView: (window: PlaneWindow, columns: number, rows: number) => void;
  /** A click, a tap or Enter. */
  onPin: (z: [number, number], pixels: Uint8Array) => void;
  /** The last pin was the first half of a double click, which resets the view: take it back. */
  onUnpin?: (z: [number, number]) => void;
  /** A drag's path: 8–16 points evenly along it, (n, 2), and their images. */
  onPath: (points: Float32Array, pixels: Uint8Array) => void;
  onHover: (z: [number, number] | null) => void;
  t: { plane: PlaneMessages };
}
