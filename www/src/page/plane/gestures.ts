// Pointers into gestures: hover, tap, double tap, path, pan, zoom. A state machine fed with plain numbers; the
// only DOM is `listen` at the end. Points are canvas px of the element listened to.
//
// A tap is answered at once. A second tap on the same spot within DOUBLE_MS is a double tap, not another tap: both
// together are one tap and what a double tap does. Waiting to see whether a second comes would make every tap late.
//
// A finger that moves scrolls the page, which is the browser's to do: it draws only after it was held still.
import type { CanvasPoint } from '../../shared/space';
import { distance } from './path';

export type PointerKind = 'mouse' | 'touch';

export interface GestureHandlers {
  hover(point: CanvasPoint, kind: PointerKind): void;
  leave(kind: PointerKind): void;
  /** `keeps`: whatever lies there, with Shift or Alt. */
  tap(point: CanvasPoint, kind: PointerKind, keeps: boolean): void;
  doubleTap(point: CanvasPoint): void;
  pathStart(point: CanvasPoint, kind: PointerKind): void;
  pathMove(point: CanvasPoint, kind: PointerKind): void;
  pathEnd(kind: PointerKind): void;
  pathCancel(): void;
  pan(dxPx: number, dyPx: number): void;
  /** A pan or pinch begins or ends. */
  panning(on: boolean): void;
  /** `factor` > 1 zooms in about `point`. */
  zoom(point: CanvasPoint, factor: number): void;
}

export interface Press {
  id: number;
  kind: PointerKind;
  point: CanvasPoint;
  timeMs: number;
  /** Shift held, or the middle button. */
  pans: boolean;
  /** Shift or Alt held: a tap keeps whatever lies there. */
  keeps: boolean;
}

export const DOUBLE_MS = 350;
/** How far a pressed pointer may stray and still be a tap, and how far apart two taps may be. */
const SLOP_PX = { mouse: 4, touch: 9 };
/** A finger that has rested so long draws. */
export const HOLD_MS = 400;
const DOUBLE_PX = { mouse: 6, touch: 28 };

type Phase = 'idle' | 'pressed' | 'held' | 'drawing' | 'panning' | 'pinching' | 'spent';

export class Gestures {
  private current: Phase = 'idle';
  private readonly down = new Map<number, CanvasPoint>();
  private start: CanvasPoint = [0, 0];
  /** The pointer has not strayed since it was pressed. */
  private still = false;
  private holding: ReturnType<typeof setTimeout> | undefined;
  private lastTap: { point: CanvasPoint; timeMs: number } | null = null;

  constructor(private readonly handlers: GestureHandlers) {}

  private get phase(): Phase {
    return this.current;
  }

  private set phase(next: Phase) {
    const [panned, pans] = [this.current, next].map((it) => it === 'panning' || it === 'pinching');
    this.current = next;
    clearTimeout(this.holding);
    if (pans !== panned) this.handlers.panning(pans === true);
  }

  /** What the fingers do now is the plane's, not the page's. */
  get holds(): boolean {
    return this.down.size > 1 || this.phase === 'held' || this.phase === 'drawing';
  }

  press({ id, kind, point, pans }: Press): void {
    this.down.set(id, point);
    this.start = point;
    this.still = this.down.size === 1;
    if (this.down.size === 2) {
      if (this.draws) this.handlers.pathCancel();
      this.phase = 'pinching';
      this.handlers.leave(kind);
    } else if (this.down.size > 2) {
      this.phase = 'spent';
    } else if (pans) {
      this.phase = 'panning';
      this.handlers.leave(kind);
    } else {
      this.phase = 'pressed';
      if (kind === 'mouse') this.handlers.hover(point, kind);
      else this.holding = setTimeout(() => this.hold(), HOLD_MS);
    }
  }

  move(id: number, kind: PointerKind, point: CanvasPoint): void {
    const before = this.down.get(id);
    if (!before) {
      if (this.phase === 'idle') this.handlers.hover(point, kind);
      return;
    }
    if (this.still && distance(point, this.start) <= SLOP_PX[kind]) return;
    this.still = false;
    switch (this.phase) {
      case 'pressed':
        if (kind === 'touch') {
          this.phase = 'spent';
          break;
        }
        this.handlers.pathStart(this.start, kind);
        this.draw(kind, point);
        break;
      case 'held':
        this.draw(kind, point);
        break;
      case 'drawing':
        this.handlers.pathMove(point, kind);
        break;
      case 'panning':
        this.handlers.pan(point[0] - before[0], point[1] - before[1]);
        break;
      case 'pinching':
        this.pinch(id, before, point);
        break;
      default:
    }
    this.down.set(id, point);
  }

  release({ id, kind, point, timeMs, keeps }: Press): void {
    if (!this.down.delete(id)) return;
    const phase = this.phase;
    this.phase = this.down.size > 0 ? 'spent' : 'idle';
    if (phase === 'drawing') this.handlers.pathEnd(kind);
    if (phase === 'held') this.handlers.pathCancel();
    const taps =
      phase === 'pressed' || phase === 'held' || (phase === 'panning' && this.still && keeps);
    if (taps) this.tapped(point, kind, timeMs, keeps);
  }

