// The plot's frame, its ticks at whole z (finer or coarser with the zoom), their numbers, the axes' names.
import { affineFromZ, pxPerZ, type PlaneSpace } from '../../../shared/space';
import { onPixel } from '../surface';
import { css, type Theme } from '../theme';
import { ticks } from '../ticks';

/** Room around the plot for numbers and names, in canvas px at scale 1. */
export const GUTTER = { leftPx: 34, rightPx: 18, topPx: 16, bottomPx: 22 };

const LABEL_PX = 12;
const TICK_PX = 4;

export function paintAxes(
  context: CanvasRenderingContext2D,
  ratio: number,
  space: PlaneSpace,
  theme: Theme,
  names: { axis1: string; axis2: string },
): void {
  const { box, window } = space;
  const { scale } = theme;
  const tickPx = TICK_PX * scale;
  const beyondPx = tickPx + 3 * scale;
  const { x0, sx, y0, sy } = affineFromZ(space);
  const [px1, px2] = pxPerZ(space);
  const [left, top] = [onPixel(box.leftPx, ratio), onPixel(box.topPx, ratio)];
  const right = onPixel(box.leftPx + box.sidePx - 1 / ratio, ratio);
  const bottom = onPixel(box.topPx + box.sidePx - 1 / ratio, ratio);

  context.lineWidth = 1 / ratio;
  context.strokeStyle = css(theme.ink, 0.22);
  context.strokeRect(left, top, right - left, bottom - top);

  context.font = `${LABEL_PX * scale}px ${theme.face}`;
  context.fillStyle = css(theme.muted);
  context.strokeStyle = css(theme.muted, 0.8);
  context.beginPath();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of ticks(window.z1Min, window.z1Max, px1 / scale)) {
    const x = onPixel(x0 + sx * tick.z, ratio);
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + tickPx);
    context.fillText(tick.text, centreOfDigits(context, tick.text, x), bottom + beyondPx);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of ticks(window.z2Min, window.z2Max, px2 / scale)) {
    const y = onPixel(y0 + sy * tick.z, ratio);
    context.moveTo(left, y);
    context.lineTo(left - tickPx, y);
    // Beside the axis' name it would be read as part of it.
    if (y < top + (LABEL_PX / 2) * scale) continue;
    // Far in, a number has many digits: it is narrowed to the gutter rather than cut.
    context.fillText(tick.text, left - beyondPx, y + 0.5, scale * (GUTTER.leftPx - 1) - beyondPx);
  }
  context.stroke();

  context.fillStyle = css(theme.ink);
  context.font = `italic ${(LABEL_PX + 1) * scale}px ${theme.face}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(names.axis1, right + 5 * scale, bottom);
  context.textBaseline = 'bottom';
  context.fillText(names.axis2, left - 3, top - 1);
}

/** A leading minus hangs to the left, so that the digits stand under their tick. */
function centreOfDigits(context: CanvasRenderingContext2D, text: string, x: number): number {
  return text.startsWith('−') ? x - context.measureText('−').width / 2 : x;
}
