// On paper the lab is light, and all that it draws with it: paper is white whatever the screen is.
import { flushSync } from 'svelte';
import type { Colours } from './colours.svelte';

/** Returns what stops it. */
export function followPrinting(root: HTMLElement, colours: Colours): () => void {
  let onScreen: string | undefined;
  const show = (theme: string, printing: boolean) => {
    root.dataset['theme'] = theme;
    root.toggleAttribute('data-printing', printing);
    // At once: what is printed is what stands there when the browser's call returns.
    flushSync(() => colours.refresh());
  };
  const begin = () => {
    if (onScreen !== undefined) return;
    onScreen = root.dataset['theme'] ?? 'light';
    show('light', true);
  };
  const end = () => {
    if (onScreen === undefined) return;
    const theme = onScreen;
    onScreen = undefined;
    show(theme, false);
  };
  // Browsers announce their own printing by events; a preview that is asked for by tools, by the medium alone.
  const medium = matchMedia('print');
  const changed = () => (medium.matches ? begin() : end());
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  medium.addEventListener('change', changed);
  return () => {
    if (onScreen !== undefined) root.dataset['theme'] = onScreen;
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
    medium.removeEventListener('change', changed);
  };
}
