// The codes as dots in their class's colour, and each class's name at its median.
import { affineFromZ, canvasFromZ, type CanvasPoint, type PlaneSpace } from '../../../shared/space';
import { classAt } from '../classes';
import type { ClassPlace } from '../code-index';
import { DotStamps } from '../dots';
import { apart } from '../labels';
import { dotColour } from '../palette';
import { css, type Theme } from '../theme';
import type { PlaneCodes } from '../types';
import { clipToPlot } from './manifold';

/** Up to so many dots hide little of what is below; the more there are, the fainter each. */
const FEW = 800;
const OPACITY = { few: 0.75, least: 0.4 };
const RIM_PX = 0.7;
/** A digit can be large; words are smaller, and cut where they are long. */
const DIGIT_PX = 15;
const WORD_PX = 12;
const MOST_LETTERS = 12;

/** 2.5 px for a couple of thousand codes on a full-size plane; less where they would cover it. */
export function dotRadiusPx(count: number, sidePx: number): number {
  const crowd = Math.min(1, Math.sqrt(2400 / Math.max(count, 1)));
  const room = Math.min(1, Math.sqrt(sidePx / 520));
  return Math.max(1.1, 2.5 * crowd * room);
}

export function dotOpacity(count: number): number {
  return Math.max(OPACITY.least, OPACITY.few * Math.min(1, (FEW / Math.max(count, 1)) ** 0.25));
}

export class CodesLayer {
  private image: ImageData | null = null;
  private stamps: { of: DotStamps; theme: Theme; count: number; ratio: number } | null = null;

  paint(
    context: CanvasRenderingContext2D,
    ratio: number,
    space: PlaneSpace,
    theme: Theme,
    { points, labels }: PlaneCodes,
  ): void {
    const { box } = space;
    const side = Math.round(box.sidePx * ratio);
    if (this.image?.width !== side) this.image = new ImageData(side, side);
    const { data } = this.image;
    data.fill(0);
    const stamps = this.stampsFor(theme, labels.length, box.sidePx, ratio);
    const { x0, sx, y0, sy } = affineFromZ(space);
    for (let n = 0; n < labels.length; n++) {
      const x = (x0 + sx * points[2 * n]! - box.leftPx) * ratio;
      const y = (y0 + sy * points[2 * n + 1]! - box.topPx) * ratio;
      stamps.blend(data, side, side, classAt(labels, n), x, y);
    }
    context.putImageData(this.image, Math.round(box.leftPx * ratio), Math.round(box.topPx * ratio));
  }

  private stampsFor(theme: Theme, count: number, sidePx: number, ratio: number): DotStamps {
    const held = this.stamps;
    const radiusPx = dotRadiusPx(count, sidePx) * ratio;
    const same = held?.count === count && held.of.radiusPx === radiusPx;
    if (same && held.theme === theme && held.ratio === ratio) return held.of;
    const colourOf = (label: number) => dotColour(theme, label);
    const of = new DotStamps(colourOf, radiusPx, RIM_PX * ratio, dotOpacity(count));
    this.stamps = { of, theme, count, ratio };
    return of;
  }
}

export function paintClassNames(
  context: CanvasRenderingContext2D,
  space: PlaneSpace,
  theme: Theme,
  places: readonly ClassPlace[],
  names: readonly string[],
): void {
  const middles: CanvasPoint[] = places.map(({ point }) => canvasFromZ(space, point));
  const sizePx = names.some((name) => name.length > 2) ? WORD_PX : DIGIT_PX;
  context.save();
  clipToPlot(context, space);
  context.font = `700 ${sizePx}px ${theme.face}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = css(theme.paper, 0.9);
  context.fillStyle = css(theme.ink);
  apart(middles, sizePx).forEach(([x, y], n) => {
    const text = shortened(names[places[n]!.label] ?? '');
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  });
  context.restore();
}

function shortened(name: string): string {
  return name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name;
}
