// What the codes say about places on the plane: where each class is, which classes are near a point. No DOM.
import { classAt, NO_CLASS } from './classes';
import { gridOf } from './dot-grid';
import type { PlaneCodes, ZPoint } from './types';

const MOST_NAMED = 2;

export interface ClassPlace {
  label: number;
  point: ZPoint;
  count: number;
}

/** How many codes each class has. */
export function classCounts({ labels }: Pick<PlaneCodes, 'labels'>): Map<number, number> {
  const counts = new Map<number, number>();
  for (let n = 0; n < labels.length; n++) {
    const label = classAt(labels, n);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** The median of each class, coordinate by coordinate: unlike the mean, a few strays do not move it. */
export function classMedians({ points, labels }: PlaneCodes): ClassPlace[] {
  const counts = classCounts({ labels });
  counts.delete(NO_CLASS);
  const places: ClassPlace[] = [];
  for (const [label, count] of [...counts].sort((a, b) => a[0] - b[0])) {
    const first = new Float32Array(count);
    const second = new Float32Array(count);
    let i = 0;
    for (let n = 0; n < labels.length; n++) {
      if (labels[n] !== label) continue;
      first[i] = points[2 * n] ?? 0;
      second[i] = points[2 * n + 1] ?? 0;
      i++;
    }
    places.push({ label, count, point: [median(first), median(second)] });
  }
  return places;
}

/** Sorts in place; of an even count, the mean of the middle two. */
function median(values: Float32Array): number {
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] ?? 0;
  return values.length % 2 ? upper : (upper + (values[middle - 1] ?? upper)) / 2;
}

/** The one or two classes that make up a quarter or more of the codes within `radius` of `at`, commonest first. */
export function classesNear({ points, labels }: PlaneCodes, at: ZPoint, radius: number): number[] {
  const votes = new Map<number, number>();
  let total = 0;
  gridOf(points).near(at, radius, (dot) => {
    const label = classAt(labels, dot);
    if (label === NO_CLASS) return;
    votes.set(label, (votes.get(label) ?? 0) + 1);
    total++;
  });
  return [...votes]
    .filter(([, count]) => count >= total / 4)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST_NAMED)
    .map(([label]) => label);
}
