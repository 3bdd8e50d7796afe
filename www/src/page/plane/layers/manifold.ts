// The decoded grid, drawn at its own window: in the view it was asked for it fills the plot, in any other it
// lies where it belongs until a newer one comes.
import { canvasRectFromWindow, type PlaneSpace } from '../../../shared/space';
import type { PlaneWindow } from '../../../shared/types';
import { isSharp, type Atlas } from '../tiles';
import type { TileShape } from '../types';

/** A picture enlarged beyond this many device pixels a side is not kept; it is drawn straight from the tiles. */
const LARGEST_KEPT_PX = 2600;

export function paintManifold(
  context: CanvasRenderingContext2D,
  ratio: number,
  space: PlaneSpace,
  atlas: Atlas,
  shape: TileShape,
  window: PlaneWindow,
): void {
  const { xPx, yPx, widthPx, heightPx } = canvasRectFromWindow(space, window);
  context.save();
  clipToPlot(context, space);
  const devicePxPerPixel = (widthPx * ratio) / atlas.canvas.width;
  let picture = atlas.canvas;
  if (isSharp(shape)) {
    const times = Math.ceil(devicePxPerPixel - 1e-6);
    const fits = times * Math.max(picture.width, picture.height) <= LARGEST_KEPT_PX;
    if (fits) picture = atlas.sharpBy(times);
    context.imageSmoothingEnabled = fits;
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, xPx, yPx, widthPx, heightPx);
  context.restore();
}

export function clipToPlot(context: CanvasRenderingContext2D, { box }: PlaneSpace): void {
  context.beginPath();
  context.rect(box.leftPx, box.topPx, box.sidePx, box.sidePx);
  context.clip();
}
