import { describe, expect, it } from 'vitest';
import type { ManifoldView, PlaneWindow } from '../src/shared/types';
import {
  bandWindow,
  sliced,
  slicedCurvePoint,
  slicedManifold,
  slicedPoints,
  slicedTerms,
  type Pace,
} from '../src/worker/sliced';
import { Clock, FakeImages, FakeLab } from './fake-core';

const MANY = 100_000;
const BUDGET_MS = 6;

/** A pace on a clock that only the work moves, and the longest time that a click would have waited. */
function setUp(goOn = () => true) {
  const clock = new Clock();
  let lastMs = 0;
  let longestMs = 0;
  let turns = 0;
  const seen = () => {
    longestMs = Math.max(longestMs, clock.nowMs - lastMs);
    lastMs = clock.nowMs;
  };
  const pace: Pace = {
    budgetMs: BUDGET_MS,
    now: clock.now,
    turn: async () => {
      turns += 1;
      seen();
    },
    goOn,
  };
  const longest = () => {
    seen();
    return longestMs;
  };
  return { clock, pace, longest, turns: () => turns };
}

describe('a set in ranges', () => {
  it('is covered once, in order, without gap or overlap', async () => {
    const { clock, pace } = setUp();
    let covered = 0;
    const work = (start: number, end: number) => {
      expect(start).toBe(covered);
      expect(end).toBeGreaterThan(start);
      covered = end;
      clock.nowMs += 0.02 * (end - start);
    };
    expect(await sliced(MANY, 64, work, pace)).toBe(true);
    expect(covered).toBe(MANY);
  });

  it('that is empty takes no turn', async () => {
    const { pace, turns } = setUp();
    expect(await sliced(0, 64, () => expect.unreachable(), pace)).toBe(true);
    expect(turns()).toBe(0);
  });

  it('keeps a click waiting for one slice at most, whatever 100,000 images cost', async () => {
    for (const msPerImage of [0.0001, 0.02, 0.08]) {
      for (const what of ['points', 'terms', 'curve', 'encode'] as const) {
        const { clock, pace, longest } = setUp();
        const lab = new FakeLab(clock, new FakeImages('many', MANY, MANY));
        lab.nature.msPerImage = msPerImage;
        const encode = (start: number, end: number) => {
          clock.nowMs += msPerImage * (end - start);
        };
        if (what === 'points') await slicedPoints(lab, MANY, pace);
        if (what === 'terms') await slicedTerms(lab, 'training', MANY, pace);
        if (what === 'curve') await slicedCurvePoint(lab, lab.info(), pace);
        if (what === 'encode') await sliced(MANY, 64, encode, pace);
        expect(clock.nowMs).toBeGreaterThanOrEqual(MANY * msPerImage * 0.999);
        expect(longest()).toBeLessThanOrEqual(BUDGET_MS + 1e-6);
      }
    }
  });

  it('does not run away on a clock too coarse to see the first ranges', async () => {
    const { pace } = setUp();
    let fineMs = 0;
    let longestMs = 0;
    const work = (start: number, end: number) => {
      const tookMs = 0.02 * (end - start);
      longestMs = Math.max(longestMs, tookMs);
      fineMs += tookMs;
    };
    const now = () => Math.floor(fineMs / 2) * 2;
    await sliced(MANY, 64, work, { ...pace, now });
    expect(longestMs).toBeLessThan(8 * BUDGET_MS);
  });

  it('is given up at the first turn after nobody wants it', async () => {
    let wanted = true;
    const { clock, pace } = setUp(() => wanted);
    const ranges: number[] = [];
    const work = (start: number, end: number) => {
      ranges.push(end - start);
      clock.nowMs += 1;
      if (ranges.length === 3) wanted = false;
    };
    expect(await sliced(MANY, 64, work, pace)).toBe(false);
    expect(ranges).toHaveLength(3);
  });

  it('gives way only between ranges: what one slice holds is done at once', async () => {
    const { pace, turns } = setUp();
    await sliced(40, 64, () => {}, pace);
    expect(turns()).toBe(0);
  });
});

describe('what is put together from ranges', () => {
  it('are the points of all images, in their order', async () => {
    const { clock, pace } = setUp();
    const lab = new FakeLab(clock, new FakeImages('some', 1500, 297));
    const points = await slicedPoints(lab, 1797, pace);
    expect(points).toEqual(lab.points(0, 1797));
  });

  it('are means over all images, not means of means', async () => {
    const { clock, pace } = setUp();
    const source = {
      evaluate: (_: string, start: number, end: number) => {
        clock.nowMs += end - start; // ranges of different sizes
        let sum = 0;
        for (let n = start; n < end; n++) sum += n;
        return { images: end - start, sums: { reconNats: sum, klNats: 2 * sum } };
      },
    };
    const terms = await slicedTerms(source, 'heldOut', 1001, pace);
    expect(terms).toEqual({ reconNats: 500, klNats: 1000 });
  });

  it('are both sets at one step, as many training images as are held out', async () => {
    const { clock, pace } = setUp();
    const lab = new FakeLab(clock, new FakeImages('some', 1500, 297));
    const ends: [string, number][] = [];
    const evaluate = lab.evaluate.bind(lab);
    lab.evaluate = (set, start, end) => {
      ends.push([set, end]);
      return evaluate(set, start, end);
    };
    const point = await slicedCurvePoint(lab, lab.info(), pace);
    expect(point?.step).toBe(0);
    expect(Math.max(...ends.map(([, end]) => end))).toBe(297);
    expect(new Set(ends.map(([set]) => set))).toEqual(new Set(['heldOut', 'training']));
  });
});

describe('a manifold', () => {
  const view: ManifoldView = {
    window: { z1Min: -2, z1Max: 4, z2Min: -3, z2Max: 3 },
    columns: 40,
    rows: 12,
  };

  /** Tiles of one pixel that hold the row of the whole view that their centre lies in. */
  function rowsOf(window: PlaneWindow, columns: number, rows: number): Uint8Array {
    const height = (window.z2Max - window.z2Min) / rows;
    return Uint8Array.from({ length: columns * rows }, (_, at) => {
      const z2 = window.z2Max - (Math.floor(at / columns) + 0.5) * height;
      return Math.floor((view.window.z2Max - z2) / 0.5);
    });
  }

  it('is cut into bands from the top, without gap or overlap', () => {
    expect(bandWindow(view, 0, 12)).toEqual(view.window);
    expect(bandWindow(view, 0, 4)).toEqual({ ...view.window, z2Min: 1 });
    expect(bandWindow(view, 4, 12)).toEqual({ ...view.window, z2Max: 1 });
  });

  it('made in bands is the manifold made at once, row for row', async () => {
    const { clock, pace, turns } = setUp();
    const source = {
      manifold: (window: PlaneWindow, columns: number, rows: number) => {
        clock.nowMs += rows * 3;
        return rowsOf(window, columns, rows);
      },
    };
    const made = await slicedManifold(source, view, pace);
    expect(made?.tiles).toEqual(rowsOf(view.window, view.columns, view.rows));
    expect(turns()).toBeGreaterThan(0);
  });

  it('is given up between two bands when nobody wants it any more', async () => {
    const { pace } = setUp(() => false);
    let bands = 0;
    const source = {
      manifold: (_: PlaneWindow, columns: number, rows: number) => {
        bands += 1;
        return new Uint8Array(columns * rows);
      },
    };
    expect(await slicedManifold(source, { ...view, columns: 64 }, pace)).toBeNull();
    expect(bands).toBe(1);
  });
});
