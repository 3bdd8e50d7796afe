import type { CurvePoint } from '../../shared/types';

/** The curves as columns, the way a chart reads them; two sets measured at the same steps. */
export interface CurveColumns {
  steps: number[];
  training: TermColumns;
  heldOut: TermColumns;
}

export interface TermColumns {
  negElbo: number[];
  recon: number[];
  kl: number[];
}

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

export function curveColumns(points: readonly CurvePoint[]): CurveColumns {
  const terms = (of: 'training' | 'heldOut'): TermColumns => ({
    negElbo: points.map((point) => point[of].negElboNats),
    recon: points.map((point) => point[of].reconNats),
    kl: points.map((point) => point[of].klNats),
  });
  return {
    steps: points.map((point) => point.step),
    training: terms('training'),
    heldOut: terms('heldOut'),
  };
}
