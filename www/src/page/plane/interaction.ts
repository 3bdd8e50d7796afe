// What the gestures and keys do: where the lens looks, what is pinned, which path is drawn. No DOM.
import {
  zFromCanvas,
  windowContains,
  type CanvasPoint,
  type PlaneSpace,
  type ZPoint,
} from '../../shared/space';
import { DecodeQueue, SUPERSEDED } from './decode-queue';
import type { Aims, DotAim } from './dot-aim.svelte';
import type { GestureHandlers, PointerKind } from './gestures';
import { FAR_STEPS, type KeyAction } from './keyboard';
import type { LensFor } from './lens-place';
import { evenly, lengthOf, pathCount } from './path';
import type { Spoken } from './spoken';
import { tickStep } from './ticks';
import type { PlaneProps } from './types';
import { windowOf } from './view';
import type { ViewControl } from './view-control';

export interface Probe {
  z: ZPoint;
  by: LensFor;
}

/** What the visitor sees of all this. */
export interface Shown {
  probe: Probe | null;
  /** The probe's decoded image; null until the first answer. */
  pixels: Uint8Array | null;
  path: { line: readonly ZPoint[]; stops: readonly ZPoint[] };
  panning: boolean;
}

export const NOTHING_SHOWN: Shown = {
  probe: null,
  pixels: null,
  path: { line: [], stops: [] },
  panning: false,
};

export interface InteractionHost {
  space: () => PlaneSpace;
  props: () => Pick<PlaneProps, 'decode' | 'onPin' | 'onPath'>;
  show: (change: Partial<Shown>) => void;
  /** Selects the image whose dot is there, if there is one. */
  select: DotAim['select'];
  say: (spoken: Spoken) => void;
}

/** After a finger lifts, the lens stays long enough to be looked at. */
const LINGER_MS = 1600;
const NO_PATH = NOTHING_SHOWN.path;

