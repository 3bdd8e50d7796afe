// The page's one source of truth: which models are open, which one is shown, what they are trained with, and what went
// wrong last. It owns the engine; components read it and call its actions.
import { dataSetFor, dataSets, type DataSetName } from '../../shared/data-sets';
import { failure, failureFrom } from '../../shared/failure';
import type { Failure, ImagesId, ManifoldView, Opened, PlaneWindow } from '../../shared/types';
import type { Layers } from '../plane/types';
import type { Engine } from './engine';
import { ModelState, type ModelPhase, type Source } from './model.svelte';
import type { Pretrained } from './pretrained';
import { Settings } from './settings.svelte';
import { settingNamed, type SettingName } from './settings-table';
import { Tray } from './tray.svelte';

export type Phase = ModelPhase | 'opening' | 'dead';

export interface WorkbenchParts {
  startEngine(onDied: (message: string) => void): Engine;
  pretrained: Pretrained;
  nextFrame(): Promise<void>;
}

/** Failures that correcting a setting mends. */
const SETTING_CODES = new Set(['bad_option', 'bad_spec']);
/** What a fresh model is trained on. */
const DATA_SET: DataSetName = 'digits8x8';
/** What is asked for before the plane has said what it shows. */
const FIRST_VIEW: ManifoldView = {
  window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 },
  columns: 24,
  rows: 24,
};

export class Workbench {
  models = $state.raw<readonly ModelState[]>([]);
  /** The model that is shown; null until the first is there. */
  current = $state.raw<ModelState | null>(null);
  error = $state.raw<Failure | null>(null);
  /** The setting that was refused last. */
  refused = $state<SettingName | null>(null);
  readonly settings = new Settings();
  readonly tray = new Tray();
  readonly layers: Layers = $state({ manifold: true, codes: true, prior: true });

  private opening = $state(true);
  private dead = $state(false);
  readonly phase: Phase = $derived.by(() => {
    if (this.dead) return 'dead';
    return this.opening ? 'opening' : (this.current?.phase ?? 'idle');
  });
  readonly busy = $derived(this.phase === 'opening');
  readonly usable = $derived(!this.dead);
  readonly source: Source = $derived(this.current?.source ?? { kind: 'pretrained' });
  readonly resetPending = $derived.by(() => {
    const { current } = this;
    if (!current?.info.images) return false;
    return this.settings.differFrom(current.info, current.engineInfo.arithmetic === 'strict');
  });

