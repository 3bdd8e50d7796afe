// Whatever goes over a whole set is done in ranges, each about as long as a slice, with a turn for others after each:
// a click never waits for a set, however large it is.
import type {
  CurvePoint,
  LabInfo,
  Manifold,
  ManifoldView,
  PlaneWindow,
  TermId,
  Terms,
  TermSums,
} from '../shared/types';
import { SliceSizer } from './slices';
import type { Turn } from './turns';

export interface Pace {
  /** How long a range may take. */
  budgetMs: number;
  now: () => number;
  turn: Turn;
  /** Whether anybody still wants it; asked after each turn. */
  goOn: () => boolean;
}

/** Enough to fill the kernels' rows, few enough for a first guess. */
const FIRST_IMAGES = 64;
const FIRST_TILES = 64;

/** Calls `work` with ranges that cover 0..total in order. False when `goOn` said no on the way. */
export async function sliced(
  total: number,
  first: number,
  work: (start: number, end: number) => void,
  { budgetMs, now, turn, goOn }: Pace,
): Promise<boolean> {
  const sizer = new SliceSizer(budgetMs, first);
  for (let start = 0; start < total;) {
    const end = Math.min(total, start + sizer.next());
    const startMs = now();
    work(start, end);
    sizer.record(end - start, now() - startMs);
    start = end;
    if (start < total) {
      await turn();
      if (!goOn()) return false;
    }
  }
  return true;
}

export interface PointSource {
  readonly points: (start: number, end: number) => Float32Array;
}

/** (count, 2): where images 0..count are on the plane; null when given up. */
export async function slicedPoints(
  source: PointSource,
  count: number,
  pace: Pace,
): Promise<Float32Array | null> {
  const points = new Float32Array(2 * count);
  const work = (start: number, end: number) => points.set(source.points(start, end), 2 * start);
  return (await sliced(count, FIRST_IMAGES, work, pace)) ? points : null;
}

export interface TermSource {
  readonly evaluate: (set: 'heldOut' | 'training', start: number, end: number) => TermSums;
}

/** Mean terms of the first `count` images of a set; null when given up. */
export async function slicedTerms(
  source: TermSource,
  set: 'heldOut' | 'training',
  count: number,
  pace: Pace,
): Promise<Terms | null> {
  let images = 0;
  const sums: Terms = {};
  const work = (start: number, end: number) => {
    const range = source.evaluate(set, start, end);
    images += range.images;
    for (const [id, sum] of entries(range.sums)) sums[id] = (sums[id] ?? 0) + sum;
  };
  if (!(await sliced(count, FIRST_IMAGES, work, pace))) return null;
  return Object.fromEntries(entries(sums).map(([id, sum]) => [id, sum / images]));
}

function entries(terms: Terms): [TermId, number][] {
  return Object.entries(terms) as [TermId, number][];
}

/** Both sets where the model stands, with as many training images as are held out; null when given up. */
export async function slicedCurvePoint(
  source: TermSource,
  { step, trainImages, heldOutImages }: LabInfo,
  pace: Pace,
): Promise<CurvePoint | null> {
  const heldOut = await slicedTerms(source, 'heldOut', heldOutImages, pace);
  if (!heldOut) return null;
  await pace.turn();
  if (!pace.goOn()) return null;
  const count = Math.min(trainImages, heldOutImages);
  const training = await slicedTerms(source, 'training', count, pace);
  return training && { step, training, heldOut };
}

export interface ManifoldSource {
  readonly manifold: (window: PlaneWindow, columns: number, rows: number) => Uint8Array;
}

/** Decodes a view a band of rows at a time; null when given up. */
export async function slicedManifold(
  source: ManifoldSource,
  view: ManifoldView,
  pace: Pace,
): Promise<Manifold | null> {
  const { columns, rows, window } = view;
  let tiles: Uint8Array | null = null;
  const work = (start: number, end: number) => {
    const band = source.manifold(bandWindow(view, start, end), columns, end - start);
    const rowBytes = band.length / (end - start);
    tiles ??= new Uint8Array(rowBytes * rows);
    tiles.set(band, rowBytes * start);
  };
  if (!(await sliced(rows, Math.ceil(FIRST_TILES / columns), work, pace))) return null;
  return { tiles: tiles ?? new Uint8Array(0), columns, rows, window };
}

/** The part of a view that rows start..end cover; row 0 is the top (largest z2). */
export function bandWindow(view: ManifoldView, start: number, end: number): PlaneWindow {
  const { z1Min, z1Max, z2Min, z2Max } = view.window;
  const rowHeight = (z2Max - z2Min) / view.rows;
  return { z1Min, z1Max, z2Max: z2Max - start * rowHeight, z2Min: z2Max - end * rowHeight };
}
