// The three spaces of the latent plane and every way between them. Nothing else in the page converts.
//
//   canvas  CSS px from the canvas's top-left corner, y down
//   view    fractions of the plot square: (0, 0) its bottom-left corner, (1, 1) its top-right one, y up
//   z       the latent plane: (z₁, z₂), z₂ up
//
//   canvas ⇄ view by the plot's box, view ⇄ z by the window. Device pixels are canvas px × the display's
//   ratio; only the canvas's transform knows it. Names read `to From from`: `zFromCanvas(space, point)`.
import type { PlaneWindow } from './types';

export type CanvasPoint = readonly [xPx: number, yPx: number];
export type ViewPoint = readonly [across: number, up: number];
export type ZPoint = readonly [z1: number, z2: number];

/** The plot's square inside the canvas, in canvas px. */
export interface PlotBox {
  leftPx: number;
  topPx: number;
  sidePx: number;
}

/** What a conversion needs: where the plot is on the canvas, and what part of the plane it shows. */
export interface PlaneSpace {
  box: PlotBox;
  window: PlaneWindow;
}

export function viewFromCanvas({ box }: PlaneSpace, [xPx, yPx]: CanvasPoint): ViewPoint {
  return [(xPx - box.leftPx) / box.sidePx, 1 - (yPx - box.topPx) / box.sidePx];
}

export function canvasFromView({ box }: PlaneSpace, [across, up]: ViewPoint): CanvasPoint {
  return [box.leftPx + across * box.sidePx, box.topPx + (1 - up) * box.sidePx];
}

export function zFromView({ window: w }: PlaneSpace, [across, up]: ViewPoint): ZPoint {
  return [w.z1Min + across * (w.z1Max - w.z1Min), w.z2Min + up * (w.z2Max - w.z2Min)];
}

export function viewFromZ({ window: w }: PlaneSpace, [z1, z2]: ZPoint): ViewPoint {
  return [(z1 - w.z1Min) / (w.z1Max - w.z1Min), (z2 - w.z2Min) / (w.z2Max - w.z2Min)];
}

export function zFromCanvas(space: PlaneSpace, point: CanvasPoint): ZPoint {
  return zFromView(space, viewFromCanvas(space, point));
}

export function canvasFromZ(space: PlaneSpace, z: ZPoint): CanvasPoint {
  return canvasFromView(space, viewFromZ(space, z));
}

/** Canvas px of one unit of z along each axis: lengths (σ, radii) convert by these, both positive. */
export function pxPerZ({ box, window: w }: PlaneSpace): [px1: number, px2: number] {
  return [box.sidePx / (w.z1Max - w.z1Min), box.sidePx / (w.z2Max - w.z2Min)];
}

/** `canvasFromZ` as x = x0 + sx·z₁, y = y0 + sy·z₂, for thousands of points without an allocation each. */
export function affineFromZ(space: PlaneSpace): { x0: number; sx: number; y0: number; sy: number } {
  const [px1, px2] = pxPerZ(space);
  const { box, window: w } = space;
  return {
    x0: box.leftPx - w.z1Min * px1,
    sx: px1,
    y0: box.topPx + box.sidePx + w.z2Min * px2,
    sy: -px2,
  };
}

/** A window's rectangle on the canvas of another view: where an older manifold is drawn. */
export function canvasRectFromWindow(
  space: PlaneSpace,
  window: PlaneWindow,
): { xPx: number; yPx: number; widthPx: number; heightPx: number } {
  const [left, top] = canvasFromZ(space, [window.z1Min, window.z2Max]);
  const [right, bottom] = canvasFromZ(space, [window.z1Max, window.z2Min]);
  return { xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top };
}

export function windowContains(w: PlaneWindow, [z1, z2]: ZPoint): boolean {
  return z1 >= w.z1Min && z1 <= w.z1Max && z2 >= w.z2Min && z2 <= w.z2Max;
}

export function boxContains(box: PlotBox, [xPx, yPx]: CanvasPoint): boolean {
  return (
    xPx >= box.leftPx &&
    xPx <= box.leftPx + box.sidePx &&
    yPx >= box.topPx &&
    yPx <= box.topPx + box.sidePx
  );
}
