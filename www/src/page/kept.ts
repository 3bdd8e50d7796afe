// What is kept of a model: decoded images, where they were decoded, and how both are written.
import { formatZ } from '../shared/units';
import type { TileShape } from './plane/types';

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
}

/** A code has as many numbers as the model has latent dimensions: in a line of text the first few stand for it. */
const MOST_WRITTEN = 4;

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

/** A vector of the latent space in a line: −1.20, 0.31. */
export function codeText(z: ArrayLike<number>): string {
  const written = Array.from(z).slice(0, MOST_WRITTEN).map(formatZ);
  return [...written, ...(z.length > MOST_WRITTEN ? ['…'] : [])].join(', ');
}
