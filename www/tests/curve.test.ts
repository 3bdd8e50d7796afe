import { expect, it } from 'vitest';
import { curveUpTo, extendCurve } from '../src/page/state/curve';
import type { CurvePoint } from '../src/shared/types';

const point = (step: number, nats = step): CurvePoint => ({
  step,
  training: { negElboNats: nats, reconNats: nats - 1, klNats: 1 },
  heldOut: { negElboNats: nats + 2, reconNats: nats, klNats: 2 },
});

it('points stay in order of steps; one measured twice counts once, the newer', () => {
  const curve = extendCurve([point(0), point(10, 1)], [point(5), point(10, 7), point(20)]);
  expect(curve.map(({ step }) => step)).toEqual([0, 10, 20]);
  expect(curve[1]!.training.negElboNats).toBe(7);
});

it('a long run keeps its first and its newest point and never grows without bound', () => {
  let curve: CurvePoint[] = [];
  let longest = 0;
  for (let step = 0; step < 20_000; step++) {
    curve = extendCurve(curve, [point(step)]);
    longest = Math.max(longest, curve.length);
  }
  expect(longest).toBeLessThanOrEqual(1500);
  expect(curve[0]!.step).toBe(0);
  expect(curve.at(-1)!.step).toBe(19_999);
});

it('a model that went back knows no point after the step where it stands', () => {
  const curve = [0, 10, 20, 30].map((step) => point(step));
  expect(curveUpTo(curve, 20).map(({ step }) => step)).toEqual([0, 10, 20]);
  expect(extendCurve(curveUpTo(curve, 15), [point(15)]).map(({ step }) => step)).toEqual([
    0, 10, 15,
  ]);
});
