// Where an axis has ticks and how its numbers are written. No DOM.

export interface Tick {
  z: number;
  text: string;
}

const STEPS = [1, 2, 5];
const MINUS = '−';

/** Whole numbers may stand this near to one another; fractions, which are longer and less needed, this near. */
const WHOLE_ROOM_PX = 30;
const FRACTION_ROOM_PX = 64;

/** The distance between ticks: 1, 2 or 5 × a power of ten, the smallest that leaves room for the numbers. */
export function tickStep(pxPerZ: number): number {
  for (let power = 10 ** Math.floor(Math.log10(WHOLE_ROOM_PX / pxPerZ)); ; power *= 10) {
    for (const digit of STEPS) {
      const step = digit * power;
      const roomPx = step < 1 - 1e-9 ? FRACTION_ROOM_PX : WHOLE_ROOM_PX;
      if (step * pxPerZ >= roomPx * (1 - 1e-9)) return step;
    }
  }
}

export function ticks(min: number, max: number, pxPerZ: number): Tick[] {
  const step = tickStep(pxPerZ);
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
