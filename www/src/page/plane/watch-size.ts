// An element's size in CSS px and the display's pixel ratio, whenever either changes.

export interface Size {
  widthPx: number;
  heightPx: number;
  ratio: number;
}

/** Calls back at once and on every change. Returns the function that stops it. */
export function watchSize(element: HTMLElement, changed: (size: Size) => void): () => void {
  let query: MediaQueryList | null = null;
  const report = () => {
    const frame = element.getBoundingClientRect();
    changed({ widthPx: frame.width, heightPx: frame.height, ratio: devicePixelRatio });
  };
  // A resolution query is true for one ratio only, so each change needs a new one.
  const watchRatio = () => {
    query?.removeEventListener('change', ratioChanged);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', ratioChanged);
  };
  const ratioChanged = () => {
    watchRatio();
    report();
  };
  const sizes = new ResizeObserver(report);
  sizes.observe(element);
  watchRatio();
  report();
  return () => {
    sizes.disconnect();
    query?.removeEventListener('change', ratioChanged);
  };
}
