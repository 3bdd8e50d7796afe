// What the visitor put on the plane: the selected image's q(z|x), a path, the cursor, pins.
import {
  boxContains,
  canvasFromZ,
  pxPerZ,
  type CanvasPoint,
  type PlaneSpace,
  type ZPoint,
} from '../../../shared/space';
import { css, type Theme } from '../theme';
import type { Pin, Selection } from '../types';
import { clipToPlot } from './manifold';

/** An ellipse smaller than this is hard to find, so ticks point at it; it is never drawn larger than it is. */
const HARD_TO_FIND_PX = 6;
const PIN_RADIUS_PX = 8;
const SAMPLE_RADIUS_PX = 5;

/** The 1σ ellipse of q(z|x) on the canvas; a point (no σ) has semi-axes 0. */
export interface Ellipse {
  xPx: number;
  yPx: number;
  semi1Px: number;
  semi2Px: number;
}

export function ellipseOf(space: PlaneSpace, { point, sigma }: Selection): Ellipse {
  const [xPx, yPx] = canvasFromZ(space, point);
  const [px1, px2] = pxPerZ(space);
  return { xPx, yPx, semi1Px: (sigma?.[0] ?? 0) * px1, semi2Px: (sigma?.[1] ?? 0) * px2 };
}

export function paintSelection(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  selection: Selection,
): void {
  const { xPx, yPx, semi1Px, semi2Px } = ellipseOf(space, selection);
  context.save();
  clipToPlot(context, space);
  haloed(context, theme, 1, () => {
    context.beginPath();
    context.ellipse(xPx, yPx, 2 * semi1Px, 2 * semi2Px, 0, 0, 2 * Math.PI);
  });
  haloed(context, theme, 1.5, () => {
    context.beginPath();
    context.ellipse(xPx, yPx, semi1Px, semi2Px, 0, 0, 2 * Math.PI);
    if (Math.max(semi1Px, semi2Px) < HARD_TO_FIND_PX) {
      cross(context, xPx, yPx, 2 * semi1Px + 5, 2 * semi2Px + 5, 7);
    }
  });
  context.fillStyle = css(theme.ink);
  context.beginPath();
  context.arc(xPx, yPx, 1.5, 0, 2 * Math.PI);
  context.fill();
  context.restore();
}

/** `line`: where the pointer went; `stops`: the points that were decoded, none while it still moves. */
export function paintPath(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  line: readonly ZPoint[],
  stops: readonly ZPoint[],
): void {
  const first = line[0];
  if (!first) return;
  context.save();
  clipToPlot(context, space);
  haloed(context, { ...theme, ink: theme.accent }, 1.75, () => {
    context.lineJoin = context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...canvasFromZ(space, first));
    for (const z of line.slice(1)) context.lineTo(...canvasFromZ(space, z));
  });
  stops.forEach((z, i) => {
    const [x, y] = canvasFromZ(space, z);
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.lineWidth = 1.5;
    // The start is hollow, so the path has a direction.
    context.fillStyle = css(i === 0 ? theme.paper : theme.accent);
    context.strokeStyle = css(i === 0 ? theme.accent : theme.paper);
    context.fill();
    context.stroke();
  });
  context.restore();
}

/** Rings, hollow: what is below can be seen. */
export function paintSamples(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  points: Float32Array,
): void {
  context.save();
  clipToPlot(context, space);
  haloed(context, { ...theme, ink: theme.accent }, 2, () => {
    context.beginPath();
    for (let n = 0; n < points.length; n += 2) {
      const [x, y] = canvasFromZ(space, [points[n]!, points[n + 1]!]);
      context.moveTo(x + SAMPLE_RADIUS_PX, y);
      context.arc(x, y, SAMPLE_RADIUS_PX, 0, 2 * Math.PI);
    }
  });
  context.restore();
}

export function paintCursor(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  z: ZPoint,
): void {
  const [x, y] = canvasFromZ(space, z);
  context.save();
  clipToPlot(context, space);
  haloed(context, theme, 1.5, () => {
    context.beginPath();
    cross(context, x, y, 3, 3, 8 * theme.scale);
  });
  context.restore();
}

export function paintPins(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  pins: readonly Pin[],
): void {
  context.save();
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { id, point } of pins) {
    const place: CanvasPoint = canvasFromZ(space, point);
    if (!boxContains(space.box, place)) continue;
    const [x, y] = place;
    context.beginPath();
    context.arc(x, y, PIN_RADIUS_PX * theme.scale, 0, 2 * Math.PI);
    context.fillStyle = css(theme.accent);
    context.strokeStyle = css(theme.paper);
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
    const text = String(id);
    context.font = `700 ${(text.length > 2 ? 8 : 10) * theme.scale}px ${theme.face}`;
    context.fillStyle = css(theme.onAccent);
    context.fillText(text, x, y + 0.5);
  }
  context.restore();
}

/** A ring around a place, in the accent. */
export function paintRing(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  z: ZPoint,
  radiusPx: number,
): void {
  const [x, y] = canvasFromZ(space, z);
  context.save();
  clipToPlot(context, space);
  haloed(context, { ...theme, ink: theme.accent }, 2, () => {
    context.beginPath();
    context.arc(x, y, radiusPx, 0, 2 * Math.PI);
  });
  context.restore();
}

/** Four strokes of `armPx` around a point, leaving the middle free. */
function cross(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  gap1Px: number,
  gap2Px: number,
  armPx: number,
): void {
  for (const side of [-1, 1]) {
    context.moveTo(x + side * gap1Px, y);
    context.lineTo(x + side * (gap1Px + armPx), y);
    context.moveTo(x, y + side * gap2Px);
    context.lineTo(x, y + side * (gap2Px + armPx));
  }
}

/** Strokes the path that `trace` lays out, first wider in paper: it reads over dots and digits alike. */
function haloed(
  context: CanvasRenderingContext2D,
  theme: Theme,
  widthPx: number,
  trace: () => void,
): void {
  trace();
  context.lineWidth = widthPx + 2.5;
  context.strokeStyle = css(theme.paper, 0.85);
  context.stroke();
  context.lineWidth = widthPx;
  context.strokeStyle = css(theme.ink);
  context.stroke();
}
