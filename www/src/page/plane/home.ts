// The view the plane opens on and comes back to. No DOM.
//
// A prior says where to look: ±3.2 shows the 3σ ring whole. When many codes lie farther out (a small β) or, without
// a prior, anywhere, home is wide enough for nearly all of them, in steps coarse enough that
// it does not wander while a model trains.
import type { View } from './view';

export const PRIOR_HOME: View = { z1: 0, z2: 0, half: 3.2 };

/** Half-widths home may have: each about a quarter larger than the one before. */
const HALVES = [
  3.2, 4, 5, 6.4, 8, 10, 12.5, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 320, 500, 1000,
];
/** A home made for codes shows this share of them along each axis. */
const SHARE = 0.98;
/** The prior's home will do as long as it shows this share. */
const ENOUGH = 0.9;

/** points: of the codes, (N, 2). `current` is kept as long as it fits: neither cutting codes off nor twice too large. */
export function homeFor(hasPrior: boolean, points: Float32Array | null, current: View): View {
  if (!points || points.length < 8) return hasPrior ? PRIOR_HOME : current;
  const [low1, high1] = spread(points, 0, SHARE);
  const [low2, high2] = spread(points, 1, SHARE);
  if (![low1, high1, low2, high2].every(Number.isFinite)) return current;
  if (hasPrior) {
    const reach = Math.max(
      ...spread(points, 0, ENOUGH).map(Math.abs),
      ...spread(points, 1, ENOUGH).map(Math.abs),
    );
    if (reach <= PRIOR_HOME.half) return PRIOR_HOME;
    const half = roundUp(Math.max(-low1, high1, -low2, high2));
    const still = current.z1 === 0 && current.z2 === 0 && current.half >= half;
    return still && current.half <= 1.5 * half ? current : { z1: 0, z2: 0, half };
  }
  const half = roundUp(0.53 * Math.max(high1 - low1, high2 - low2));
  const grain = half / 8;
  const snap = (centre: number) => Math.round(centre / grain) * grain || 0;
  const fitted = { z1: snap((low1 + high1) / 2), z2: snap((low2 + high2) / 2), half };
  const holds =
    current.z1 - current.half <= low1 &&
    current.z1 + current.half >= high1 &&
    current.z2 - current.half <= low2 &&
    current.z2 + current.half >= high2;
  return holds && current.half <= 2 * half ? current : fitted;
}

/** The two values between which the middle `share` of one coordinate lies. */
function spread(points: Float32Array, axis: 0 | 1, share: number): [number, number] {
  const count = points.length / 2;
  const values = new Float32Array(count);
  for (let n = 0; n < count; n++) values[n] = points[2 * n + axis] ?? 0;
  values.sort();
  const cut = Math.floor(((1 - share) / 2) * count);
  return [values[cut] ?? NaN, values[count - 1 - cut] ?? NaN];
}

function roundUp(half: number): number {
  return HALVES.find((step) => step >= half) ?? half;
}
