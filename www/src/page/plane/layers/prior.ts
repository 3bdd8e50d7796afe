// The prior p(z) = N(0, I) as rings at 1σ, 2σ and 3σ: hairlines, labelled where they cross the diagonal.
import { boxContains, canvasFromZ, pxPerZ, type PlaneSpace } from '../../../shared/space';
import { css, type Theme } from '../theme';
import { clipToPlot } from './manifold';

const RINGS = [1, 2, 3];

export function paintPrior(
  context: CanvasRenderingContext2D,
  ratio: number,
  space: PlaneSpace,
  theme: Theme,
  label: (sigmas: number) => string,
): void {
  const [x, y] = canvasFromZ(space, [0, 0]);
  const [px1, px2] = pxPerZ(space);
  context.save();
  clipToPlot(context, space);
  context.lineWidth = Math.max(1 / ratio, 0.75);
  context.strokeStyle = css(theme.ink, 0.55);
  for (const ring of RINGS) {
    context.beginPath();
    context.ellipse(x, y, ring * px1, ring * px2, 0, 0, 2 * Math.PI);
    context.stroke();
  }
  context.font = `${11 * theme.scale}px ${theme.face}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const ring of RINGS) {
    const place = canvasFromZ(space, [ring * Math.SQRT1_2, ring * Math.SQRT1_2]);
    if (!boxContains(space.box, place)) continue;
    context.lineWidth = 5;
    context.strokeStyle = css(theme.paper);
    context.strokeText(label(ring), ...place);
    context.fillStyle = css(theme.ink, 0.85);
    context.fillText(label(ring), ...place);
  }
  context.restore();
}
