import { createContext } from 'svelte';
import { readTheme, watchTheme } from '../plane/theme';

/** The tokens' computed colours, kept up with the theme, for everything that is drawn on a canvas. */
export class Colours {
  theme = $state.raw(readTheme(document.body));

  constructor() {
    watchTheme(() => (this.theme = readTheme(document.body)));
  }

  /** A token that only some chart draws with; read anew when the theme changes. */
  token(name: string): string {
    void this.theme;
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }
}

export const [useColours, provideColours] = createContext<Colours>();
