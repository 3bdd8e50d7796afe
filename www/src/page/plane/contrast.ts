// How well one colour stands out from another, as WCAG 2 measures it. No DOM.
import type { Rgb } from './theme';

/** From 1 (none) to 21 (black on white). */
export function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** sRGB levels as shares of light. */
export function linear(colour: Rgb): [red: number, green: number, blue: number] {
  return colour.map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
}
