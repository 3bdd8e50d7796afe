import { describe, expect, it } from 'vitest';
import { homeFor, PRIOR_HOME } from '../src/page/plane/home';
import { plotBoxIn } from '../src/page/plane/plot-box';
import { sharpScale } from '../src/page/plane/tiles';
import { number, tickStep, ticks, zDecimals } from '../src/page/plane/ticks';
import {
  between,
  gridFor,
  panBy,
  reveal,
  windowOf,
  zoomAbout,
  type View,
} from '../src/page/plane/view';
import { canvasFromZ, type PlotBox } from '../src/shared/space';

const BOX: PlotBox = { leftPx: 34, topPx: 16, sidePx: 528 };
const HOME = PRIOR_HOME;
const place = (view: View, z: [number, number]) =>
  canvasFromZ({ box: BOX, window: windowOf(view) }, z);

describe('zoom and pan', () => {
  it('the point under the pointer stays under it while zooming', () => {
    const z: [number, number] = [1.3, -0.7];
    let view = HOME;
    const before = place(view, z);
    for (const factor of [1.2, 3, 0.5, 0.9, 7]) {
      view = zoomAbout(view, z, factor, HOME);
      expect(place(view, z)[0]).toBeCloseTo(before[0], 8);
      expect(place(view, z)[1]).toBeCloseTo(before[1], 8);
    }
  });

  it('in and out by the same factor is where one was', () => {
    const view = zoomAbout(zoomAbout(HOME, [2, 2], 4, HOME), [2, 2], 1 / 4, HOME);
    expect(view.z1).toBeCloseTo(HOME.z1, 12);
    expect(view.half).toBeCloseTo(HOME.half, 12);
  });

  it('zoom stops at its ends, and at them the view does not drift', () => {
    let view = HOME;
    for (let n = 0; n < 100; n++) view = zoomAbout(view, [1, 1], 2, HOME);
    expect(view.half).toBeCloseTo(HOME.half / 400, 12);
    expect(zoomAbout(view, [3, 3], 2, HOME)).toEqual(view);
    for (let n = 0; n < 100; n++) view = zoomAbout(view, [0, 0], 0.5, HOME);
    expect(view.half).toBeCloseTo(8 * HOME.half, 12);
  });

  it('a pan moves the picture by as many px as the pointer moved', () => {
    const view = panBy(HOME, 40, -25, BOX, HOME);
    const [x, y] = place(HOME, [0.5, 0.5]);
    expect(place(view, [0.5, 0.5])[0]).toBeCloseTo(x + 40, 9);
    expect(place(view, [0.5, 0.5])[1]).toBeCloseTo(y - 25, 9);
  });

  it('a visitor cannot pan so far that nothing is left to find', () => {
    let view = HOME;
    for (let n = 0; n < 1000; n++) view = panBy(view, -5000, 5000, BOX, HOME);
    expect(Math.abs(view.z1)).toBeLessThanOrEqual(8 * HOME.half);
    expect(Math.abs(view.z2)).toBeLessThanOrEqual(8 * HOME.half);
  });

  it('the view follows a cursor that leaves it, and stays for one that does not', () => {
    expect(reveal(HOME, [3.1, -3.1])).toEqual(HOME);
    const moved = reveal(HOME, [4, 0]);
    expect(windowOf(moved).z1Max).toBeGreaterThan(4);
    expect(windowOf(moved).z1Min).toBeLessThan(4);
    expect(moved.z2).toBe(HOME.z2);
  });

  it('a glide begins and ends where it should and never passes its ends', () => {
    const from: View = { z1: 1, z2: -2, half: 0.4 };
    expect(between(from, HOME, 0)).toEqual(from);
    expect(between(from, HOME, 1)).toEqual(HOME);
    let last = from.half;
    for (let t = 0.1; t < 1; t += 0.1) {
      const { half } = between(from, HOME, t);
      expect(half).toBeGreaterThan(last);
      expect(half).toBeLessThan(HOME.half);
      last = half;
    }
    expect(between(HOME, { ...HOME, z1: 1 }, 0.25).z1).toBeCloseTo(0.25, 12);
  });
});

describe('grid', () => {
  it('a full-size plot has 24 tiles a side, fewer of images whose few pixels must be seen', () => {
    expect(gridFor(BOX, { height: 28, width: 28 }, 1)).toEqual({ columns: 24, rows: 24 });
    for (const ratio of [1, 1.25, 1.5, 2, 3]) {
      const { columns, rows } = gridFor(BOX, { height: 8, width: 8 }, ratio);
      expect(columns).toBe(rows);
      expect(columns).toBeGreaterThanOrEqual(12);
      expect(columns).toBeLessThanOrEqual(17);
    }
  });

  it('a pixel of a small image is at least two and a half CSS pixels, on a phone or a large plane', () => {
    for (const sidePx of [260, 310, 560, 900, 1800]) {
      for (const ratio of [1, 1.5, 2, 3]) {
        const { columns } = gridFor(
          { leftPx: 0, topPx: 0, sidePx },
          { height: 8, width: 8 },
          ratio,
        );
        const scale = sharpScale({ height: 8, width: 8 }, (sidePx * ratio) / columns);
        expect(scale / ratio).toBeGreaterThanOrEqual(2.5);
        expect(columns).toBeGreaterThanOrEqual(7);
      }
    }
  });

  it('a phone has fewer tiles, none smaller than 17 px', () => {
    const phone = { leftPx: 0, topPx: 0, sidePx: 310 };
    const { columns } = gridFor(phone, { height: 28, width: 28 }, 3);
    expect(phone.sidePx / columns).toBeGreaterThanOrEqual(17);
    expect(columns).toBeGreaterThanOrEqual(12);
  });

  it('tall tiles have more columns than rows, and there is always one of each', () => {
    const { columns, rows } = gridFor(BOX, { height: 28, width: 14 }, 1);
    expect(columns).toBe(2 * rows);
    expect(gridFor({ leftPx: 0, topPx: 0, sidePx: 5 }, { height: 28, width: 28 }, 1)).toEqual({
      columns: 1,
      rows: 1,
    });
  });
});

