// The chart of the bound: held-out curves strong, training curves pale, one colour a term.
import type uPlot from 'uplot';
import { formatCount, formatNats } from '../../shared/units';
import type { CurvePoint, TermId } from '../../shared/types';

export interface ChartColours {
  /** Of a term's curves. */
  ofTerm: (id: TermId) => string;
  muted: string;
  hairline: string;
  face: string;
  /** Of type, and of the room it needs. */
  scale: number;
}

const PALE = 0.55;

interface Curve {
  id: TermId;
  of: 'training' | 'heldOut';
}

/** In the order of painting: held-out over training, and of each set the first term over all others. */
function curvesOf(terms: readonly TermId[]): Curve[] {
  const bottomUp = [...terms].reverse();
  return (['training', 'heldOut'] as const).flatMap((of) => bottomUp.map((id) => ({ id, of })));
}

/** Steps, then a column a curve. */
export function chartData(
  points: readonly CurvePoint[],
  terms: readonly TermId[],
): uPlot.AlignedData {
  const columns = curvesOf(terms).map(({ id, of }) => points.map((point) => finite(point[of][id])));
  return [points.map(({ step }) => step), ...columns];
}

/** A diverged run's last values are no place on a chart, nor is one that was not measured. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The part of a run, at its begin, that may leave the chart at the top. */
const SETTLING = 0.05;
const ROOM = 0.05;

/**
 * From 0, or from below where a density's terms are, to the highest value. But where an untrained model begins many times
 * higher than all that comes after, its fall would press the rest into a line: it comes in from above.
 */
export function natsRange([steps, ...curves]: uPlot.AlignedData): [low: number, high: number] {
  const settled = (steps.at(-1) ?? 0) * SETTLING;
  let [low, high, settledHigh] = [0, 1, 1];
  for (const curve of curves) {
    curve.forEach((nats, index) => {
      if (nats == null) return;
      low = Math.min(low, nats);
      high = Math.max(high, nats);
      if (steps[index]! >= settled) settledHigh = Math.max(settledHigh, nats);
    });
  }
  const spread = settledHigh - low;
  if (high - settledHigh > 3 * spread) high = settledHigh + spread / 4;
  const room = ROOM * (high - low);
  return [low < 0 ? low - room : 0, high + room];
}

export function chartOptions(
  widthPx: number,
  heightPx: number,
  colours: ChartColours,
  terms: readonly TermId[],
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const series = curvesOf(terms).map(({ id, of }): uPlot.Series => ({
    stroke: colours.ofTerm(id),
    width: of === 'heldOut' ? 1.75 : 1,
    alpha: of === 'heldOut' ? 1 : PALE,
    points: { show: false },
  }));
  const axis: uPlot.Axis = {
    stroke: colours.muted,
    font: `${12 * colours.scale}px ${colours.face}`,
    grid: { stroke: colours.hairline, width: 1 },
    ticks: { show: false },
  };
  return {
    width: widthPx,
    height: heightPx,
    // To the right, half of the last step's figure.
    padding: [8, 24 * colours.scale, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min, Math.max(max, min + 1)] },
      y: { range: ({ data }) => natsRange(data) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28 * colours.scale,
        space: 64 * colours.scale,
        values: (_, at) => at.map(formatCount),
      },
      {
        ...axis,
        size: 34 * colours.scale,
        space: 32 * colours.scale,
        values: (_, at) => at.map(axisNats),
      },
    ],
    series: [{}, ...series],
    hooks: { setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)] },
  };
}

function axisNats(nats: number): string {
  return Number.isInteger(nats) ? formatCount(nats) : formatNats(nats);
}
