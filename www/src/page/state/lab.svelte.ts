// The page's one source of truth: which model is open, what it is doing, and what it shows.
// It asks the worker and keeps the answers; components read it and call its actions.
import type { LabInfo, PlaneWindow } from '../../shared/types';
import { DIGITS_SHAPE, failureFrom, runConfigFor, runConfigOf, type Failure } from '../wire';
import { extendCurve } from './curve';
import type { Engine } from './engine';
import { Picture } from './picture.svelte';
import type { Pretrained } from './pretrained';
import { Settings } from './settings.svelte';
import { settingNamed, type SettingName } from './settings-table';
import { Viewer } from './viewer';

export type Phase = 'opening' | 'idle' | 'training' | 'paused' | 'finished' | 'diverged' | 'dead';

/** Where the open model came from. */
export type Source = { kind: 'pretrained' } | { kind: 'digits' } | { kind: 'file'; name: string };

export interface LabParts {
  startEngine(onDied: (message: string) => void): Engine;
  pretrained: Pretrained;
  nextFrame(): Promise<void>;
}

/** Failures that correcting a setting mends. */
const SETTING_CODES = new Set(['bad_option', 'bad_spec']);
const SUPERSEDED = failureFrom({ code: 'superseded', message: '' });

export class LabState extends Picture {
  phase = $state<Phase>('opening');
  source = $state.raw<Source>({ kind: 'pretrained' });
  error = $state.raw<Failure | null>(null);
  /** The setting that was refused last. */
  refused = $state<SettingName | null>(null);
  readonly settings = new Settings();

  readonly busy = $derived(this.phase === 'opening');
  readonly usable = $derived(this.phase !== 'dead');
  readonly resetPending = $derived(
    this.info !== null &&
      this.info.hasData &&
      this.settings.differFrom(runConfigOf(this.info), this.engineInfo?.arithmetic !== 'relaxed'),
  );

