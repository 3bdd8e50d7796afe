// What is kept of a model: decoded images, where they were decoded, and how both are written.
import type { Family, ModelSpec } from '../shared/types';
import { formatCount, formatZ } from '../shared/units';
import type { Messages } from './i18n/en';
import type { TileShape } from './plane/types';

/** The model that something was decoded by. */
export interface Origin {
  family: Family;
  /** From a pixel to a number of the code: the encoder's widths. */
  sizes: readonly number[];
  /** Null where nobody knows it. */
  step: number | null;
}

/** A decoded point, or the images along a path; as decoded when it was kept. */
export interface Kept {
  /** The number that the plane shows too. */
  id: number;
  /** (n, Z): whole codes, whatever the number of latent dimensions. */
  z: Float32Array;
  /** (n, 2): one point of the plane, or the path's points in order. */
  points: Float32Array;
  /** n·H·W ink values. */
  pixels: Uint8Array;
  shape: TileShape;
  origin: Origin;
}

/** A code has as many numbers as the model has latent dimensions: in a line of text the first few stand for it. */
const MOST_WRITTEN = 4;

export function originOf({ family, height, width, body, latent }: ModelSpec, step: number | null) {
  const hidden = body.kind === 'dense' ? body.hidden : [];
  return { family, sizes: [height * width, ...hidden, latent], step };
}

export function imagesIn({ points }: Kept): number {
  return points.length / 2;
}

/** The code of image `n`, (Z). */
export function codeAt(kept: Kept, n: number): Float32Array {
  const dimensions = kept.z.length / imagesIn(kept);
  return kept.z.subarray(n * dimensions, (n + 1) * dimensions);
}

/** The pixels of image `n`, (H, W). */
export function imageAt({ pixels, shape }: Kept, n: number): Uint8Array {
  const size = shape.height * shape.width;
  return pixels.subarray(n * size, (n + 1) * size);
}

/** VAE 64-128-64-2, step 1,234. */
export function originText(origin: Origin, t: Messages): string {
  const model = t.tray.model(origin);
  return origin.step === null ? model : `${model}, ${t.tray.step(formatCount(origin.step))}`;
}

/** A vector of the latent space in a line: −1.20, 0.31. */
export function codeText(z: ArrayLike<number>): string {
  const written = Array.from(z).slice(0, MOST_WRITTEN).map(formatZ);
  return [...written, ...(z.length > MOST_WRITTEN ? ['…'] : [])].join(', ');
}