export class Interaction implements GestureHandlers {
  private probe: Probe | null = null;
  /** Where the pointer that looks is: when the view moves under it, it looks at another z. */
  private pointer: CanvasPoint = [0, 0];
  private cursor: ZPoint = [0, 0];
  private trail: CanvasPoint[] = [];
  /** The points of the path that is drawn, and whether they are kept by now. */
  private drawn: { points: Float32Array; kept: boolean } | null = null;
  private readonly queue: DecodeQueue;
  private linger: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: InteractionHost,
    private readonly view: ViewControl,
  ) {
    this.queue = new DecodeQueue((points) => host.props().decode(points));
  }

  hover(point: CanvasPoint, kind: PointerKind): void {
    clearTimeout(this.linger);
    this.pointer = point;
    this.look({ z: zFromCanvas(this.host.space(), point), by: kind });
  }

  viewMoved(): void {
    if (this.probe?.by !== 'mouse') return;
    this.look({ z: zFromCanvas(this.host.space(), this.pointer), by: 'mouse' });
  }

  leave(by: LensFor): void {
    if (this.probe?.by === by) this.look(null);
  }

  /** A dot with an image behind it is selected by a mouse, which can aim at one; everything else keeps. */
  tap(point: CanvasPoint, kind: PointerKind, keeps = false): void {
    const z = zFromCanvas(this.host.space(), point);
    this.cursor = z;
    if (kind === 'mouse' && !keeps && this.select(z, 'pointer')) return;
    this.pathCancel();
    this.pin(z);
    if (kind === 'touch') this.lingerThenLeave();
  }

  /** The first tap kept its image, which stays: what is too much is removed more easily than found again. */
  doubleTap(): void {
    this.look(null);
    this.reset();
  }

  pathStart(point: CanvasPoint): void {
    this.pathCancel();
    this.trail = [point];
    const z = zFromCanvas(this.host.space(), point);
    this.host.show({ path: { line: [z], stops: [z] } });
  }

  pathMove(point: CanvasPoint, kind: PointerKind): void {
    const space = this.host.space();
    const inside = clampToPlot(space, point);
    this.pointer = inside;
    this.trail.push(inside);
    this.host.show({ path: { line: this.trail.map((at) => zFromCanvas(space, at)), stops: [] } });
    this.look({ z: zFromCanvas(space, inside), by: kind });
  }

  pathEnd(kind: PointerKind): void {
    const space = this.host.space();
    const stops = evenly(this.trail, pathCount(lengthOf(this.trail))).map((point) =>
      zFromCanvas(space, point),
    );
    const line = this.trail.map((point) => zFromCanvas(space, point));
    this.trail = [];
    this.host.show({ path: { line, stops } });
    if (kind === 'touch') this.lingerThenLeave();
    const points = Float32Array.from(stops.flat());
    const drawn = { points, kept: false };
    this.drawn = drawn;
    this.queue.keep(points).then(
      (pixels) => {
        this.host.props().onPath(points, pixels);
        drawn.kept = true;
        this.host.say({ what: 'path', images: stops.length });
      },
      () => {
        if (this.drawn === drawn) this.pathCancel();
      },
    );
  }

  pathCancel(): void {
    this.trail = [];
    this.drawn = null;
    this.host.show({ path: NO_PATH });
  }

  /** These are kept: a path that was is drawn no more when it is given up, or another model is shown. */
  pathsAre(paths: readonly Float32Array[]): void {
    if (this.drawn?.kept && !paths.includes(this.drawn.points)) this.pathCancel();
  }

  pan(dxPx: number, dyPx: number): void {
    this.view.pan(dxPx, dyPx, this.host.space().box);
  }

  panning(on: boolean): void {
    this.host.show({ panning: on });
  }

  zoom(point: CanvasPoint, factor: number): void {
    this.view.zoom(zFromCanvas(this.host.space(), point), factor);
  }

  key(action: KeyAction): void {
    switch (action.does) {
      case 'move':
        this.step(action.right, action.up, action.far);
        break;
      case 'pin':
        this.lookFromKeyboard();
        this.pin(this.cursor);
        break;
      case 'select':
        this.lookFromKeyboard();
        if (!this.select(this.cursor, 'keyboard')) this.host.say({ what: 'noImage' });
        break;
      case 'zoom':
        this.view.zoom(this.cursorInView(), action.factor);
        this.host.say({ what: 'view', window: this.view.window });
        break;
      case 'reset':
        this.reset();
        // Where it glides to, not where it still is.
        this.host.say({ what: 'view', window: windowOf(this.view.home) });
        break;
      case 'leave':
        this.pathCancel();
        this.look(null);
    }
  }

  /** The keyboard came to the plane: it hears where it is. */
  arrive(): void {
    this.lookFromKeyboard();
    this.host.say({ what: 'arrival', z: this.cursor });
  }

  /** The cursor shows where the keys act. */
  lookFromKeyboard(): void {
    this.cursor = this.cursorInView();
    this.look({ z: this.cursor, by: 'keyboard' });
  }

  /** The cursor goes to a place that was pointed out elsewhere. */
  goTo(z: ZPoint): void {
    this.cursor = z;
    this.view.reveal(z);
    this.look({ z, by: 'keyboard' });
    this.host.say({ what: 'cursor', z });
  }

  /** The model changed under a resting lens: decode the same point anew. */
  refresh(): void {
    if (this.probe) void this.decodeProbe(this.probe);
  }

  stop(): void {
    clearTimeout(this.linger);
  }

  private step(right: number, up: number, far: boolean): void {
    const space = this.host.space();
    const { z1Min, z1Max } = space.window;
    // A tenth of a tick: 0.1 at home, finer when zoomed in.
    const step = (tickStep(space.box.sidePx / (z1Max - z1Min)) / 10) * (far ? FAR_STEPS : 1);
    const onGrid = (value: number, by: number) =>
      by === 0 ? value : Math.round(value / step + by) * step;
    const [z1, z2] = this.cursorInView();
    this.cursor = [onGrid(z1, right), onGrid(z2, up)];
    this.view.reveal(this.cursor);
    this.look({ z: this.cursor, by: 'keyboard' });
    this.host.say({ what: 'cursor', z: this.cursor });
  }

  /** The cursor, or the middle of the view when it has been panned away from it. */
  private cursorInView(): ZPoint {
    const { window } = this.host.space();
    if (windowContains(window, this.cursor)) return this.cursor;
    return [(window.z1Min + window.z1Max) / 2, (window.z2Min + window.z2Max) / 2];
  }

  private reset(): void {
    this.pathCancel();
    this.view.reset();
  }

  private pin(at: ZPoint): void {
    // As the decoder reads it: the tray's point is the one that was decoded, to the last bit.
    const point = Float32Array.of(at[0], at[1]);
    this.queue.keep(point).then(
      (pixels) => {
        const z: [number, number] = [point[0] ?? 0, point[1] ?? 0];
        this.host.props().onPin(z, pixels);
        this.host.say({ what: 'pin', z });
      },
      () => undefined, // whoever decodes says why it failed; here, nothing is kept
    );
  }

  private select(z: ZPoint, by: Aims): boolean {
    const className = this.host.select(z, by);
    if (className !== false) this.host.say({ what: 'selected', className });
    return className !== false;
  }

  private look(probe: Probe | null): void {
    this.probe = probe;
    if (probe && probe.by !== 'keyboard') this.cursor = probe.z;
    this.host.show(probe ? { probe } : { probe, pixels: null });
    if (probe) void this.decodeProbe(probe);
  }

  private async decodeProbe(probe: Probe): Promise<void> {
    try {
      const pixels = await this.queue.newest(Float32Array.of(probe.z[0], probe.z[1]));
      // Even when the pointer has moved on, the answer is nearer to it than the one shown.
      if (pixels !== SUPERSEDED && this.probe) this.host.show({ pixels });
    } catch {
      this.host.show({ pixels: null }); // whoever decodes says why; the lens is empty
    }
  }

  private lingerThenLeave(): void {
    clearTimeout(this.linger);
    this.linger = setTimeout(() => this.leave('touch'), LINGER_MS);
  }
}

function clampToPlot({ box }: PlaneSpace, [xPx, yPx]: CanvasPoint): CanvasPoint {
  const within = (value: number, from: number) =>
    Math.min(Math.max(value, from), from + box.sidePx);
  return [within(xPx, box.leftPx), within(yPx, box.topPx)];
}
