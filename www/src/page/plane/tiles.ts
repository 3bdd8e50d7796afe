// Decoded images as ink over paper: an image's value becomes the opacity of the ink, so that tiles have no
// borders and the same pixels serve both themes. Everything on the page that shows an image paints it here.
import type { Manifold } from '../../shared/types';
import type { Rgb } from './theme';
import type { TileShape } from './types';

/** Up to this many pixels a side, an image is enlarged without blur: its pixels are the picture. */
const LARGEST_SHARP = 16;

export function isSharp({ height, width }: TileShape): boolean {
  return Math.max(height, width) <= LARGEST_SHARP;
}

/** Blank pixels around each tile of a manifold: small images fill theirs to the edge and would run together. */
export function tileMargin(shape: TileShape): number {
  return isSharp(shape) ? 1 : 0;
}

/** A canvas for pixels that are drawn elsewhere. */
export function scratchCanvas(widthPx: number, heightPx: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, widthPx);
  canvas.height = Math.max(1, heightPx);
  return canvas;
}

export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no 2-D canvas.');
  return context;
}

/** `ink` with every opacity, as an ImageData's 32-bit pixels hold it on this machine. */
function inkTable([red, green, blue]: Rgb): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let value = 0; value < 256; value++) bytes.set([red, green, blue, value], value * 4);
  return new Uint32Array(bytes.buffer);
}

/** tiles: (rows·columns, H, W), row by row from the top → one image of (rows·(H+2m), columns·(W+2m)), m = `margin`. */
export function inkImage(
  tiles: Uint8Array,
  columns: number,
  rows: number,
  { height, width }: TileShape,
  ink: Rgb,
  margin = 0,
): ImageData {
  const [cellHeight, cellWidth] = [height + 2 * margin, width + 2 * margin];
  const image = new ImageData(columns * cellWidth, rows * cellHeight);
  const pixels = new Uint32Array(image.data.buffer);
  const opacity = inkTable(ink);
  let from = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let y = 0; y < height; y++) {
        let to = (row * cellHeight + margin + y) * image.width + column * cellWidth + margin;
        for (let x = 0; x < width; x++) pixels[to++] = opacity[tiles[from++] ?? 0] ?? 0;
      }
    }
  }
  return image;
}

/** The manifold's tiles as one picture, kept between repaints. */
export class Atlas {
  readonly canvas = scratchCanvas(1, 1);
  private enlarged: HTMLCanvasElement | null = null;
  private enlargedBy = 0;

  fill(manifold: Manifold, shape: TileShape, ink: Rgb): void {
    const { tiles, columns, rows } = manifold;
    const image = inkImage(tiles, columns, rows, shape, ink, tileMargin(shape));
    if (this.canvas.width !== image.width) this.canvas.width = image.width;
    if (this.canvas.height !== image.height) this.canvas.height = image.height;
    context2d(this.canvas).putImageData(image, 0, 0);
    this.enlargedBy = 0;
  }

  /** The picture enlarged without blur by a whole number: shrunk a little from there, every pixel keeps an even size. */
  sharpBy(times: number): HTMLCanvasElement {
    if (times <= 1) return this.canvas;
    const { width, height } = this.canvas;
    this.enlarged ??= scratchCanvas(1, 1);
    if (this.enlargedBy !== times) {
      this.enlarged.width = width * times;
      this.enlarged.height = height * times;
      const context = context2d(this.enlarged);
      context.imageSmoothingEnabled = false;
      context.drawImage(this.canvas, 0, 0, width * times, height * times);
      this.enlargedBy = times;
    }
    return this.enlarged;
  }
}

/** Draws one image (H·W ink values) into a square of `sidePx`, centred, in the context's own units. */
export function drawTile(
  context: CanvasRenderingContext2D,
  pixels: Uint8Array,
  shape: TileShape,
  ink: Rgb,
  xPx: number,
  yPx: number,
  sidePx: number,
): void {
  const tile = scratchCanvas(shape.width, shape.height);
  context2d(tile).putImageData(inkImage(pixels, 1, 1, shape, ink), 0, 0);
  const scale = sidePx / Math.max(shape.width, shape.height);
  const [widthPx, heightPx] = [shape.width * scale, shape.height * scale];
  context.imageSmoothingEnabled = !isSharp(shape);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    tile,
    xPx + (sidePx - widthPx) / 2,
    yPx + (sidePx - heightPx) / 2,
    widthPx,
    heightPx,
  );
}

/** Makes `canvas` show one image at `sidePx` CSS px, crisp at the display's pixel ratio. */
export function paintTile(
  canvas: HTMLCanvasElement,
  pixels: Uint8Array | null,
  shape: TileShape,
  ink: Rgb,
  sidePx: number,
): void {
  const side = Math.round(sidePx * devicePixelRatio);
  if (canvas.width !== side) canvas.width = side;
  if (canvas.height !== side) canvas.height = side;
  const context = context2d(canvas);
  context.clearRect(0, 0, side, side);
  if (pixels) drawTile(context, pixels, shape, ink, 0, 0, side);
}
