// What the page shows of the model that is open: the last known state of everything, and what was kept of it.
import type {
  Codes,
  CurvePoint,
  EngineInfo,
  Frame,
  LabInfo,
  Manifold,
  Snapshot,
  Strip,
} from '../../shared/types';
import { extendCurve } from './curve';
import type { Card } from './pretrained';
import { Tray } from './tray.svelte';

export class Picture {
  info = $state.raw<LabInfo | null>(null);
  manifold = $state.raw<Manifold | null>(null);
  strip = $state.raw<Strip | null>(null);
  codes = $state.raw<Codes | null>(null);
  curve = $state.raw<readonly CurvePoint[]>([]);
  /** What computes, and the hash of the weights where they stood when nothing ran. */
  engineInfo = $state.raw<EngineInfo | null>(null);
  /** How a pretrained model was made. */
  card = $state.raw<Card | null>(null);
  /** Null for a model without data: it has no steps to count. */
  step = $state<number | null>(null);
  stepsPerSecond = $state<number | null>(null);
  /** The steps that the present training goes from and to. */
  span = $state.raw<{ from: number; until: number } | null>(null);
  /** An image of the strip. */
  selected = $state<number | null>(null);
  /** Tells the opened models apart: pins belong to one of them. */
  opened = $state(0);
  readonly layers = $state({ manifold: true, codes: true, prior: true });
  readonly tray = new Tray();

  readonly lastPoint = $derived(this.curve.at(-1) ?? null);
  readonly progress = $derived(
    this.span && this.step !== null
      ? (this.step - this.span.from) / (this.span.until - this.span.from)
      : null,
  );

  /** Selects an image of the strip; the selected one again selects none. */
  select(index: number): void {
    this.selected = this.selected === index ? null : index;
  }

  /** Keeps decoded points in the tray. z: (n, 2), pixels: n·H·W. */
  keep(z: Float32Array, pixels: Uint8Array): void {
    if (!this.info) return;
    const { height, width } = this.info.model;
    this.tray.add(z, pixels, { height, width }, this.opened);
  }

  /** Another model takes the place of the one shown, all at once: nothing flashes. */
  protected replace(opened: number, manifold: Manifold, snapshot: Snapshot): void {
    this.opened = opened;
    this.info = snapshot.info;
    this.codes = null;
    this.card = null;
    this.curve = [];
    this.span = null;
    this.selected = null;
    this.stepsPerSecond = null;
    this.refreshFrom(manifold, snapshot);
  }

  /** The same model at the step where it stands now. */
  protected refreshFrom(manifold: Manifold, snapshot: Snapshot): void {
    const { info, strip, codes, curve, engine } = snapshot;
    this.engineInfo = engine;
    this.manifold = manifold;
    this.strip = strip;
    this.codes = codes ?? this.codes;
    this.step = info.hasData ? info.step : null;
    if (curve) this.curve = extendCurve(this.curve, [curve]);
  }

  protected apply(frame: Frame): void {
    this.step = frame.stats.step;
    this.stepsPerSecond = frame.stepsPerSecond;
    if (frame.curve.length > 0) this.curve = extendCurve(this.curve, frame.curve);
    if (frame.manifold) this.manifold = frame.manifold;
    if (frame.strip) this.strip = frame.strip;
    if (frame.codes) this.codes = frame.codes;
  }
}
