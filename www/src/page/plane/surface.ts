// One layer's canvas: its backing store follows its size and the display's pixel ratio, its context counts CSS px.
import { context2d } from './tiles';

export class Surface {
  readonly context: CanvasRenderingContext2D;
  ratio = 1;
  private widthPx = 0;
  private heightPx = 0;

  constructor(readonly canvas: HTMLCanvasElement) {
    this.context = context2d(canvas);
  }

  /** True when the backing store was made anew, which leaves it blank. */
  resize(widthPx: number, heightPx: number, ratio: number): boolean {
    if (widthPx === this.widthPx && heightPx === this.heightPx && ratio === this.ratio)
      return false;
    [this.widthPx, this.heightPx, this.ratio] = [widthPx, heightPx, ratio];
    this.canvas.width = Math.max(1, Math.round(widthPx * ratio));
    this.canvas.height = Math.max(1, Math.round(heightPx * ratio));
    return true;
  }

  /** Blank, at one unit a CSS px. */
  begin(): CanvasRenderingContext2D {
    const { context, canvas, ratio } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }
}

/** The middle of the device pixel nearest to `px`: a hairline there is one device pixel wide and sharp. */
export function onPixel(px: number, ratio: number): number {
  return (Math.floor(px * ratio) + 0.5) / ratio;
}
