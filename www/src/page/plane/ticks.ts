// Where an axis has ticks and how its numbers are written. No DOM.

export interface Tick {
  z: number;
  text: string;
}

const STEPS = [1, 2, 5];
const MINUS = '−';

/** The distance between ticks: a whole z, or 1, 2, 5 × a power of ten, at least `roomPx` apart. */
export function tickStep(pxPerZ: number, roomPx: number): number {
  const least = roomPx / pxPerZ;
  let power = 10 ** Math.floor(Math.log10(least));
  for (;;) {
    for (const step of STEPS) if (step * power >= least * (1 - 1e-9)) return step * power;
    power *= 10;
  }
}

/** Whole z's (or their subdivisions) from `min` to `max`, `roomPx` or more apart. */
export function ticks(min: number, max: number, pxPerZ: number, roomPx = 36): Tick[] {
  const step = tickStep(pxPerZ, roomPx);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const slack = 1e-6 * step;
  const found: Tick[] = [];
  for (let n = Math.ceil((min - slack) / step); n * step <= max + slack; n++) {
    found.push({ z: n * step, text: number(n * step, decimals) });
  }
  return found;
}

/** A number with a true minus sign and no minus on zero. */
export function number(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Decimals that tell two neighbouring pixels apart, two at the least. */
export function zDecimals(pxPerZ: number): number {
  return Math.min(Math.max(2, Math.ceil(Math.log10(pxPerZ))), 5);
}
