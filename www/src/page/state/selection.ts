import type { Strip } from '../../shared/types';
import type { Selection } from '../plane/types';

const NO_CLASS = 255;

/** Where the encoder puts image `index` of the strip: q(z|x), or a bare point when there is no variance. */
export function selectionOf(strip: Strip | null, index: number | null): Selection | null {
  if (!strip || index === null || index >= strip.labels.length) return null;
  const at = index * 2;
  const pair = (values: Float32Array): [number, number] => [values[at] ?? 0, values[at + 1] ?? 0];
  const label = strip.labels[index] ?? NO_CLASS;
  const logvar = strip.logvar.length > 0 ? pair(strip.logvar) : null;
  return {
    mu: pair(strip.mu),
    sigma: logvar ? [Math.exp(logvar[0] / 2), Math.exp(logvar[1] / 2)] : null,
    label: label === NO_CLASS ? null : label,
  };
}
