// Pictures to take home: the manifold, and the tray. Ink over paper, in the theme that is on.
import type { Manifold } from '../shared/types';
import { formatCount } from '../shared/units';
import type { Messages } from './i18n/en';
import { captionText, imageAt, imagesIn, noteText, type Kept } from './kept';
import { context2d, drawTile, inkImage, isSharp, scratchCanvas } from './plane/tiles';
import { css, type Theme } from './plane/theme';
import type { TileShape } from './plane/types';

const LONGEST_MANIFOLD_PX = 2048;
const TILE_PX = 112;
const CAPTION_PX = 28;
/** Of the model and its step, below the caption. */
const LINE_PX = 16;
const GAP_PX = 16;
const TILES_A_ROW = 10;
/** Browsers refuse canvases above about 16,384 pixels a side. */
const LONGEST_CANVAS_PX = 16_000;

/** The tiles of the manifold as shown, enlarged by a whole number so that sharp pixels stay even. */
export function manifoldPicture(manifold: Manifold, shape: TileShape, theme: Theme): Promise<Blob> {
  const { tiles, columns, rows } = manifold;
  const image = inkImage(tiles, columns, rows, shape, theme.ink);
  const small = scratchCanvas(image.width, image.height);
  context2d(small).putImageData(image, 0, 0);
  const longest = Math.max(image.width, image.height);
  const times = Math.max(1, Math.floor(LONGEST_MANIFOLD_PX / longest));
  const canvas = paperCanvas(image.width * times, image.height * times, theme);
  const context = context2d(canvas);
  context.imageSmoothingEnabled = !isSharp(shape);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  return png(canvas);
}

/** Every kept image with its number and z, row by row; a path keeps its images together. */
export function trayPicture(items: readonly Kept[], t: Messages, theme: Theme): Promise<Blob> {
  const rows = rowsOf(items);
  const columns = Math.max(
    ...rows.map((row) => row.reduce((sum, item) => sum + imagesIn(item), 0)),
  );
  const lines = Math.max(3, ...items.map((item) => captionOf(item, t).length));
  const rowPx = TILE_PX + CAPTION_PX + (lines - 1) * LINE_PX + GAP_PX;
  const canvas = paperCanvas(
    columns * (TILE_PX + GAP_PX) + GAP_PX,
    Math.min(rows.length * rowPx + GAP_PX, LONGEST_CANVAS_PX),
    theme,
  );
  const context = context2d(canvas);
  context.textBaseline = 'middle';
  rows.forEach((row, index) => {
    const yPx = GAP_PX + index * rowPx;
    let xPx = GAP_PX;
    for (const item of row) {
      const widthPx = imagesIn(item) * (TILE_PX + GAP_PX) - 4;
      let linePx = yPx + TILE_PX + CAPTION_PX / 2;
      captionOf(item, t).forEach((text, line) => {
        context.font = `${line === 0 ? 15 : 12}px ${theme.face}`;
        context.fillStyle = css(line === 0 ? theme.ink : theme.muted);
        context.fillText(text, xPx, linePx, widthPx);
        linePx += line === 0 ? CAPTION_PX / 2 + LINE_PX / 2 : LINE_PX;
      });
      for (let n = 0; n < imagesIn(item); n++) {
        drawTile(context, imageAt(item, n), item.shape, theme.ink, xPx, yPx, TILE_PX);
        xPx += TILE_PX + GAP_PX;
      }
    }
  });
  return png(canvas);
}

/** Where it was decoded, by which model, at which step, and what there is to say. */
function captionOf(item: Kept, t: Messages): string[] {
  const { origin } = item;
  const note = noteText(item, t);
  return [
    `${item.id}  ${captionText(item, t)}`,
    t.tray.model(origin),
    ...(origin.step === null ? [] : [t.tray.step(formatCount(origin.step))]),
    ...(note === null ? [] : [note]),
  ];
}

/** Fills rows in order; an item never breaks over two rows. */
function rowsOf(items: readonly Kept[]): Kept[][] {
  const rows: Kept[][] = [];
  let used = TILES_A_ROW;
  for (const item of items) {
    if (used + imagesIn(item) > TILES_A_ROW) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(item);
    used += imagesIn(item);
  }
  return rows;
}

function paperCanvas(widthPx: number, heightPx: number, theme: Theme): HTMLCanvasElement {
  const canvas = scratchCanvas(widthPx, heightPx);
  const context = context2d(canvas);
  context.fillStyle = css(theme.paper);
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

function png(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject({ code: 'png', message: '' });
    }, 'image/png');
  });
}
