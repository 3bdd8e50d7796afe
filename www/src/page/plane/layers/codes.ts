// The codes as dots in their class's colour, and each class's digit at its median.
import { affineFromZ, canvasFromZ, type CanvasPoint, type PlaneSpace } from '../../../shared/space';
import type { ClassPlace } from '../code-index';
import { apart } from '../labels';
import { dotColour } from '../palette';
import { css, type Theme } from '../theme';
import { context2d, scratchCanvas } from '../tiles';
import type { PlaneCodes } from '../types';
import { clipToPlot } from './manifold';

const OPACITY = 0.7;
const DIGIT_PX = 15;

/** 2.5 px for a couple of thousand codes on a full-size plane; less where they would cover it. */
export function dotRadiusPx(count: number, sidePx: number): number {
  const crowd = Math.min(1, Math.sqrt(2400 / Math.max(count, 1)));
  const room = Math.min(1, Math.sqrt(sidePx / 520));
  return Math.max(1.1, 2.5 * crowd * room);
}

/** Ready-made dots, one a class: stamping them is several times cheaper than as many arcs. */
export class DotStamps {
  private stamps: (HTMLCanvasElement | undefined)[] = [];
  private radiusPx = 0;
  private ratio = 0;
  private theme: Theme | null = null;

  prepare(theme: Theme, radiusPx: number, ratio: number): void {
    if (theme === this.theme && radiusPx === this.radiusPx && ratio === this.ratio) return;
    [this.theme, this.radiusPx, this.ratio] = [theme, radiusPx, ratio];
    this.stamps = [];
  }

  of(label: number): HTMLCanvasElement {
    return (this.stamps[label] ??= this.make(label));
  }

  /** Side of a stamp in CSS px. */
  get sidePx(): number {
    return this.of(0).width / this.ratio;
  }

  private make(label: number): HTMLCanvasElement {
    if (!this.theme) throw new Error('DotStamps.of before prepare');
    const side = 2 * Math.ceil((this.radiusPx + 1) * this.ratio);
    const stamp = scratchCanvas(side, side);
    const context = context2d(stamp);
    const { fill, rim } = dotColour(this.theme, label);
    context.scale(this.ratio, this.ratio);
    const middle = side / 2 / this.ratio;
    const disc = (radiusPx: number, colour: string) => {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(middle, middle, radiusPx, 0, 2 * Math.PI);
      context.fill();
    };
    if (rim) disc(this.radiusPx, css(rim));
    disc(rim ? this.radiusPx - 0.7 : this.radiusPx, css(fill));
    return stamp;
  }
}

export function paintCodes(
  context: CanvasRenderingContext2D,
  ratio: number,
  space: PlaneSpace,
  theme: Theme,
  { z, labels }: PlaneCodes,
  stamps: DotStamps,
): void {
  const { box } = space;
  const { x0, sx, y0, sy } = affineFromZ(space);
  stamps.prepare(theme, dotRadiusPx(labels.length, box.sidePx), ratio);
  const side = stamps.sidePx;
  const half = side / 2;
  const [right, bottom] = [box.leftPx + box.sidePx + half, box.topPx + box.sidePx + half];
  context.save();
  clipToPlot(context, space);
  context.globalAlpha = OPACITY;
  for (let n = 0; n < labels.length; n++) {
    const x = x0 + sx * (z[2 * n] ?? 0);
    const y = y0 + sy * (z[2 * n + 1] ?? 0);
    // Written so that a code that is not a number is not drawn either.
    if (!(x > box.leftPx - half && x < right && y > box.topPx - half && y < bottom)) continue;
    context.drawImage(stamps.of(labels[n] ?? 0), x - half, y - half, side, side);
  }
  context.restore();
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
