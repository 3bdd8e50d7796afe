import { expect, it } from 'vitest';
import { distance, evenly, lengthOf, pathCount } from '../src/page/plane/path';
import type { CanvasPoint } from '../src/shared/space';

const ZIGZAG: CanvasPoint[] = [
  [0, 0],
  [3, 4],
  [3, 4],
  [30, 4],
  [30, 100],
  [31, 101],
];

it('a path has 8 to 16 points, more when it is longer', () => {
  expect(pathCount(0)).toBe(8);
  expect(pathCount(300)).toBeGreaterThan(8);
  expect(pathCount(1e6)).toBe(16);
});

it('begins and ends where the drag did', () => {
  const points = evenly(ZIGZAG, 9);
  expect(points).toHaveLength(9);
  expect(points[0]).toEqual([0, 0]);
  expect(points.at(-1)).toEqual([31, 101]);
});

it('its points are evenly along a straight drag, whatever the pace of the events', () => {
  const uneven: CanvasPoint[] = [0, 1, 2, 50, 51, 97, 100].map((x) => [x, 2 * x]);
  const points = evenly(uneven, 11);
  points.forEach(([x, y], n) => {
    expect(x).toBeCloseTo(10 * n, 9);
    expect(y).toBeCloseTo(20 * n, 9);
  });
});

it('along a bent drag every point lies on it, equal lengths apart', () => {
  const count = 12;
  const total = lengthOf(ZIGZAG);
  const along = (point: CanvasPoint) => {
    let behind = 0;
    for (let i = 1; i < ZIGZAG.length; i++) {
      const [a, b] = [ZIGZAG[i - 1]!, ZIGZAG[i]!];
      const detour = distance(a, point) + distance(point, b) - distance(a, b);
      if (detour < 1e-9) return behind + distance(a, point);
      behind += distance(a, b);
    }
    return expect.fail(`${point} is not on the path`);
  };
  evenly(ZIGZAG, count).forEach((point, n) => {
    expect(along(point)).toBeCloseTo((n * total) / (count - 1), 6);
  });
});

it('a drag that came back to its start is still a path', () => {
  const points = evenly(
    [
      [5, 5],
      [5, 5],
    ],
    8,
  );
  expect(points).toHaveLength(8);
  expect(points.every(([x, y]) => x === 5 && y === 5)).toBe(true);
  expect(evenly([], 8)).toEqual([]);
});
