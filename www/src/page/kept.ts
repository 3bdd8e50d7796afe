// What is kept of a model: decoded images, where they were decoded, and how both are written.
import type { Body, Family, ModelSpec } from '../shared/types';
import { formatCount, formatZ } from '../shared/units';
import type { Messages } from './i18n/en';
import type { TileShape } from './plane/types';

/** The model that something was decoded by. */
export interface Origin {
  family: Family;
  body: Body['kind'];
  /** From a pixel to a number of the code: the encoder's widths, or the channels of its convolutions. */
  sizes: readonly number[];
  /** Null where nobody knows it. */
  step: number | null;
  /** A random z means something to it. */
  hasPrior: boolean;
}

/** A point of the plane, points along a path, or draws from N(0, I). */
export type KeptKind = 'point' | 'path' | 'samples';

/** One decoded image or several, as decoded when they were kept. */
export interface Kept {
  /** The number that the plane shows too. */
  id: number;
  kind: KeptKind;
  /** (n, Z): whole codes, whatever the number of latent dimensions. */
  z: Float32Array;
  /** (n, 2): places on the plane, a path's in order. */
  points: Float32Array;
  /** n·H·W ink values. */
  pixels: Uint8Array;
  shape: TileShape;
  origin: Origin;
}

/** A code has as many numbers as the model has latent dimensions: in a line of text the first few stand for it. */
const MOST_WRITTEN = 4;

export function originOf(
  { family, height, width, body, latent }: ModelSpec,
  step: number | null,
  hasPrior: boolean,
): Origin {
  const sizes = [height * width, ...between(body), latent];
  return { family, body: body.kind, sizes, step, hasPrior };
}

function between(body: Body): readonly number[] {
  switch (body.kind) {
    case 'linear':
      return [];
    case 'dense':
      return body.hidden;
    case 'conv':
      return body.channels;
  }
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

/** What is kept, in a line: where it was decoded, or what it was drawn from. */
export function captionText(item: Kept, t: Messages): string {
  const zAt = (n: number) => t.tray.z(codeText(codeAt(item, n)));
  switch (item.kind) {
    case 'point':
      return zAt(0);
    case 'path':
      return t.tray.pathEnds(zAt(0), zAt(imagesIn(item) - 1));
    case 'samples':
      return t.tray.samplesOf(imagesIn(item));
  }
}

/** Why draws from N(0, I) look as they do, where there is something to say. */
export function noteText({ kind, origin }: Kept, t: Messages): string | null {
  return kind === 'samples' && !origin.hasPrior ? t.tray.noPrior : null;
}

/** What is kept, for those who do not see it; `of` says of which model. */
export function spokenText(item: Kept, of: string, t: Messages): string {
  const zAt = (n: number) => t.tray.z(codeText(codeAt(item, n)));
  const count = imagesIn(item);
  switch (item.kind) {
    case 'point':
      return t.tray.item(item.id, zAt(0), of);
    case 'path':
      return t.tray.path(item.id, count, zAt(0), zAt(count - 1), of);
    case 'samples':
      return t.tray.samples(item.id, count, of, noteText(item, t));
  }
}
