// The codes as dots in their class's colour, and each class's digit at its median.
import { affineFromZ, canvasFromZ, type CanvasPoint, type PlaneSpace } from '../../../shared/space';
import type { ClassPlace } from '../code-index';
import { DotStamps } from '../dots';
import { apart } from '../labels';
import { dotColour } from '../palette';
import { css, type Theme } from '../theme';
import type { PlaneCodes } from '../types';
import { clipToPlot } from './manifold';

const OPACITY = 0.7;
const RIM_PX = 0.7;
const DIGIT_PX = 15;

/** 2.5 px for a couple of thousand codes on a full-size plane; less where they would cover it. */
export function dotRadiusPx(count: number, sidePx: number): number {
  const crowd = Math.min(1, Math.sqrt(2400 / Math.max(count, 1)));
  const room = Math.min(1, Math.sqrt(sidePx / 520));
  return Math.max(1.1, 2.5 * crowd * room);
}

export class CodesLayer {
  private image: ImageData | null = null;
  private stamps: { of: DotStamps; theme: Theme; ratio: number } | null = null;

  paint(
    context: CanvasRenderingContext2D,
    ratio: number,
    space: PlaneSpace,
    theme: Theme,
    { z, labels }: PlaneCodes,
  ): void {
    const { box } = space;
    const side = Math.round(box.sidePx * ratio);
    if (this.image?.width !== side) this.image = new ImageData(side, side);
    const { data } = this.image;
    data.fill(0);
    const stamps = this.stampsFor(theme, dotRadiusPx(labels.length, box.sidePx) * ratio, ratio);
    const { x0, sx, y0, sy } = affineFromZ(space);
    for (let n = 0; n < labels.length; n++) {
      const x = (x0 + sx * z[2 * n]! - box.leftPx) * ratio;
      const y = (y0 + sy * z[2 * n + 1]! - box.topPx) * ratio;
      stamps.blend(data, side, side, labels[n]!, x, y);
    }
    context.putImageData(this.image, Math.round(box.leftPx * ratio), Math.round(box.topPx * ratio));
  }

  private stampsFor(theme: Theme, radiusPx: number, ratio: number): DotStamps {
    const held = this.stamps;
    if (held?.theme === theme && held.ratio === ratio && held.of.radiusPx === radiusPx) {
      return held.of;
    }
    const of = new DotStamps((label) => dotColour(theme, label), radiusPx, RIM_PX * ratio, OPACITY);
    this.stamps = { of, theme, ratio };
    return of;
  }
}

export function paintClassDigits(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  places: readonly ClassPlace[],
): void {
  const points: CanvasPoint[] = places.map(({ z }) => canvasFromZ(space, z));
  context.save();
  clipToPlot(context, space);
  context.font = `700 ${DIGIT_PX}px ${theme.face}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = css(theme.paper, 0.9);
  context.fillStyle = css(theme.ink);
  apart(points, DIGIT_PX).forEach(([x, y], i) => {
    const text = String(places[i]?.label ?? '');
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  });
  context.restore();
}
