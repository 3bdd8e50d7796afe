import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classFill } from '../src/page/plane/class-colours';
import { classAt, NO_CLASS } from '../src/page/plane/classes';
import { classesNear, classMedians } from '../src/page/plane/code-index';
import { contrast } from '../src/page/plane/contrast';
import { DotStamps } from '../src/page/plane/dots';
import { apart } from '../src/page/plane/labels';
import { dotColour } from '../src/page/plane/palette';
import { rgbFrom, type Rgb, type Theme } from '../src/page/plane/theme';

/** The colours of one theme as tokens.css writes them. */
function themeOf(name: 'light' | 'dark'): Theme {
  const sheet = readFileSync(new URL('../src/page/styles/tokens.css', import.meta.url), 'utf8');
  const dark = sheet.indexOf("[data-theme='dark']");
  const part = name === 'dark' ? sheet.slice(dark) : sheet.slice(0, dark);
  const read = (token: string): Rgb => {
    const hex = new RegExp(`--${token}: #([0-9a-f]{6})`).exec(part)?.[1];
    if (!hex) throw new Error(`tokens.css has no --${token} in ${name}`);
    const value = parseInt(hex, 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  };
  return {
    paper: read('paper'),
    ink: read('ink'),
    muted: read('muted'),
    accent: read('accent'),
    onAccent: read('on-accent'),
    classes: Array.from({ length: 10 }, (_, n) => read(`class-${n}`)),
    face: 'sans-serif',
    forced: false,
    scale: 1,
  };
}

const linear = (colour: Rgb) =>
  colour.map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });

/** Complete red-, green- and blue-blindness on linear RGB (Machado, Oliveira & Fernandes 2009). */
const EYES = {
  red: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  green: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  blue: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Oklab of linear RGB (Ottosson 2020). */
function oklab([r, g, b]: number[]): number[] {
  const l = Math.cbrt(0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!);
  const m = Math.cbrt(0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!);
  const s = Math.cbrt(0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe.each(['light', 'dark'] as const)('classes in the %s theme', (name) => {
  const theme = themeOf(name);

  it('every dot has an outline or a fill of 3:1 or more against the paper', () => {
    for (let label = 0; label < 10; label++) {
      const { fill, rim } = dotColour(theme, label);
      expect(contrast(rim ?? fill, theme.paper)).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(dotColour(theme, NO_CLASS).fill, theme.paper)).toBeGreaterThanOrEqual(3);
  });

  it('a hundred classes have colours of their own, each 3:1 against the paper or rimmed so', () => {
    const fills = Array.from({ length: 100 }, (_, label) => classFill(theme, label));
    expect(fills.slice(0, 10)).toEqual(theme.classes);
    for (let label = 10; label < 100; label++) {
      expect(contrast(fills[label]!, theme.paper), `class ${label}`).toBeGreaterThanOrEqual(3);
    }
    const seen = fills.map((colour) => oklab(linear(colour)));
    const nearest = (count: number) => {
      let least = Infinity;
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < i; j++) {
          least = Math.min(least, Math.hypot(...seen[i]!.map((v, k) => v - seen[j]![k]!)));
        }
      }
      return least;
    };
    // The ten of the theme are 0.13 apart; 0.02 is just told apart side by side.
    expect(nearest(20)).toBeGreaterThan(0.12);
    expect(nearest(100)).toBeGreaterThan(0.05);
  });

  it.each(Object.entries(EYES))('no two look alike to %s-blind eyes', (_eye, matrix) => {
    const seen = theme.classes.map((colour) => {
      const rgb = linear(colour);
      return oklab(
        matrix.map((row) =>
          Math.max(
            0,
            row.reduce((sum, share, i) => sum + share * rgb[i]!, 0),
          ),
        ),
      );
    });
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) {
        const difference = Math.hypot(...seen[i]!.map((v, k) => v - seen[j]![k]!));
        expect(difference, `classes ${j} and ${i}`).toBeGreaterThan(0.045);
      }
    }
  });
});

it('contrast is that of WCAG: black on white is 21, a colour on itself 1', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 6);
  expect(contrast([12, 200, 7], [12, 200, 7])).toBe(1);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.478, 3);
});

it('computed colours are read whatever their separators', () => {
  expect(rgbFrom('rgb(1, 22, 255)')).toEqual([1, 22, 255]);
  expect(rgbFrom('rgb(1 22 255 / 0.5)')).toEqual([1, 22, 255]);
});

