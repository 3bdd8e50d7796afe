import { createContext } from 'svelte';
import { readTheme, watchTheme } from '../plane/theme';

/** The tokens' computed colours, kept up with the theme, for everything that is drawn on a canvas. */
export class Colours {
  theme;

  constructor(private readonly root: HTMLElement) {
    this.theme = $state.raw(readTheme(root));
  }

  /** Keeps up with the theme from now on. Returns what stops it. */
  follow(): () => void {
    return watchTheme(this.root, () => this.refresh());
  }

  refresh(): void {
    this.theme = readTheme(this.root);
  }

  /** A token that only some chart draws with; read anew when the theme changes. */
  token(name: string): string {
    void this.theme;
    return getComputedStyle(this.root).getPropertyValue(`--${name}`).trim();
  }
}

export const [useColours, provideColours] = createContext<Colours>();
