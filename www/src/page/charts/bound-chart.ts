// The chart of the bound: held-out curves strong, training curves pale, one colour a term.
import type uPlot from 'uplot';
import { formatCount, formatNats } from '../../shared/units';
import type { CurveColumns } from '../state/curve';

export interface ChartColours {
  ink: string;
  muted: string;
  hairline: string;
  reconstruction: string;
  kl: string;
  face: string;
}

const PALE = 0.4;

/** Steps, then training and held-out values of each term; for an autoencoder there is only one term. */
export function chartData(columns: CurveColumns, onlyReconstruction: boolean): uPlot.AlignedData {
  const { training, heldOut } = columns;
  const reconstruction = [finite(training.recon), finite(heldOut.recon)];
  if (onlyReconstruction) return [columns.steps, ...reconstruction];
  return [
    columns.steps,
    finite(training.kl),
    ...reconstruction,
    finite(training.negElbo),
    finite(heldOut.kl),
    finite(heldOut.negElbo),
  ];
}

/** A diverged run's last values are no place on a chart. */
function finite(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}

export function chartOptions(
  widthPx: number,
  heightPx: number,
  colours: ChartColours,
  onlyReconstruction: boolean,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const line = (stroke: string, heldOut: boolean): uPlot.Series => ({
    stroke,
    width: heldOut ? 1.75 : 1,
    alpha: heldOut ? 1 : PALE,
    points: { show: false },
  });
  const reconstruction = [line(colours.reconstruction, false), line(colours.reconstruction, true)];
  const series = onlyReconstruction
    ? reconstruction
    : [
        line(colours.kl, false),
        ...reconstruction,
        line(colours.ink, false),
        line(colours.kl, true),
        line(colours.ink, true),
      ];
  const axis: uPlot.Axis = {
    stroke: colours.muted,
    font: `12px ${colours.face}`,
    grid: { stroke: colours.hairline, width: 1 },
    ticks: { show: false },
  };
  return {
    width: widthPx,
    height: heightPx,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min, Math.max(max, min + 1)] },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.05)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 64,
        values: (_, at) => at.map(formatCount),
      },
      { ...axis, size: 34, space: 32, values: (_, at) => at.map(axisNats) },
    ],
    series: [{}, ...series],
    hooks: { setCursor: [(chart) => onCursor(chart.cursor.idx ?? null)] },
  };
}

function axisNats(nats: number): string {
  return Number.isInteger(nats) ? formatCount(nats) : formatNats(nats);
}
