// The view over time: what is shown now, where home is, how it gets there, and when to ask for a new manifold.
import { wantsStill } from '../controls/screen';
import type { PlaneWindow } from '../../shared/types';
import type { PlotBox, ZPoint } from '../../shared/space';
import { homeFor, PRIOR_HOME } from './home';
import type { TileShape } from './types';
import { between, gridFor, panBy, reveal, sameView, windowOf, zoomAbout, type View } from './view';

/** A manifold is asked for when the view has rested this long, or has moved for that long. */
const REST_MS = 80;
const PATIENCE_MS = 240;
const GLIDE_MS = 140;
const FOLLOW_MS = 200;

export class ViewControl {
  view: View = PRIOR_HOME;
  home: View = PRIOR_HOME;
  private glide = 0;
  private restTimer = 0;
  private movingSinceMs = 0;
  private asked = '';
  private following: { hasPrior: boolean; points: Float32Array | null } | null = null;
  private followTimer = 0;

  constructor(
    private readonly moved: () => void,
    private readonly ask: (window: PlaneWindow, columns: number, rows: number) => void,
    private readonly need: () => { box: PlotBox; shape: TileShape; ratio: number } | null,
  ) {}

  get window(): PlaneWindow {
    return windowOf(this.view);
  }

  get atHome(): boolean {
    return sameView(this.view, this.home);
  }

  zoom(fixed: ZPoint, factor: number): void {
    this.show(zoomAbout(this.view, fixed, factor, this.home));
  }

  pan(dxPx: number, dyPx: number, box: PlotBox): void {
    this.show(panBy(this.view, dxPx, dyPx, box, this.home));
  }

  reveal(z: ZPoint): void {
    this.show(reveal(this.view, z));
  }

  reset(): void {
    this.glideTo(this.home);
  }

  /** Another model: another plane, seen from its own home. */
  restart(): void {
    this.home = PRIOR_HOME;
    this.show(PRIOR_HOME);
    this.asked = '';
    this.askSoon();
  }

  /** Home follows the codes, a few times a second; the view follows home unless the visitor has moved it. */
  follow(hasPrior: boolean, points: Float32Array | null): void {
    const pending = this.following !== null;
    this.following = { hasPrior, points };
    if (!pending) this.followTimer = window.setTimeout(() => this.followNow(), FOLLOW_MS);
  }

  /** The plot or its tiles changed size: ask if that changes the grid. */
  askSoon(): void {
    const now = performance.now();
    if (this.restTimer === 0) this.movingSinceMs = now;
    clearTimeout(this.restTimer);
    const patience = Math.max(0, this.movingSinceMs + PATIENCE_MS - now);
    this.restTimer = window.setTimeout(() => this.askNow(), Math.min(REST_MS, patience));
  }

  /** Without waiting: the first manifold of a page that has just opened. */
  askNow(): void {
    clearTimeout(this.restTimer);
    this.restTimer = 0;
    const need = this.need();
    if (!need) return;
    const { columns, rows } = gridFor(need.box, need.shape, need.ratio);
    const question = JSON.stringify([this.window, columns, rows]);
    if (question === this.asked) return;
    this.asked = question;
    this.ask(this.window, columns, rows);
  }

  stop(): void {
    clearTimeout(this.restTimer);
    clearTimeout(this.followTimer);
    cancelAnimationFrame(this.glide);
  }

  private followNow(): void {
    if (!this.following) return;
    const { hasPrior, points } = this.following;
    this.following = null;
    const home = homeFor(hasPrior, points, this.home);
    if (sameView(home, this.home)) return;
    const follows = this.atHome || this.glide !== 0;
    this.home = home;
    if (follows) this.glideTo(home);
  }

  private show(view: View): void {
    cancelAnimationFrame(this.glide);
    this.glide = 0;
    this.set(view);
  }

  private set(view: View): void {
    if (sameView(view, this.view)) return;
    this.view = view;
    this.moved();
    this.askSoon();
  }

  private glideTo(target: View): void {
    cancelAnimationFrame(this.glide);
    this.glide = 0;
    if (wantsStill()) {
      this.set(target);
      return;
    }
    const from = this.view;
    const startMs = performance.now();
    const frame = (nowMs: number) => {
      const t = Math.min(Math.max((nowMs - startMs) / GLIDE_MS, 0), 1);
      this.glide = t < 1 ? requestAnimationFrame(frame) : 0;
      this.set(between(from, target, t * (2 - t)));
    };
    this.glide = requestAnimationFrame(frame);
  }
}
