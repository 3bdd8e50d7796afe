// One open model, as the page knows it: its picture, what it is doing, and what can be asked of it.
import { failure, failureFrom } from '../../shared/failure';
import type {
  Checkpoint,
  Failure,
  ImagesId,
  Manifold,
  ManifoldView,
  ModelId,
  Opened,
  Snapshot,
  Tempo,
  TrainOptions,
  Watched,
} from '../../shared/types';
import { originOf, type KeptKind } from '../kept';
import { curveUpTo, extendCurve } from './curve';
import { trainingSet } from './data';
import type { Engine } from './engine';
import { aboutRun, type KeptModel } from './kept-run';
import type { ModelParts, ModelPhase, Source } from './model-parts';
import { Picture } from './picture.svelte';
import type { TrayItem } from './tray.svelte';
import { Viewer } from './viewer';

let lastKey = 0;

export class ModelState extends Picture {
  /** Tells models apart, those of an engine that ended too: pins belong to one of them. */
  readonly key: number;
  phase = $state<ModelPhase>('idle');
  /** How it diverged; with the step that it can go back to. */
  divergence = $state.raw<Failure | null>(null);
  readonly backTo = $derived.by(() => {
    const step = this.divergence?.params['backTo'];
    return typeof step === 'number' ? step : null;
  });
  /** Set where it has images that a model can be trained on. */
  readonly trainsOn = $derived(trainingSet(this.info.images?.name));
  /** The steps at which it was opened, and was last saved. */
  private openedStep = $state<number | null>(null);
  private savedStep = $state<number | null>(null);
  /** Steps were done here. */
  readonly trained = $derived(this.step !== null && this.step !== this.openedStep);
  readonly unsaved = $derived(this.trained && this.step !== this.savedStep);
  /** The last that the engine handed over. */
  private checkpoint: Checkpoint | null = $state.raw(null);
  /** The step that it goes on from when the engine is lost. */
  readonly safeStep = $derived(this.trainsOn ? (this.checkpoint?.step ?? null) : null);

  private readonly id: ModelId;
  private readonly viewer: Viewer;
  private closed = false;
  private ended: Promise<void> = Promise.resolve();
  /** Tell those who wait for an answer that the model is gone: an engine that died says nothing any more. */
  private readonly waiting = new Set<(reason: Failure) => void>();
  /** The whole codes that pixels were decoded from: what is kept hands the same pixels back. */
  private readonly decoded = new WeakMap<Uint8Array, Float32Array>();

  private constructor(
    opened: Opened,
    readonly source: Source,
    view: ManifoldView,
    manifold: Manifold,
    snapshot: Snapshot,
    private readonly parts: ModelParts,
    kept: KeptModel | null,
  ) {
    super(opened, manifold, snapshot);
    this.id = opened.model;
    this.key = kept?.key ?? (lastKey += 1);
    this.openedStep = this.step;
    this.awaitsImages = source.kind === 'pretrained' && !this.info.images;
    if (kept) this.goOnAs(kept);
    this.viewer = new Viewer(
      view,
      (asked) => this.api.manifold(this.id, asked),
      (drawn) => (this.manifold = drawn),
    );
  }

  /** A model that the engine has just opened, with all of its picture. */
  static async of(
    opened: Opened,
    source: Source,
    view: ManifoldView,
    parts: ModelParts,
    kept: KeptModel | null = null,
  ): Promise<ModelState> {
    const { api } = parts.engine;
    await api.setView(opened.model, view);
    const [manifold, snapshot] = await Promise.all([
      api.manifold(opened.model, view),
      api.snapshot(opened.model),
    ]);
    return new ModelState(opened, source, view, manifold, snapshot, parts, kept);
  }

  /** Nothing is asked of it any more; what it showed stays until something else is shown. */
  close(): void {
    if (this.closed) return;
    this.go();
    this.api.close(this.id).catch(() => {}); // an engine that fails says so where it is asked for something
  }

  /** Its engine ended, and it with it. */
  endedWithEngine(): void {
    this.go();
    this.phase = 'idle';
    this.stepsPerSecond = null;
  }

  // ── training ───────────────────────────────────────────────────────────────────────────────

  /** Begins a run; does not wait for its end. */
  train(epochs: number, tempo: Tempo = 'full'): void {
    const from = this.epoch ?? this.info.epoch;
    this.span = { from, until: from + epochs };
    this.phase = 'training';
    this.tempo = tempo;
    this.ended = this.run(epochs, tempo);
  }

  /** How fast the run goes from now on, if one is under way. */
  setTempo(tempo: Tempo): void {
    if (this.closed || this.phase !== 'training') return;
    this.tempo = tempo;
    this.api.setTempo(this.id, tempo).catch((error: unknown) => this.failed(error));
  }

  async pause(): Promise<void> {
    if (this.closed) return;
    if (this.phase === 'training') await this.api.pause(this.id);
    await this.ended;
  }

  /** Exactly one step; a run pauses first. */
  async stepOnce(): Promise<void> {
    await this.pause();
    const stats = await this.api.step(this.id, 1).catch((error: unknown) => {
      this.noteDivergence(failureFrom(error));
      throw error;
    });
    this.stands(stats);
    this.phase = 'paused';
    await this.refresh();
  }

  /** To the last checkpoint before a divergence. */
  async back(): Promise<void> {
    const info = await this.api.back(this.id);
    this.info = info;
    this.stands(info);
    this.curve = curveUpTo(this.curve, info.step);
    this.span = null;
    this.divergence = null;
    this.phase = 'paused';
    await this.refresh();
  }

