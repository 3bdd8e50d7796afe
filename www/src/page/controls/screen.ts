/** What of the window shows the document, without scroll bars, in CSS px; whatever is pinched larger. */
export function screenSize(): { width: number; height: number } {
  const { width, height, scale } = visualViewport ?? {
    width: innerWidth,
    height: innerHeight,
    scale: 1,
  };
  return { width: width * scale, height: height * scale };
}

/** Whoever looks wants less motion. */
export function wantsStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Fingers, and nothing finer. */
export function isTouched(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
