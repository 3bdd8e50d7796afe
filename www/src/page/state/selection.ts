import type { Slice, StripPicture } from '../../shared/types';

/** q(z|x) of an image, (Z) each: its mean, and its spread where the encoder gives one. */
export interface SelectedCode {
  mu: Float32Array;
  sigma: Float32Array | null;
}

/** The same on the plane. */
export interface SelectedPlace {
  point: [number, number];
  sigma: [number, number] | null;
}

/** Where the encoder puts image `index` of the strip. */
export function selectedCode(
  picture: StripPicture | null,
  index: number | null,
): SelectedCode | null {
  if (!picture || index === null) return null;
  const latent = picture.mu.length / (picture.points.length / 2);
  const of = (values: Float32Array) => values.subarray(index * latent, (index + 1) * latent);
  const mu = of(picture.mu);
  if (mu.length === 0) return null;
  const hasSpread = picture.logvar.length > 0;
  return { mu, sigma: hasSpread ? of(picture.logvar).map((logvar) => Math.exp(logvar / 2)) : null };
}

export function selectedPlace(
  picture: StripPicture | null,
  index: number | null,
  slice: Slice,
): SelectedPlace | null {
  const code = selectedCode(picture, index);
  if (!picture || index === null || !code) return null;
  const { sigma } = code;
  return {
    point: [picture.points[2 * index] ?? 0, picture.points[2 * index + 1] ?? 0],
    sigma: sigma && [spreadAlong(slice.u, sigma), spreadAlong(slice.v, sigma)],
  };
}

/** σ of the coordinate along an axis: z's dimensions vary independently, so their variances add up. */
function spreadAlong(axis: readonly number[], sigma: Float32Array): number {
  const variance = axis.reduce((sum, part, n) => sum + (part * (sigma[n] ?? 0)) ** 2, 0);
  const length2 = axis.reduce((sum, part) => sum + part * part, 0);
  return Math.sqrt(variance) / length2;
}