  async setOptions(options: TrainOptions): Promise<void> {
    this.info = await this.answer(this.api.setOptions(this.id, options));
  }

  // ── looking ────────────────────────────────────────────────────────────────────────────────

  look(view: ManifoldView): void {
    if (this.closed) return;
    this.viewer.view = view;
    const told = this.api.setView(this.id, view);
    const drawn = this.phase === 'training' ? null : this.viewer.refresh();
    Promise.all([told, drawn]).catch((error) => this.failed(error));
  }

  /** Points of the plane (n, 2) → pixels (n, H, W). */
  async decode(points: Float32Array): Promise<Uint8Array> {
    try {
      const { z, pixels } = await this.answer(this.api.decode(this.id, points));
      this.decoded.set(pixels, z);
      return pixels;
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  /** Keeps decoded points (n, 2) in the tray. */
  keep(points: Float32Array, pixels: Uint8Array, kind: KeptKind): TrayItem {
    const z = this.decoded.get(pixels) ?? points;
    const { model, hasPrior } = this.info;
    const shape = { height: model.height, width: model.width };
    const origin = originOf(model, this.step ?? this.card?.steps ?? null, hasPrior);
    return this.parts.tray.add({ kind, z, points, pixels, shape, origin, run: this.key });
  }

  /** Codes that came in a file beside the weights. */
  async placeCodes(bytes: Uint8Array): Promise<void> {
    this.give(await this.api.readCodes(this.id, this.parts.engine.moved(bytes)));
  }

  /** From now on it is looked at with these images, and trains on them where they are for that. */
  async attach(images: ImagesId): Promise<void> {
    const opened = await this.answer(this.api.attach(this.id, images));
    const snapshot = await this.answer(this.api.snapshot(this.id));
    if (this.closed) return;
    this.showImages(opened, snapshot);
    this.openedStep = this.step;
  }

  async weights(): Promise<Uint8Array> {
    const { step } = this;
    const bytes = await this.answer(this.api.saveWeights(this.id));
    this.savedStep = step;
    return bytes;
  }

  /** All that it takes to go on with it elsewhere, from its last checkpoint; null where there is none. */
  kept(): KeptModel | null {
    const { key, source, trainsOn, checkpoint, curve, span, selected } = this;
    if (!trainsOn || !checkpoint) return null;
    const { openedStep, savedStep } = this;
    const strict = this.engineInfo.arithmetic === 'strict';
    const phase = this.phase === 'finished' ? 'finished' : 'paused';
    const { options } = this.info;
    const about = aboutRun(this.info, checkpoint.step, curve);
    const now = { about, key, source, images: trainsOn, strict, checkpoint, options };
    return { ...now, curve, phase, span, selected, openedStep, savedStep };
  }

  // ── inside ─────────────────────────────────────────────────────────────────────────────────

  private goOnAs(kept: KeptModel): void {
    this.checkpoint = kept.checkpoint;
    this.curve = extendCurve(curveUpTo(kept.curve, kept.checkpoint.step), this.curve);
    this.phase = kept.phase;
    this.span = kept.span;
    this.selected = kept.selected;
    this.watchSelected();
    this.openedStep = kept.openedStep;
    this.savedStep = kept.savedStep;
  }

  protected override async watch(place: number | null): Promise<Watched | null> {
    return this.answer(this.api.watch(this.id, place)).catch((error: unknown) => {
      this.failed(error);
      return null;
    });
  }

  protected override async inputAt(place: number): Promise<Uint8Array> {
    return (await this.answer(this.api.lookAt(this.id, place))).inputs;
  }

  private get api(): Engine['api'] {
    return this.parts.engine.api;
  }

  /** The engine's answer, or that the model is gone. */
  private answer<T>(asked: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      asked.then(resolve, reject).finally(() => this.waiting.delete(reject));
      if (this.closed) reject(failure('closed'));
    });
  }

  private go(): void {
    this.closed = true;
    this.viewer.forget();
    for (const tell of this.waiting) tell(failure('closed'));
  }

  private async run(epochs: number, tempo: Tempo): Promise<void> {
    const sink = this.parts.engine.sink(async (frame) => {
      if (this.closed || this.phase !== 'training') return;
      this.apply(frame);
      if (frame.checkpoint) this.checkpoint = frame.checkpoint;
      await this.parts.nextFrame();
    });
    try {
      const end = await this.api.start(this.id, epochs, sink, tempo);
      if (this.closed) return;
      this.curve = extendCurve(this.curve, end.curve);
      this.stands(end); // no frame need have told of the last slice
      this.phase = end.reason;
      this.stepsPerSecond = null;
      await this.refresh();
    } catch (error) {
      if (!this.closed) this.phase = 'paused';
      this.failed(error);
    }
  }

  /** The whole picture at the step where the model stands. */
  private async refresh(): Promise<void> {
    const hold = (checkpoint: Checkpoint) => {
      if (!this.closed) this.checkpoint = checkpoint;
    };
    const [manifold, snapshot] = await Promise.all([
      this.api.manifold(this.id, this.viewer.view),
      this.api.snapshot(this.id),
      this.api.checkpoint(this.id).then(hold),
    ]);
    if (!this.closed) this.show(manifold, snapshot);
  }

  private failed(error: unknown): void {
    const known = failureFrom(error);
    if (this.closed || known.code === 'closed') return;
    this.noteDivergence(known);
    this.parts.failed(known);
  }

  private noteDivergence(known: Failure): void {
    if (known.code !== 'diverged') return;
    this.phase = 'diverged';
    this.stepsPerSecond = null;
    this.divergence = known;
  }
}