  private engine: Engine;
  private view = FIRST_VIEW;
  /** Sets of images that the engine has opened, or is opening. */
  private readonly images = new Map<DataSetName, Promise<ImagesId>>();
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly parts: WorkbenchParts) {
    this.engine = this.startEngine();
  }

  // ── opening a model ────────────────────────────────────────────────────────────────────────

  openPretrained(): Promise<void> {
    return this.inTurn(async () => {
      const { pretrained } = this.parts;
      const model = await this.openWeights({ kind: 'pretrained' }, await pretrained.weights());
      const [card, codes] = await Promise.all([pretrained.card(), pretrained.codes()]);
      model.card = card;
      await model.placeCodes(codes);
    });
  }

  /** A fresh model at step 0, as the settings describe it. */
  reset(): Promise<void> {
    return this.inTurn(async () => void (await this.openFresh()));
  }

  loadWeights(file: File): Promise<void> {
    return this.inTurn(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { info } = await this.openWeights({ kind: 'file', name: file.name }, bytes);
      if (info.images) this.settings.show(info);
    });
  }

  /** After the worker died: a new one, with the same kind of model. */
  restart(): Promise<void> {
    const { kind } = this.source;
    this.engine.end();
    for (const model of this.models) model.endedWithEngine();
    this.models = [];
    this.images.clear();
    this.engine = this.startEngine();
    this.queue = Promise.resolve();
    this.dead = false;
    this.opening = true;
    return kind === 'digits' ? this.reset() : this.openPretrained();
  }

  // ── training ───────────────────────────────────────────────────────────────────────────────

  train(): Promise<void> {
    return this.inTurn(async () => {
      if (this.phase === 'training') return;
      const epochs = this.settings.value('epochs');
      (await this.trainable()).train(epochs);
    });
  }

  async pause(): Promise<void> {
    await this.current?.pause();
  }

  /** Exactly one step; a running training pauses first. */
  stepOnce(): Promise<void> {
    return this.inTurn(async () => {
      await this.pause();
      await (await this.trainable()).stepOnce();
    });
  }

  /** The model that diverged goes back to its last checkpoint, with the options it had there; Train goes on. */
  back(): Promise<void> {
    return this.inTurn(async () => {
      const { open } = this;
      if (!open) return;
      await open.back();
      this.settings.show(open.info);
      this.dismissError();
    });
  }

  /** Learning rate, β and batch size, at once. */
  async applyOptions(): Promise<void> {
    try {
      const options = this.settings.options();
      this.acceptSettings();
      const { open } = this;
      if (open?.info.images && this.usable) await open.setOptions(options);
    } catch (error) {
      this.fail(error);
    }
  }

  /** As many threads as were asked for, or as the machine gives, at once. */
  async applyThreads(): Promise<void> {
    try {
      const asked = this.settings.value('threads');
      this.acceptSettings();
      const threads = await this.engine.api.setThreads(asked);
      for (const model of this.models) model.engineInfo = { ...model.engineInfo, threads };
      this.settings.typed.threads = String(threads);
    } catch (error) {
      this.fail(error);
    }
  }

  // ── looking ────────────────────────────────────────────────────────────────────────────────

  readonly decode = (points: Float32Array): Promise<Uint8Array> =>
    this.current?.decode(points) ?? Promise.reject(failure('closed'));

  readonly look = (window: PlaneWindow, columns: number, rows: number): void => {
    this.view = { window, columns, rows };
    this.current?.look(this.view);
  };

  /** Something is being saved: when it fails, that is said like any other failure. */
  async saving(save: () => Promise<void>): Promise<void> {
    await save().catch((error: unknown) => this.fail(error));
  }

  dismissError(): void {
    this.error = null;
  }

  // ── inside ─────────────────────────────────────────────────────────────────────────────────

  private startEngine(): Engine {
    const engine = this.parts.startEngine((message) => {
      if (engine === this.engine) this.fail(failure('fatal', { message }));
    });
    return engine;
  }

  /** One action after another: each sees the state that the one before left. */
  private inTurn(action: () => Promise<void>): Promise<void> {
    const turn = this.queue.then(async () => {
      try {
        await action();
      } catch (error) {
        this.fail(error);
      }
    });
    this.queue = turn;
    return turn;
  }

  /** The model that is shown, or a fresh one where that has no images or is beyond repair. */
  private async trainable(): Promise<ModelState> {
    const { open } = this;
    return open?.trainable ? open : this.openFresh();
  }

  /** The model that is shown, unless its engine ended and only its picture is left. */
  private get open(): ModelState | null {
    return this.current && this.models.includes(this.current) ? this.current : null;
  }

  private async openFresh(): Promise<ModelState> {
    const config = this.settings.runConfig(dataSets[DATA_SET]);
    const reproducible = this.settings.value('reproducible');
    return this.replace({ kind: 'digits' }, async ({ api }) =>
      api.openFresh(config, await this.imagesOf(DATA_SET), reproducible),
    );
  }

  /** Weights are read once: where images of their size are known, the model gets those and can go on training. */
  private openWeights(source: Source, bytes: Uint8Array): Promise<ModelState> {
    return this.replace(source, async ({ api, moved }) => {
      const opened = await api.openWeights(moved(bytes));
      const name = dataSetFor(opened.info.model);
      if (name !== DATA_SET) return opened;
      try {
        return await api.attach(opened.model, await this.imagesOf(name));
      } catch (error) {
        void api.close(opened.model);
        throw error;
      }
    });
  }

  /** Opens a model in the place of the one that is shown, which goes when the new one is there; its picture stays until
   *  all of the new one is there, too. */
  private async replace(
    source: Source,
    ask: (engine: Engine) => Promise<Opened>,
  ): Promise<ModelState> {
    const { engine, current: old, view } = this;
    const opened = await ask(engine);
    old?.close();
    const { tray, parts } = this;
    const model = await ModelState.of(opened, source, view, {
      engine,
      tray,
      nextFrame: parts.nextFrame,
      failed: (known) => this.fail(known),
    });
    this.models = [...this.models.filter((each) => each !== old), model];
    this.current = model;
    if (this.view !== view) model.look(this.view); // it moved meanwhile
    this.opening = false;
    this.error = null;
    this.refused = null;
    return model;
  }

  /** Opened once; after a failure the next call asks again. */
  private imagesOf(name: DataSetName): Promise<ImagesId> {
    const asked =
      this.images.get(name) ?? this.engine.api.openImages(name).then(({ images }) => images);
    this.images.set(name, asked);
    asked.catch(() => this.images.delete(name));
    return asked;
  }

  /** What was refused has been corrected: its message goes. */
  private acceptSettings(): void {
    this.refused = null;
    if (this.error && SETTING_CODES.has(this.error.code)) this.error = null;
  }

  private fail(error: unknown): void {
    const known = failureFrom(error);
    if (known.code === 'closed') return;
    if (known.code === 'fatal') this.dead = true;
    this.opening = false;
    if (SETTING_CODES.has(known.code)) this.refused = settingNamed(known.field);
    this.error = known;
  }
}
