// A drag's path: points evenly along a polyline. No DOM.
import type { CanvasPoint } from '../../shared/space';

const FEWEST = 8;
const MOST = 16;
/** One point for every so many px of path, between the fewest and the most. */
const SPACING_PX = 26;

export function lengthOf(points: readonly CanvasPoint[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1]!, points[i]!);
  return length;
}

export function pathCount(lengthPx: number): number {
  return Math.min(Math.max(Math.round(lengthPx / SPACING_PX) + 1, FEWEST), MOST);
}

/** `count` ≥ 2 points at equal distances along the polyline, its two ends among them. */
export function evenly(points: readonly CanvasPoint[], count: number): CanvasPoint[] {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return [];
  const spacing = lengthOf(points) / (count - 1);
  const even: CanvasPoint[] = [first];
  let behind = 0; // length of the polyline before point i − 1
  let i = 1;
  for (let n = 1; n < count - 1; n++) {
    const target = n * spacing;
    while (i < points.length - 1 && behind + distance(points[i - 1]!, points[i]!) < target) {
      behind += distance(points[i - 1]!, points[i]!);
      i++;
    }
    const a = points[i - 1]!;
    const b = points[i] ?? a;
    const piece = distance(a, b);
    const share = piece > 0 ? Math.min((target - behind) / piece, 1) : 0;
    even.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
  }
  even.push(last);
  return even;
}

export function distance(a: CanvasPoint, b: CanvasPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
