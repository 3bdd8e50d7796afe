// The decoded grid. Its canvas is as large as its window is at rest, and CSS places it: in the view it was asked
// for it fills the plot pixel by pixel, in any other the display scales it to where it belongs until a newer one
// comes. So zooming, panning and dimming repaint nothing.
import { canvasRectFromWindow, type PlaneSpace } from '../../../shared/space';
import type { Manifold } from '../../../shared/types';
import type { Theme } from '../theme';
import { context2d, gridImage, isSharp } from '../tiles';
import type { TileShape } from '../types';

export class ManifoldLayer {
  private held: { manifold: Manifold; theme: Theme; sidePx: number } | null = null;

  private image: ImageData | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** The manifold on the canvas: the newest that fitted its shape. */
  get drawn(): Manifold | null {
    return this.held?.manifold ?? null;
  }

  /** `ratio`: device pixels a CSS px. */
  paint(
    manifold: Manifold | null,
    shape: TileShape,
    theme: Theme,
    space: PlaneSpace,
    ratio: number,
  ): void {
    this.refill(manifold, shape, theme, Math.round(space.box.sidePx * ratio));
    this.place(space, isSharp(shape));
  }

  private refill(manifold: Manifold | null, shape: TileShape, theme: Theme, sidePx: number): void {
    if (!manifold) {
      this.held = null;
      return;
    }
    const { tiles, columns, rows } = manifold;
    const held = this.held;
    if (held?.manifold === manifold && held.theme === theme && held.sidePx === sidePx) return;
    // Tiles of another model's size: its first own manifold is on its way, the last one stays until then.
    if (tiles.length !== columns * rows * shape.height * shape.width) return;
    this.image = gridImage(manifold, shape, theme.ink, sidePx, this.image);
    const { image } = this;
    if (this.canvas.width !== image.width) this.canvas.width = image.width;
    if (this.canvas.height !== image.height) this.canvas.height = image.height;
    context2d(this.canvas).putImageData(image, 0, 0);
    this.held = { manifold, theme, sidePx };
  }

  /** The canvas's own box is the plot's, at the plot's corner. */
  private place(space: PlaneSpace, sharp: boolean): void {
    const { style } = this.canvas;
    style.visibility = this.held ? 'visible' : 'hidden';
    if (!this.held) return;
    const { xPx, yPx, widthPx, heightPx } = canvasRectFromWindow(space, this.held.manifold.window);
    const { leftPx, topPx, sidePx } = space.box;
    const atRest = widthPx === sidePx && heightPx === sidePx && xPx === leftPx && yPx === topPx;
    const [across, down] = [(xPx - leftPx) / sidePx, (yPx - topPx) / sidePx];
    const move = `translate(${100 * across}%, ${100 * down}%)`;
    style.imageRendering = sharp && widthPx > sidePx ? 'pixelated' : 'auto';
    style.transform = atRest ? 'none' : `${move} scale(${widthPx / sidePx}, ${heightPx / sidePx})`;
  }
}

export function clipToPlot(context: CanvasRenderingContext2D, { box }: PlaneSpace): void {
  context.beginPath();
  context.rect(box.leftPx, box.topPx, box.sidePx, box.sidePx);
  context.clip();
}
