import { describe, expect, it } from 'vitest';
import { chartData, chartOptions, natsRange } from '../src/page/charts/bound-chart';
import type { CurvePoint, TermId } from '../src/shared/types';

const BOUND: TermId[] = ['negElboNats', 'reconNats', 'klNats'];
const point = (step: number, nats = step): CurvePoint => ({
  step,
  training: { negElboNats: nats, reconNats: nats - 1, klNats: 1 },
  heldOut: { negElboNats: nats + 2, reconNats: nats, klNats: 2 },
});

it('what is drawn as held-out is what was measured on held-out images, over the training curves', () => {
  const [steps, ...columns] = chartData([point(3)], BOUND);
  expect(steps).toEqual([3]);
  // kl, reconstruction, −ELBO of the training images; then of the held-out ones.
  expect(columns).toEqual([[1], [2], [3], [2], [3], [5]]);
  const { series } = chartOptions(
    300,
    200,
    { ofTerm: (id) => id, muted: '', hairline: '', face: '', scale: 1 },
    BOUND,
    () => undefined,
  );
  expect(series.slice(1).map(({ stroke, alpha }) => [stroke, alpha])).toEqual([
    ['klNats', 0.55],
    ['reconNats', 0.55],
    ['negElboNats', 0.55],
    ['klNats', 1],
    ['reconNats', 1],
    ['negElboNats', 1],
  ]);
});

it('a model with one term has two curves, and a value that is no number is a gap', () => {
  const points = [point(3), point(4, NaN), { step: 5, training: { reconNats: 1 }, heldOut: {} }];
  expect(chartData(points, ['reconNats'])).toEqual([
    [3, 4, 5],
    [2, null, 1],
    [3, null, null],
  ]);
});

describe('the range of nats', () => {
  const steps = Array.from({ length: 101 }, (_, n) => 80 * n);
  const falling = (from: number, to: number) =>
    steps.map((step) => to + (from - to) * 0.5 ** (step / 40));

  it('holds a whole run from 0 up, the untrained model too', () => {
    const [low, high] = natsRange([steps, falling(44, 24), falling(3, 3)]);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(44);
    expect(high).toBeLessThan(48);
  });

  it('goes below 0 where a density does', () => {
    const [low, high] = natsRange([steps, falling(50, -28), falling(0, 6)]);
    expect(low).toBeLessThan(-28);
    expect(low).toBeGreaterThan(-34);
    expect(high).toBeGreaterThan(50);
  });

  it('lets an untrained model fall in from above where it would flatten all that comes after', () => {
    const [low, high] = natsRange([steps, falling(550, -2), falling(0, 3)]);
    expect(low).toBeLessThan(-2);
    expect(high).toBeLessThan(30);
    expect(high).toBeGreaterThan(3);
  });

  it('is there before anything was measured', () => {
    expect(natsRange([[]])).toEqual([0, 1.05]);
    expect(natsRange([[0], [null]])).toEqual([0, 1.05]);
  });
});