  /** The system took the pointer, or the visitor pressed Escape: nothing of the gesture counts. */
  cancel(): void {
    if (this.draws) this.handlers.pathCancel();
    this.phase = this.down.size > 0 ? 'spent' : 'idle';
  }

  lost(id: number, kind: PointerKind): void {
    this.down.delete(id);
    this.cancel();
    this.handlers.leave(kind);
  }

  /** The pointer went off the plot; a drag goes on, it holds the pointer. */
  leave(kind: PointerKind): void {
    if (this.phase === 'idle') this.handlers.leave(kind);
  }

  wheel(point: CanvasPoint, factor: number): void {
    this.handlers.zoom(point, factor);
  }

  private get draws(): boolean {
    return this.phase === 'held' || this.phase === 'drawing';
  }

  private hold(): void {
    this.phase = 'held';
    this.handlers.hover(this.start, 'touch');
    this.handlers.pathStart(this.start, 'touch');
  }

  private draw(kind: PointerKind, point: CanvasPoint): void {
    this.phase = 'drawing';
    this.handlers.pathMove(point, kind);
  }

  private tapped(point: CanvasPoint, kind: PointerKind, timeMs: number, keeps: boolean): void {
    const last = this.lastTap;
    const again =
      last !== null &&
      timeMs - last.timeMs <= DOUBLE_MS &&
      distance(point, last.point) <= DOUBLE_PX[kind];
    this.lastTap = again ? null : { point, timeMs };
    if (kind === 'touch' && !again) this.handlers.hover(point, kind);
    if (again) this.handlers.doubleTap(point);
    else this.handlers.tap(point, kind, keeps);
  }

  /** Two fingers: what lay between them stays between them. */
  private pinch(id: number, before: CanvasPoint, now: CanvasPoint): void {
    const other = [...this.down].find(([key]) => key !== id)?.[1];
    if (!other) return;
    this.handlers.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    const apart = distance(before, other);
    const middle: CanvasPoint = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    if (apart > 8) this.handlers.zoom(middle, Math.max(distance(now, other), 8) / apart);
  }
}

/** The zoom of one wheel event: a notch of an ordinary wheel is about a fifth, a trackpad's pinch follows the fingers. */
export function wheelFactor(deltaY: number, deltaMode: number, ctrlKey: boolean): number {
  const px = deltaY * (deltaMode === 1 ? 20 : deltaMode === 2 ? 400 : 1);
  const limited = Math.min(Math.max(px, -160), 160);
  return Math.exp(-limited * (ctrlKey ? 0.01 : 0.0018));
}

/** Feeds `element`'s pointer and wheel events to a machine, in canvas px of `frame`. Returns what stops it. */
export function listen(element: HTMLElement, frame: HTMLElement, gestures: Gestures): () => void {
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    does: (event: HTMLElementEventMap[K]) => void,
  ) => element.addEventListener(name, does, { signal: stop.signal, passive: false });

  const pointOf = (event: MouseEvent): CanvasPoint => {
    const { left, top } = frame.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const kindOf = (event: PointerEvent): PointerKind =>
    event.pointerType === 'touch' ? 'touch' : 'mouse';
  const pressOf = (event: PointerEvent): Press => ({
    id: event.pointerId,
    kind: kindOf(event),
    point: pointOf(event),
    timeMs: event.timeStamp,
    pans: event.shiftKey || event.button === 1,
    keeps: event.button === 0 && (event.shiftKey || event.altKey),
  });

  on('pointerdown', (event) => {
    if (event.button > 1) return;
    if (event.button === 1) event.preventDefault(); // no scrolling by the middle button
    element.setPointerCapture(event.pointerId);
    gestures.press(pressOf(event));
  });
  on('pointermove', (event) => gestures.move(event.pointerId, kindOf(event), pointOf(event)));
  on('pointerup', (event) => gestures.release(pressOf(event)));
  on('pointercancel', (event) => gestures.lost(event.pointerId, kindOf(event)));
  on('pointerleave', (event) => {
    if (event.pointerType !== 'touch') gestures.leave('mouse');
  });
  // A scroll that the browser has not begun it does not begin.
  for (const name of ['touchstart', 'touchmove'] as const) {
    on(name, (event) => {
      if ((gestures.holds || event.touches.length > 1) && event.cancelable) event.preventDefault();
    });
  }
  on('contextmenu', (event) => {
    if (gestures.holds) event.preventDefault(); // what a finger that rests asks for elsewhere
  });
  on('wheel', (event) => {
    event.preventDefault();
    gestures.wheel(pointOf(event), wheelFactor(event.deltaY, event.deltaMode, event.ctrlKey));
  });
  return () => stop.abort();
}
