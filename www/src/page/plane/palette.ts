// The classes' colours: fill from the theme, and a rim where the fill alone would not stand out. No DOM.
import { NO_CLASS } from './code-index';
import type { Rgb, Theme } from './theme';

export interface DotColour {
  fill: Rgb;
  /** Of the same hue, at least 3:1 against the paper; null when the fill already is. */
  rim: Rgb | null;
}

/** WCAG 2's bar for graphics. */
const LEAST_CONTRAST = 3;

export function dotColour(theme: Theme, label: number): DotColour {
  const fill =
    label === NO_CLASS ? theme.muted : (theme.classes[label % theme.classes.length] ?? theme.muted);
  if (contrast(fill, theme.paper) >= LEAST_CONTRAST) return { fill, rim: null };
  for (let share = 0.05; share < 1; share += 0.05) {
    const rim = mix(fill, theme.ink, share);
    if (contrast(rim, theme.paper) >= LEAST_CONTRAST) return { fill, rim };
  }
  return { fill, rim: theme.ink };
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

export function mix(a: Rgb, b: Rgb, shareOfB: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * shareOfB);
  return [at(0), at(1), at(2)];
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((level) => {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