describe('where the classes are', () => {
  const codes = {
    points: Float32Array.of(0, 0, 1, 4, 2, 8, 100, 1000, 5, 5, 7, 7, -50, 3),
    labels: Uint8Array.of(3, 3, 3, 3, 1, 1, 255),
  };

  it('a label is a place in the list of names, and the largest one that fits is none', () => {
    expect([0, 1, 2].map((n) => classAt(Uint8Array.of(0, 99, 255), n))).toEqual([0, 99, NO_CLASS]);
    expect([0, 1, 2].map((n) => classAt(Uint16Array.of(7, 255, 65535), n))).toEqual([
      7,
      255,
      NO_CLASS,
    ]);
    expect(classAt(new Uint16Array(0), 0)).toBe(NO_CLASS);
  });

  it('a class stands at its median, which one far stray does not move', () => {
    expect(classMedians(codes)).toEqual([
      { label: 1, count: 2, point: [6, 6] },
      { label: 3, count: 4, point: [1.5, 6] },
    ]);
  });

  it('near a point are the classes that make up a quarter or more of the codes there', () => {
    const points = new Float32Array(40);
    const labels = Uint8Array.from({ length: 20 }, (_, n) => (n < 12 ? 4 : n < 18 ? 9 : 7));
    expect(classesNear({ points, labels }, [0, 0], 0.1)).toEqual([4, 9]);
    expect(classesNear({ points, labels }, [1, 0], 0.1)).toEqual([]);
    expect(classesNear(codes, [-50, 3], 1)).toEqual([]);
  });

  it('two digits on one spot are parted, digits apart are left alone', () => {
    const points = apart(
      [
        [10, 10],
        [10, 10],
        [100, 100],
      ],
      15,
    );
    expect(Math.hypot(points[0]![0] - points[1]![0], points[0]![1] - points[1]![1])).toBeCloseTo(
      15,
    );
    expect((points[0]![0] + points[1]![0]) / 2).toBeCloseTo(10, 9);
    expect(points[2]).toEqual([100, 100]);
  });
});

describe('dots', () => {
  const SIDE = 24;
  const RED: Rgb = [200, 30, 10];
  const stamps = (opacity: number, radiusPx = 4) =>
    new DotStamps(
      (label) => ({ fill: label === 0 ? RED : [0, 0, 255], rim: null }),
      radiusPx,
      0.7,
      opacity,
    );
  const area = (data: Uint8ClampedArray) => {
    let sum = 0;
    for (let i = 3; i < data.length; i += 4) sum += data[i]! / 255;
    return sum;
  };
  const pixel = (data: Uint8ClampedArray, x: number, y: number) => [
    ...data.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 4),
  ];

  it('cover πr² pixels of their colour, centred where the code is', () => {
    for (const [x, y] of [
      [12, 12],
      [11.5, 12.25],
      [9.9, 13.6],
    ] as const) {
      const data = new Uint8ClampedArray(SIDE * SIDE * 4);
      stamps(1).blend(data, SIDE, SIDE, 0, x, y);
      expect(area(data)).toBeGreaterThan(0.97 * Math.PI * 16);
      expect(area(data)).toBeLessThan(1.03 * Math.PI * 16);
      let [sumX, sumY] = [0, 0];
      for (let n = 0; n < SIDE * SIDE; n++) {
        sumX += ((n % SIDE) + 0.5) * (data[4 * n + 3]! / 255);
        sumY += (Math.floor(n / SIDE) + 0.5) * (data[4 * n + 3]! / 255);
      }
      expect(Math.abs(sumX / area(data) - x)).toBeLessThan(0.2);
      expect(Math.abs(sumY / area(data) - y)).toBeLessThan(0.2);
      expect(pixel(data, Math.floor(x), Math.floor(y))).toEqual([...RED, 255]);
    }
  });

  it('lie over one another as the usual “over” of two translucent colours', () => {
    const data = new Uint8ClampedArray(SIDE * SIDE * 4);
    const half = stamps(0.5);
    half.blend(data, SIDE, SIDE, 0, 12, 12);
    half.blend(data, SIDE, SIDE, 1, 12, 12);
    // 0.5 blue over 0.5 red: opacity 0.75, of which two thirds blue.
    const [r, g, b, a] = pixel(data, 12, 12);
    expect(a).toBeCloseTo(0.75 * 255, -0.5);
    expect(b).toBeCloseTo((2 / 3) * 255 + (1 / 3) * 10, -0.5);
    expect(r).toBeCloseTo(200 / 3, -0.5);
    expect(g).toBeCloseTo(10, -0.5);
  });

  it('at the edge are cut, beyond it or nowhere are not drawn', () => {
    const data = new Uint8ClampedArray(SIDE * SIDE * 4);
    for (const [x, y] of [
      [-10, 5],
      [5, 400],
      [NaN, 5],
      [Infinity, 5],
    ] as const) {
      stamps(1).blend(data, SIDE, SIDE, 0, x, y);
    }
    expect(area(data)).toBe(0);
    stamps(1).blend(data, SIDE, SIDE, 0, 0, 12);
    expect(area(data)).toBeGreaterThan(0.45 * Math.PI * 16);
    expect(area(data)).toBeLessThan(0.55 * Math.PI * 16);
    expect(pixel(data, SIDE - 1, 11)[3]).toBe(0);
  });
});
