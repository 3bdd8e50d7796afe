// Keeps short labels from lying on one another. No DOM.
import type { CanvasPoint } from '../../shared/space';

const ROUNDS = 12;

/** The points, moved as little as it takes to stand `leastPx` apart (or nearly, in a crowd). */
export function apart(points: readonly CanvasPoint[], leastPx: number): CanvasPoint[] {
  const moved = points.map(([x, y]) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round++) {
    let settled = true;
    for (let i = 0; i < moved.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [moved[i]!, moved[j]!];
        let [dx, dy] = [a.x - b.x, a.y - b.y];
        const gap = Math.hypot(dx, dy);
        if (gap >= leastPx) continue;
        settled = false;
        // Two labels on the very same spot part sideways.
        [dx, dy] = gap > 1e-6 ? [dx / gap, dy / gap] : [1, 0];
        const push = (leastPx - gap) / 2;
        a.x += dx * push;
        a.y += dy * push;
        b.x -= dx * push;
        b.y -= dy * push;
      }
    }
    if (settled) break;
  }
  return moved.map(({ x, y }) => [x, y]);
}
