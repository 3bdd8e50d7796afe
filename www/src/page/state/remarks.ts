// What the curves say that no single figure does: a sentence's name, or none.
import { totalOf } from '../../shared/terms';
import type { CurvePoint, Term } from '../../shared/types';

export type Remark = 'collapsed' | 'overfits' | 'converged';

/** Before so many steps a curve says nothing yet: a VAE's KL begins near 0, too. */
const FEWEST_STEPS = 1_000;
/** Of the run: its last part is what is judged, if there are points enough in it. */
const LAST_PART = 0.4;
const FEWEST_POINTS = 8;
/** A code of less than this says nothing, in nats. */
const NOTHING_NATS = 0.05;
/** Of the sum, and at least so many nats: less is noise. */
const RISE = { share: 0.01, nats: 0.3 };
const REST = { share: 0.0025, nats: 0.02 };

/** Of a run's curve, (points in step order). */
export function remarkOn(points: readonly CurvePoint[], terms: readonly Term[]): Remark | null {
  const last = points.at(-1);
  const sum = totalOf(terms);
  if (!last || sum === undefined || last.step < FEWEST_STEPS) return null;
  const recent = points.filter(({ step }) => step >= (1 - LAST_PART) * last.step);
  if (recent.length < FEWEST_POINTS) return null;
  const measured = terms.some(({ id }) => id === 'klNats');
  if (measured && recent.every(({ heldOut }) => (heldOut.klNats ?? 0) < NOTHING_NATS)) {
    return 'collapsed';
  }

  const heldOut = (part: readonly CurvePoint[]) => mean(part.map((point) => point.heldOut[sum]));
  const training = (part: readonly CurvePoint[]) => mean(part.map((point) => point.training[sum]));
  const half = recent.length >> 1;
  const [before, now] = [recent.slice(0, half), recent.slice(half)];
  const best = points.reduce((a, b) => ((b.heldOut[sum] ?? NaN) < (a.heldOut[sum] ?? NaN) ? b : a));
  const size = Math.abs(heldOut(now));
  const rise = heldOut(now) - (best.heldOut[sum] ?? NaN);
  const fall = (best.training[sum] ?? NaN) - training(now);
  if (rise > most(RISE, size) && fall > most(RISE, size)) return 'overfits';
  return Math.abs(heldOut(now) - heldOut(before)) < most(REST, size) ? 'converged' : null;
}

function most({ share, nats }: { share: number; nats: number }, size: number): number {
  return Math.max(nats, share * size);
}

function mean(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? NaN), 0) / values.length;
}
