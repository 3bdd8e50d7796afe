// Decoded images as ink over paper: an image's value becomes the opacity of the ink, so that tiles have no
// borders and the same pixels serve both themes. Everything on the page that shows an image paints it here.
import type { Manifold } from '../../shared/types';
import type { Rgb } from './theme';
import type { TileShape } from './types';

/** Up to this many pixels a side, an image is enlarged without blur: its pixels are the picture. */
const LARGEST_SHARP = 16;
/** The share of its cell that a sharp tile may fill: small images reach their edges and would run together. */
const FILLED = 0.92;

export function isSharp({ height, width }: TileShape): boolean {
  return Math.max(height, width) <= LARGEST_SHARP;
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

let table: { ink: Rgb; opacities: Uint32Array } | null = null;

/** `ink` with every opacity, as an ImageData's 32-bit pixels hold it on this machine. */
function inkTable(ink: Rgb): Uint32Array {
  if (table?.ink !== ink) table = { ink, opacities: makeInkTable(ink) };
  return table.opacities;
}

function makeInkTable([red, green, blue]: Rgb): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let value = 0; value < 256; value++) bytes.set([red, green, blue, value], value * 4);
  return new Uint32Array(bytes.buffer);
}

/** How many device pixels a side each pixel of a sharp tile gets in a cell of `cellPx`; 0: it does not fit. */
export function sharpScale({ height, width }: TileShape, cellPx: number): number {
  return Math.floor((cellPx * FILLED) / Math.max(height, width));
}

/**
 * The manifold as one picture for a plot of `sidePx` device pixels. Sharp tiles come at a whole scale on the
 * plot's own pixels, centred in their cells; the others at one pixel each, to be scaled smoothly.
 */
export function gridImage(
  manifold: Manifold,
  shape: TileShape,
  ink: Rgb,
  sidePx: number,
  reused: ImageData | null = null,
): ImageData {
  const { tiles, columns, rows } = manifold;
  const scale = sharpScale(shape, Math.min(sidePx / columns, sidePx / rows));
  return isSharp(shape) && scale >= 1
    ? spacedImage(tiles, columns, rows, shape, ink, scale, sidePx, sidePx, reused)
    : inkImage(tiles, columns, rows, shape, ink, reused);
}

/** The tiles side by side at one pixel each; sharp ones, which fill theirs, one pixel apart all round. */
export function inkImage(
  tiles: Uint8Array,
  columns: number,
  rows: number,
  shape: TileShape,
  ink: Rgb,
  reused: ImageData | null = null,
): ImageData {
  const margin = isSharp(shape) && columns * rows > 1 ? 2 : 0;
  const [widthPx, heightPx] = [columns * (shape.width + margin), rows * (shape.height + margin)];
  return spacedImage(tiles, columns, rows, shape, ink, 1, widthPx, heightPx, reused);
}

/** tiles: (rows·columns, H, W), row by row from the top, each `scale` times enlarged in the middle of its cell. */
export function spacedImage(
  tiles: Uint8Array,
  columns: number,
  rows: number,
  { height, width }: TileShape,
  ink: Rgb,
  scale: number,
  widthPx: number,
  heightPx: number,
  reused: ImageData | null = null,
): ImageData {
  const image = blank(widthPx, heightPx, reused);
  const pixels = new Uint32Array(image.data.buffer);
  const opacity = inkTable(ink);
  const start = (cell: number, cells: number, totalPx: number, size: number) =>
    Math.round(((cell + 0.5) * totalPx) / cells - (size * scale) / 2);
  const lefts = Array.from({ length: columns }, (_, column) =>
    start(column, columns, widthPx, width),
  );
  for (let row = 0; row < rows; row++) {
    const top = start(row, rows, heightPx, height);
    for (let y = 0; y < height; y++) {
      const line = (top + y * scale) * widthPx;
      for (let column = 0; column < columns; column++) {
        let from = ((row * columns + column) * height + y) * width;
        let to = line + (lefts[column] ?? 0);
        for (let x = 0; x < width; x++) {
          const pixel = opacity[tiles[from++] ?? 0] ?? 0;
          for (let repeat = 0; repeat < scale; repeat++) pixels[to++] = pixel;
        }
      }
      // A pixel is as high as it is wide: the line is repeated.
      for (let repeat = 1; repeat < scale; repeat++) {
        pixels.copyWithin(line + repeat * widthPx, line, line + widthPx);
      }
    }
  }
  return image;
}

/** The image that is given, when it has the size: several megabytes a frame are not made and dropped then. */
function blank(widthPx: number, heightPx: number, reused: ImageData | null): ImageData {
  if (reused?.width !== widthPx || reused.height !== heightPx)
    return new ImageData(widthPx, heightPx);
  reused.data.fill(0);
  return reused;
}

/** One canvas for all images on their way to another: making one for each would be most of the work. */
let scratch: HTMLCanvasElement | null = null;

function onScratch(image: ImageData): HTMLCanvasElement {
  scratch ??= scratchCanvas(image.width, image.height);
  if (scratch.width !== image.width) scratch.width = image.width;
  if (scratch.height !== image.height) scratch.height = image.height;
  context2d(scratch).putImageData(image, 0, 0);
  return scratch;
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
  const scale = sidePx / Math.max(shape.width, shape.height);
  const [widthPx, heightPx] = [shape.width * scale, shape.height * scale];
  context.imageSmoothingEnabled = !isSharp(shape);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    onScratch(inkImage(pixels, 1, 1, shape, ink)),
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
  // Of a sharp tile every pixel is a whole number of the display's, with what is left over as margin.
  const scale = Math.floor(side / Math.max(shape.height, shape.width));
  if (pixels && isSharp(shape) && scale >= 1) {
    context.putImageData(spacedImage(pixels, 1, 1, shape, ink, scale, side, side), 0, 0);
    return;
  }
  context.clearRect(0, 0, side, side);
  if (pixels) drawTile(context, pixels, shape, ink, 0, 0, side);
}