describe('plot box', () => {
  it.each([1, 1.25, 2, 3])('is a square on whole device pixels inside its room at %f×', (ratio) => {
    const box = plotBoxIn(611.3, 598.7, ratio);
    expect((box.sidePx * ratio) % 1).toBeCloseTo(0, 9);
    expect(Math.abs(box.leftPx * ratio - Math.round(box.leftPx * ratio))).toBeLessThan(1e-9);
    expect(box.leftPx).toBeGreaterThan(20);
    expect(box.leftPx + box.sidePx).toBeLessThan(611.3);
    expect(box.topPx + box.sidePx).toBeLessThan(598.7);
  });

  it('has a size even when there is no room', () => {
    expect(plotBoxIn(10, 10, 1).sidePx).toBe(1);
  });
});

describe('ticks', () => {
  it('stand at whole z on the view one opens on, at any usual size', () => {
    for (const sidePx of [270, 310, 528, 640, 790]) {
      const found = ticks(-3.2, 3.2, sidePx / 6.4).map(({ text }) => text);
      expect(found).toEqual(['−3', '−2', '−1', '0', '1', '2', '3']);
    }
  });

  it('are 1, 2 or 5 times a power of ten apart, with room for their numbers', () => {
    for (let px = 0.01; px < 1e5; px *= 1.3) {
      const step = tickStep(px);
      const digits = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
      expect([1, 2, 5].some((digit) => Math.abs(digit - digits) < 1e-6)).toBe(true);
      expect(step * px).toBeGreaterThanOrEqual(30 - 1e-6);
      expect(step * px).toBeLessThan(64 * 2.5 + 1e-6);
    }
  });

  it('carry the decimals their step needs', () => {
    expect(ticks(0.99, 1.21, 700).map(({ text }) => text)).toEqual(['1.0', '1.1', '1.2']);
    expect(ticks(-40, 40, 5).map(({ text }) => text)).toContain('−20');
  });

  it('a minus is a minus sign, and zero has none', () => {
    expect(number(-1.204, 2)).toBe('−1.20');
    expect(number(-0.001, 2)).toBe('0.00');
    expect(number(0.5, 2)).toBe('0.50');
  });

  it('a point deep inside is written with enough decimals to tell pixels apart', () => {
    expect(zDecimals(82)).toBe(2);
    expect(zDecimals(30_000)).toBeGreaterThanOrEqual(4);
  });
});

describe('home', () => {
  /** Codes evenly over a rectangle. */
  const spread = (low: [number, number], high: [number, number], count = 400) =>
    Float32Array.from({ length: 2 * count }, (_, i) => {
      const n = i >> 1;
      const share = i % 2 === 0 ? (n % 20) / 19 : Math.floor(n / 20) / 19;
      return low[i % 2]! + (high[i % 2]! - low[i % 2]!) * share;
    });

  it('shows the 3σ ring whole, and stays while the codes keep to the prior', () => {
    expect(HOME.half).toBeGreaterThan(3);
    expect(homeFor(true, null, HOME)).toEqual(HOME);
    expect(homeFor(true, spread([-3, -3], [3, 3]), HOME)).toEqual(HOME);
  });

  it('widens, centred on the prior, when the codes leave it', () => {
    const home = homeFor(true, spread([-2, -9], [7, 3]), HOME);
    expect([home.z1, home.z2]).toEqual([0, 0]);
    expect(home.half).toBeGreaterThanOrEqual(9);
    expect(home.half).toBeLessThanOrEqual(12.5);
  });

  it('goes to where the codes of an autoencoder are', () => {
    const home = homeFor(false, spread([10, -40], [60, 5]), HOME);
    const { z1Min, z1Max, z2Min, z2Max } = windowOf(home);
    expect([z1Min <= 10, z1Max >= 60, z2Min <= -40, z2Max >= 5]).toEqual([true, true, true, true]);
    expect(home.half).toBeLessThan(45);
  });

  it('does not wander while the codes of a run breathe', () => {
    let home = homeFor(false, spread([-10, -10], [10, 10]), HOME);
    let moves = 0;
    for (let n = 0; n < 50; n++) {
      const size = 10 + Math.sin(n);
      const next = homeFor(false, spread([-size, -size], [size, size]), home);
      if (JSON.stringify(next) !== JSON.stringify(home)) moves++;
      home = next;
    }
    // It may widen once, when the codes have grown; it does not follow them in and out.
    expect(moves).toBeLessThanOrEqual(1);
  });

  it('codes that are not numbers change nothing', () => {
    expect(homeFor(false, new Float32Array(100).fill(NaN), HOME)).toEqual(HOME);
    expect(homeFor(true, new Float32Array(100).fill(Infinity), HOME)).toEqual(HOME);
  });
});
