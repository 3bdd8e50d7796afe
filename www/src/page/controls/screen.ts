/** What of the window shows the document, without scroll bars, in CSS px; whatever is pinched larger. */
export function screenSize(): { width: number; height: number } {
  const { width, height, scale } = visualViewport ?? {
    width: innerWidth,
    height: innerHeight,
    scale: 1,
  };
  return { width: width * scale, height: height * scale };
}
