import type { CurvePoint } from '../../shared/types';

const MOST_POINTS = 1500;

/** Adds points in step order. Past the limit every second older point goes, so a long run stays light. */
export function extendCurve(
  points: readonly CurvePoint[],
  more: readonly CurvePoint[],
): CurvePoint[] {
  const all = [...points];
  for (const point of more) {
    const last = all.at(-1);
    if (last && point.step < last.step) continue;
    if (last && point.step === last.step) all.pop();
    all.push(point);
  }
  if (all.length <= MOST_POINTS) return all;
  return all.filter((_, index) => index % 2 === 0 || index === all.length - 1);
}

/** What was measured up to a step: of what came after it, the model knows nothing any more. */
export function curveUpTo(points: readonly CurvePoint[], step: number): CurvePoint[] {
  return points.filter((point) => point.step <= step);
}
