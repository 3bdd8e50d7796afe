// Letters in place of dots, where classes have no colours of their own.
import { PHASES, Stamps, type Stamp } from './dots';
import { css, type Theme } from './theme';
import { context2d, scratchCanvas } from './tiles';

export class GlyphStamps extends Stamps {
  /** Height of the type in device pixels. */
  constructor(
    private readonly markOf: (label: number) => string,
    private readonly theme: Theme,
    private readonly typePx: number,
  ) {
    super(Math.ceil(typePx));
  }

  protected make(label: number, across: number, down: number): Stamp {
    const { reach, theme } = this;
    const side = 2 * reach + 1;
    const context = context2d(scratchCanvas(side, side));
    context.font = `600 ${this.typePx}px ${theme.face}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = css(theme.ink);
    const middle = (phase: number) => reach + (phase + 0.5) / PHASES;
    context.fillText(this.markOf(label), middle(across), middle(down), side);
    return { side, rgba: context.getImageData(0, 0, side, side).data };
  }
}
