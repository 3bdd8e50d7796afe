// The page's colours and its scale as a canvas needs them. tokens.css is their only source: this reads the computed values
// and says when they change (the theme switch, the system's preference, print, a lab of another size).

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Theme {
  paper: Rgb;
  ink: Rgb;
  muted: Rgb;
  accent: Rgb;
  onAccent: Rgb;
  /** The first classes' own colours; more are made from these (class-colours.ts). */
  classes: readonly Rgb[];
  /** The interface's font family, for text on a canvas. */
  face: string;
  /** A person has set a few colours for everything: classes have none of their own. */
  forced: boolean;
  /** How much larger type and room are than a rem of 16 px asks for. */
  scale: number;
}

export const CLASS_COLOURS = 10;

export function readTheme(host: Element): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const read = (token: string): Rgb => {
    probe.style.color = `var(--${token})`;
    return rgbFrom(getComputedStyle(probe).color);
  };
  const theme: Theme = {
    paper: read('paper'),
    ink: read('ink'),
    muted: read('muted'),
    accent: read('accent'),
    onAccent: read('on-accent'),
    classes: Array.from({ length: CLASS_COLOURS }, (_, n) => read(`class-${n}`)),
    face: getComputedStyle(host).fontFamily || 'sans-serif',
    forced: matchMedia('(forced-colors: active)').matches,
    scale: scaleIn(probe),
  };
  probe.remove();
  return theme;
}

/** Of an element of a lab; the lab itself cannot be counted in its own units. */
function scaleIn(element: Element): number {
  return (parseFloat(getComputedStyle(element).getPropertyValue('--rem')) || 16) / 16;
}

/** Calls back when the colours of `root` may have changed, or its scale. Returns the function that stops it. */
export function watchTheme(root: Element, changed: () => void): () => void {
  const attributes = new MutationObserver(changed);
  attributes.observe(root, { attributeFilter: ['data-theme', 'class', 'style'] });
  const queries = ['(prefers-color-scheme: dark)', 'print', '(forced-colors: active)'].map(
    (query) => matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', changed);
  const rem = document.createElement('span');
  rem.style.cssText = 'position: absolute; visibility: hidden; width: var(--rem)';
  root.append(rem);
  let scale = scaleIn(rem);
  const sizes = new ResizeObserver(() => {
    const before = scale;
    scale = scaleIn(rem);
    if (scale !== before) changed();
  });
  sizes.observe(rem);
  return () => {
    sizes.disconnect();
    rem.remove();
    attributes.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

/** A computed colour, "rgb(1, 2, 3)" or "rgba(…)" with any separators. */
export function rgbFrom(css: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

export function css([red, green, blue]: Rgb, opacity = 1): string {
  return `rgb(${red} ${green} ${blue} / ${opacity})`;
}
