// A class's dot: its fill, and a rim where the fill alone would not stand out. No DOM.
import { classFill, LEAST_CONTRAST } from './class-colours';
import { contrast } from './contrast';
import type { Rgb, Theme } from './theme';

export interface DotColour {
  fill: Rgb;
  /** Of the same hue, at least 3:1 against the paper; null when the fill already is. */
  rim: Rgb | null;
}

export function dotColour(theme: Theme, label: number): DotColour {
  const fill = classFill(theme, label);
  if (contrast(fill, theme.paper) >= LEAST_CONTRAST) return { fill, rim: null };
  for (let share = 0.05; share < 1; share += 0.05) {
    const rim = mix(fill, theme.ink, share);
    if (contrast(rim, theme.paper) >= LEAST_CONTRAST) return { fill, rim };
  }
  return { fill, rim: theme.ink };
}

function mix(a: Rgb, b: Rgb, shareOfB: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * shareOfB);
  return [at(0), at(1), at(2)];
}
