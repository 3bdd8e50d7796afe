// A colour for each class. The first ten are the theme's own; more are found among all that stand out from its paper,
// each as far as can be from those before it, so that the first of them are the easiest to tell apart. No DOM.
import { contrast, linear } from './contrast';
import type { Rgb, Theme } from './theme';

/** As many as a list of classes may have. */
const MOST_CLASSES = 100;
/** WCAG 2's bar for graphics. */
export const LEAST_CONTRAST = 3;

/** Oklab: lightness, green to red, blue to yellow; equal distances look about equally large. */
type Lab = readonly [lightness: number, a: number, b: number];

const LIGHTNESSES = [0.3, 0.36, 0.42, 0.48, 0.54, 0.6, 0.66, 0.72, 0.78, 0.84, 0.9];
const CHROMAS = [0.05, 0.1, 0.15, 0.2, 0.25];
const HUES = Array.from({ length: 24 }, (_, n) => (n * Math.PI) / 12);

const sequences = new WeakMap<Theme, readonly Rgb[]>();

/** The fill of class `label`; `muted` for none. */
export function classFill(theme: Theme, label: number): Rgb {
  const own = theme.classes[label];
  if (own || label < 0) return own ?? theme.muted;
  let sequence = sequences.get(theme);
  if (!sequence) sequences.set(theme, (sequence = distinct(theme)));
  return sequence[(label - theme.classes.length) % sequence.length] ?? theme.muted;
}

/** Farthest-point sampling: each colour is the candidate whose nearest neighbour so far is the farthest. */
function distinct(theme: Theme): Rgb[] {
  const candidates = candidatesOn(theme.paper);
  const nearest = new Float64Array(candidates.length).fill(Infinity);
  const see = (colour: Lab) => {
    candidates.forEach(({ lab }, n) => {
      nearest[n] = Math.min(nearest[n]!, Math.hypot(...lab.map((v, i) => v - colour[i]!)));
    });
  };
  for (const own of theme.classes) see(labFrom(own));
  return Array.from({ length: MOST_CLASSES - theme.classes.length }, () => {
    const farthest = nearest.reduce((best, gap, n) => (gap > nearest[best]! ? n : best), 0);
    const chosen = candidates[farthest]!;
    see(chosen.lab);
    return chosen.rgb;
  });
}

function candidatesOn(paper: Rgb): { lab: Lab; rgb: Rgb }[] {
  const found: { lab: Lab; rgb: Rgb }[] = [];
  for (const lightness of LIGHTNESSES) {
    for (const chroma of CHROMAS) {
      for (const hue of HUES) {
        const lab: Lab = [lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)];
        const rgb = rgbFrom(lab);
        if (rgb && contrast(rgb, paper) >= LEAST_CONTRAST) found.push({ lab, rgb });
      }
    }
  }
  return found;
}

// Both ways: Ottosson, "A perceptual color space for image processing" (2020).

function labFrom(colour: Rgb): Lab {
  const [r, g, b] = linear(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Null: no display of sRGB shows this colour. */
function rgbFrom([lightness, a, b]: Lab): Rgb | null {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const levels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((share) => 255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055));
  const [red = 0, green = 0, blue = 0] = levels.map(Math.round);
  return [red, green, blue].every((level) => level >= 0 && level <= 255)
    ? [red, green, blue]
    : null;
}
