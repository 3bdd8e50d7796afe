// The codes as dots in their class's colour, and each class's name at its median.
import { affineFromZ, canvasFromZ, type CanvasPoint, type PlaneSpace } from '../../../shared/space';
import { classAt, markOf } from '../classes';
import type { ClassPlace } from '../code-index';
import { DotStamps, type Stamps } from '../dots';
import { GlyphStamps } from '../glyphs';
import { apart } from '../labels';
import { dotColour } from '../palette';
import { css, type Theme } from '../theme';
import type { PlaneCodes } from '../types';
import { clipToPlot } from './manifold';

/** Up to so many dots hide little of what is below; the more there are, the fainter each. */
const FEW = 800;
const OPACITY = { few: 0.75, least: 0.4 };
/** Where one class is lit, its dots and the others. */
const LIT = { own: 1, others: 0.14 };
const RIM_PX = 0.7;
/** A letter that stands for a dot is so many of its radii high. */
const GLYPH_OF_DOT = 4;
/** A digit can be large; words are smaller, and cut where they are long. */
const DIGIT_PX = 15;
const WORD_PX = 12;
const FORCED_SCALE = 1.5;
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
  private readonly stamps = new Map<number, { of: Stamps; for: readonly unknown[] }>();

  paint(
    context: CanvasRenderingContext2D,
    ratio: number,
    space: PlaneSpace,
    theme: Theme,
    { points, labels }: PlaneCodes,
    names: readonly string[],
    lit: number | null,
  ): void {
    const { box } = space;
    const side = Math.round(box.sidePx * ratio);
    if (this.image?.width !== side) this.image = new ImageData(side, side);
    const { data } = this.image;
    data.fill(0);
    const { x0, sx, y0, sy } = affineFromZ(space);
    const blend = (opacity: number, shows: (label: number) => boolean) => {
      const stamps = this.stampsFor(theme, labels.length, box.sidePx, ratio, names, opacity);
      for (let n = 0; n < labels.length; n++) {
        const label = classAt(labels, n);
        if (!shows(label)) continue;
        const x = (x0 + sx * points[2 * n]! - box.leftPx) * ratio;
        const y = (y0 + sy * points[2 * n + 1]! - box.topPx) * ratio;
        stamps.blend(data, side, side, label, x, y);
      }
    };
    if (lit === null) {
      blend(dotOpacity(labels.length), () => true);
    } else {
      // Letters have no opacity: of the other classes there are none.
      if (!theme.forced) blend(LIT.others, (label) => label !== lit);
      blend(LIT.own, (label) => label === lit);
    }
    context.putImageData(this.image, Math.round(box.leftPx * ratio), Math.round(box.topPx * ratio));
  }

  private stampsFor(
    theme: Theme,
    count: number,
    sidePx: number,
    ratio: number,
    names: readonly string[],
    opacity: number,
  ): Stamps {
    const wanted = [theme, count, sidePx, ratio, theme.forced && names];
    const made = this.stamps.get(opacity);
    if (made?.for.every((each, n) => each === wanted[n])) return made.of;
    const radiusPx = dotRadiusPx(count, sidePx) * theme.scale * ratio;
    const of = theme.forced
      ? new GlyphStamps((label) => markOf(names, label), theme, GLYPH_OF_DOT * radiusPx)
      : new DotStamps((label) => dotColour(theme, label), radiusPx, RIM_PX * ratio, opacity);
    this.stamps.set(opacity, { of, for: wanted });
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
  // Among letters of its own colour a name has to be the larger.
  const scale = theme.scale * (theme.forced ? FORCED_SCALE : 1);
  const sizePx = scale * (names.some((name) => name.length > 2) ? WORD_PX : DIGIT_PX);
  context.save();
  clipToPlot(context, space);
  context.font = `700 ${sizePx}px ${theme.face}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4 * scale;
  context.strokeStyle = css(theme.paper, theme.forced ? 1 : 0.9);
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
