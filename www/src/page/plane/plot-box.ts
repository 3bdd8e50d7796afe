// The plot's square inside the component: the largest that leaves room for numbers and names. No DOM.
import type { PlotBox } from '../../shared/space';
import { GUTTER } from './layers/axes';

/** Whole device pixels, so that the frame and a resting manifold lie on the display's grid. */
export function plotBoxIn(widthPx: number, heightPx: number, ratio: number, scale = 1): PlotBox {
  const snap = (px: number) => Math.round(px * ratio) / ratio;
  const { leftPx, rightPx, topPx, bottomPx } = GUTTER;
  const roomAcross = widthPx - scale * (leftPx + rightPx);
  const roomDown = heightPx - scale * (topPx + bottomPx);
  const sidePx = Math.max(Math.floor(Math.min(roomAcross, roomDown) * ratio) / ratio, 1);
  return {
    leftPx: snap(scale * leftPx + Math.max(0, roomAcross - sidePx) / 2),
    topPx: snap(scale * topPx + Math.max(0, roomDown - sidePx) / 2),
    sidePx,
  };
}