  private engine: Engine;
  private readonly viewer = new Viewer(
    (view) => this.engine.api.manifold(view),
    (manifold) => (this.manifold = manifold),
  );
  /** Moves on when another model is asked for: answers and frames of an older one are dropped. */
  private generation = 0;
  private ended: Promise<void> = Promise.resolve();
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly parts: LabParts) {
    super();
    this.engine = this.startEngine();
  }

  // ── opening a model ────────────────────────────────────────────────────────────────────────

  openPretrained(): Promise<void> {
    return this.inTurn(async () => {
      const { pretrained } = this.parts;
      const bytes = await pretrained.weights();
      await this.open({ kind: 'pretrained' }, () =>
        this.engine.api.openWeights(this.engine.moved(bytes)),
      );
      const [card, codeBytes] = await Promise.all([pretrained.card(), pretrained.codes()]);
      this.card = card;
      this.codes = await this.engine.api.readCodes(this.engine.moved(codeBytes));
    });
  }

  /** A fresh model on the digits, at step 0, as the settings describe it. */
  reset(): Promise<void> {
    return this.inTurn(() => this.openDigits());
  }

  loadWeights(file: File): Promise<void> {
    return this.inTurn(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await this.open({ kind: 'file', name: file.name }, () =>
        this.engine.api.openWeights(this.engine.moved(bytes)),
      );
      if (this.info?.hasData) this.settings.show(runConfigOf(this.info));
    });
  }

  /** After the worker died: a new one, with the same kind of model. */
  restart(): Promise<void> {
    this.engine.end();
    this.engine = this.startEngine();
    this.queue = Promise.resolve();
    this.viewer.forget();
    this.phase = 'opening';
    return this.source.kind === 'digits' ? this.reset() : this.openPretrained();
  }

  // ── training ───────────────────────────────────────────────────────────────────────────────

  train(): Promise<void> {
    return this.inTurn(async () => {
      if (this.phase === 'training') return;
      const epochs = this.settings.value('epochs');
      await this.makeTrainable();
      const { info } = this;
      if (!info) return;
      const from = this.step ?? info.step;
      this.span = { from, until: from + epochs * info.stepsPerEpoch };
      this.phase = 'training';
      this.ended = this.run(this.span.until);
    });
  }

  async pause(): Promise<void> {
    if (this.phase === 'training') await this.engine.api.pause();
    await this.ended;
  }

  /** Exactly one step; a running training pauses first. */
  stepOnce(): Promise<void> {
    return this.inTurn(async () => {
      await this.pause();
      await this.makeTrainable();
      const stats = await this.engine.api.step(1);
      this.step = stats.step;
      this.phase = 'paused';
      await this.refresh();
    });
  }

  /** Learning rate, β and batch size, at once. */
  async applyOptions(): Promise<void> {
    try {
      const options = this.settings.options();
      this.acceptSettings();
      if (this.info?.hasData && this.usable) await this.engine.api.setOptions(options);
    } catch (error) {
      this.fail(failureFrom(error));
    }
  }

  /** As many threads as were asked for, or as the machine gives, at once. */
  async applyThreads(): Promise<void> {
    try {
      const asked = this.settings.value('threads');
      this.acceptSettings();
      const threads = await this.engine.api.setThreads(asked);
      if (this.engineInfo) this.engineInfo = { ...this.engineInfo, threads };
      this.settings.typed.threads = String(threads);
    } catch (error) {
      this.fail(failureFrom(error));
    }
  }

  // ── looking ────────────────────────────────────────────────────────────────────────────────

  readonly decode = async (z: Float32Array): Promise<Uint8Array> => {
    const generation = this.generation;
    const pixels = await this.engine.api.decode(z);
    if (generation !== this.generation) throw SUPERSEDED;
    return pixels;
  };

  readonly look = (window: PlaneWindow, columns: number, rows: number): void => {
    this.viewer.view = { window, columns, rows };
    const told = this.engine.api.setView(this.viewer.view);
    const drawn = this.info && this.phase !== 'training' ? this.viewer.refresh() : null;
    Promise.all([told, drawn]).catch((error) => this.fail(failureFrom(error)));
  };

  weights(): Promise<Uint8Array> {
    return this.engine.api.saveWeights();
  }

  /** Something is being saved: when it fails, that is said like any other failure. */
  async saving(save: () => Promise<void>): Promise<void> {
    await save().catch((error: unknown) => this.fail(failureFrom(error)));
  }

  dismissError(): void {
    this.error = null;
  }

  // ── inside ─────────────────────────────────────────────────────────────────────────────────

  private startEngine(): Engine {
    const engine = this.parts.startEngine((message) => {
      if (engine === this.engine) this.fail(failureFrom({ code: 'fatal', message }));
    });
    return engine;
  }

  /** One action after another: each sees the state that the one before left. */
  private inTurn(action: () => Promise<void>): Promise<void> {
    const turn = this.queue.then(async () => {
      try {
        await action();
      } catch (error) {
        this.fail(failureFrom(error));
      }
    });
    this.queue = turn;
    return turn;
  }

  private async makeTrainable(): Promise<void> {
    if (!this.info?.hasData || this.phase === 'diverged') await this.openDigits();
  }

  private async openDigits(): Promise<void> {
    const config = runConfigFor(this.settings.runConfig(DIGITS_SHAPE));
    const reproducible = this.settings.value('reproducible');
    await this.open({ kind: 'digits' }, () => this.engine.api.openTrainable(config, reproducible));
  }

  /** The old picture stays until all of the new one is there. */
  private async open(source: Source, ask: () => Promise<LabInfo>): Promise<void> {
    const { api } = this.engine;
    const before = this.generation;
    this.generation += 1;
    this.viewer.forget();
    await ask().catch((error: unknown) => {
      this.generation = before; // the model that was open still is, and may be training
      throw error;
    });
    const { view } = this.viewer;
    await api.setView(view);
    const [manifold, snapshot] = await Promise.all([api.manifold(view), api.snapshot()]);
    this.replace(this.generation, manifold, snapshot);
    this.source = source;
    this.error = null;
    this.refused = null;
    this.phase = 'idle';
  }

  private async run(untilStep: number): Promise<void> {
    const run = this.generation;
    const sink = this.engine.sink(async (frame) => {
      if (run !== this.generation || this.phase !== 'training') return;
      this.apply(frame);
      await this.parts.nextFrame();
    });
    try {
      const end = await this.engine.api.start(untilStep, sink);
      if (run !== this.generation) return;
      this.curve = extendCurve(this.curve, end.curve);
      this.step = end.step; // no frame need have told of the last slice
      this.phase = end.reason;
      this.stepsPerSecond = null;
      await this.refresh();
    } catch (error) {
      if (run !== this.generation) return;
      this.phase = 'paused';
      this.fail(failureFrom(error));
    }
  }

  /** The whole picture at the step where the model stands. */
  private async refresh(): Promise<void> {
    const run = this.generation;
    const { api } = this.engine;
    const [manifold, snapshot] = await Promise.all([
      api.manifold(this.viewer.view),
      api.snapshot(),
    ]);
    if (run !== this.generation) return;
    this.refreshFrom(manifold, snapshot);
  }

  /** What was refused has been corrected: its message goes. */
  private acceptSettings(): void {
    this.refused = null;
    if (this.error && SETTING_CODES.has(this.error.code)) this.error = null;
  }

  private fail(failure: Failure): void {
    if (failure.code === 'superseded' || failure.code === 'not_open') return;
    if (failure.code === 'fatal') this.phase = 'dead';
    else if (failure.code === 'diverged') this.phase = 'diverged';
    else if (this.phase === 'opening') this.phase = 'idle';
    if (SETTING_CODES.has(failure.code)) this.refused = settingNamed(failure.field);
    this.error = failure;
  }
}
