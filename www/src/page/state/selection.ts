import type { Strip } from '../../shared/types';

/** q(z|x) of an image: its mean, and its spread where the encoder gives one. */
export interface SelectedCode {
  mu: [number, number];
  sigma: [number, number] | null;
}

/** Where the encoder puts image `index` of the strip: q(z|x), or a bare point when there is no variance. */
export function selectionOf(strip: Strip | null, index: number | null): SelectedCode | null {
  if (!strip || index === null || index >= strip.labels.length) return null;
  const at = index * 2;
  const pair = (values: Float32Array): [number, number] => [values[at] ?? 0, values[at + 1] ?? 0];
  const logvar = strip.logvar.length > 0 ? pair(strip.logvar) : null;
  return {
    mu: pair(strip.mu),
    sigma: logvar ? [Math.exp(logvar[0] / 2), Math.exp(logvar[1] / 2)] : null,
  };
}
