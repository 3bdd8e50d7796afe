// The page's one source of truth: which models are open, which one is shown, what they are trained with, and what went
// wrong last. It owns the engine; components read it and call its actions.
import { dataSetFor, type Trainable } from '../../shared/data-sets';
import { failure } from '../../shared/failure';
import type { PlaneWindow, Tempo } from '../../shared/types';
import type { Layers } from '../plane/types';
import { FIRST_SET } from './data';
import { aboutFile, bytesOf, type Given } from './given-file';
import type { ModelState } from './model.svelte';
import type { ModelPhase, Source } from './model-parts';
import { Opener, type OpenerParts } from './opener.svelte';
import type { OwnImages } from './own-sets.svelte';
import type { Plan } from './plan';
import { textsOfPreset, type PresetName } from './presets';
import { OPTION_NAMES, type SettingName } from './settings-table';
import { drawnPoints } from './samples';
import type { Speed } from './speed';
import type { TrayItem } from './tray.svelte';

export type Phase = ModelPhase | 'opening' | 'silent' | 'dead';

export interface WorkbenchParts extends OpenerParts {
  /** Calls when the page has nothing else to do. */
  whenIdle(act: () => void): void;
}

export class Workbench extends Opener {
  /** As many threads as were asked for last; null where the machine decided. */
  threadsAsked = $state<number | null>(null);
  /** How fast runs go, once somebody chose; until then the first fresh model is seen to begin slowly. */
  speed = $state<Speed | null>(null);
  private begun = false;
  readonly layers: Layers = $state({ manifold: true, codes: true, prior: true });

  readonly phase: Phase = $derived.by(() => {
    if (this.link.dead) return 'dead';
    if (this.link.silent) return 'silent';
    const opening = this.opening || this.link.opensSlowly;
    return opening ? 'opening' : (this.current?.phase ?? 'idle');
  });
  readonly usable = $derived(!this.link.dead && !this.link.silent);
  readonly source: Source = $derived(this.current?.source ?? { kind: 'pretrained' });
  readonly plan: Plan = $derived.by(() => {
    const { open } = this;
    const changed = open
      ? this.settings.changedFrom(open.info, this.isStrict(open), open.trainsOn !== null)
      : [];
    if (!open?.trainsOn) {
      const own = open?.source.kind === 'file' ? dataSetFor(open.info.model) : null;
      if (own && changed.length === 0) return { kind: 'attach', set: own, changed };
      return { kind: 'fresh', set: own ?? FIRST_SET, changed };
    }
    const kind = changed.length > 0 || open.phase === 'diverged' ? 'again' : 'goOn';
    return { kind, set: open.trainsOn, changed };
  });
  readonly resetPending = $derived(this.plan.kind === 'again' && this.plan.changed.length > 0);
  /** Steps of the open model that leaving the page would lose. */
  readonly unsaved = $derived(this.open?.unsaved ?? false);

  constructor(private readonly around: WorkbenchParts) {
    super(around);
  }

  // ── opening a model ────────────────────────────────────────────────────────────────────────

  /** The model that is shipped, as soon as it is there: until then, whatever else is asked for comes first. */
  async openPretrained(anew = false): Promise<void> {
    const again = () => this.openPretrained(true);
    const mine = (this.coming = { kind: 'pretrained' });
    const { pretrained } = this.around;
    await this.attempt(async () => {
      const wanted = () => this.coming === mine;
      const bytes = await pretrained.weights(anew).catch((error: unknown) => {
        if (!wanted()) return null;
        this.coming = null;
        throw error;
      });
      if (!bytes) return;
      let opened = false;
      await this.inTurn(async () => {
        if (!wanted()) return;
        this.coming = null;
        await this.openWeights(mine, bytes);
        opened = true;
      }, again);
      if (!opened) return;
      this.around.whenIdle(() => void this.imagesOf(FIRST_SET).catch(() => {})); // Train asks again, and says why not
      await this.placeCard(anew);
    }, again);
  }

  /** A fresh model at step 0, as the settings describe it, on the images of the open one or of another set. */
  reset(set: Trainable = this.plan.set): Promise<void> {
    return this.inTurn(async () => void (await this.openFresh(set)));
  }

  /** A fresh model on images that a visitor brought. */
  openOwn(images: OwnImages): Promise<void> {
    return this.reset(this.own.add(images).name);
  }

  loadWeights(given: Given): Promise<void> {
    return this.inTurn(async () => {
      const bytes = await bytesOf(given);
      const source: Source = { kind: 'file', name: (given as File).name };
      const model = await this.openWeights(source, bytes).catch((thrown: unknown) => {
        throw aboutFile(thrown, given);
      });
      void this.placeImages(model);
    });
  }

  /** The run that was put aside takes the place of the model that is open. */
  undo(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.aside) return;
      const model = await this.openKept(this.aside);
      this.settings.takeBack(model.info, this.isStrict(model));
    });
  }

  forgetAside(): void {
    this.aside = null;
  }

  /** After the worker was lost: a new one, and the run from its last checkpoint, or else the same kind of model. */
  restart(): Promise<void> {
    const run = this.open && this.keptOf(this.open);
    const { source } = this;
    this.link.restart();
    this.forgetEngine();
    if (run) return this.inTurn(async () => void (await this.openKept(run)));
    return source.kind === 'set' ? this.reset(source.name) : this.openPretrained();
  }

  // ── training ───────────────────────────────────────────────────────────────────────────────

  /** As the plan says when its turn comes. */
  train(): Promise<void> {
    return this.inTurn(async () => {
      if (this.phase === 'training') return;
      const epochs = this.settings.value('epochs');
      const { kind, set } = this.plan;
      const { open } = this;
      if (kind === 'attach') await open?.attach(await this.imagesToTrain(set));
      const stays = kind === 'goOn' || kind === 'attach';
      const model = stays && open ? open : await this.openFresh(set);
      this.coming = null;
      model.train(epochs, this.tempoFor(model));
    });
  }

  /** For runs to come, and for the one that is under way. */
  setSpeed(speed: Speed): void {
    this.speed = speed;
    this.open?.setTempo(speed);
  }

  private tempoFor({ source, step }: ModelState): Tempo {
    const first = !this.begun && source.kind === 'set' && step === 0;
    this.begun ||= first;
    return this.speed ?? (first ? 'rising' : 'full');
  }

  async pause(): Promise<void> {
    await this.current?.pause().catch((error: unknown) => this.fail(error));
  }

  /** Exactly one step of the model that is open; a running training pauses first. One that came without images takes those
   *  of its size; why it cannot is said. */
  stepOnce(): Promise<void> {
    return this.inTurn(async () => {
      const { open } = this;
      if (open?.divergence) throw open.divergence;
      if (open && !open.trainsOn) {
        const set = dataSetFor(open.info.model);
        if (!set) throw failure('no_step', { params: { set: this.plan.set } });
        await open.attach(await this.imagesToTrain(set));
      }
      await (open ?? (await this.openFresh(this.plan.set))).stepOnce();
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

  // ── settings ───────────────────────────────────────────────────────────────────────────────

  /** A person types or chooses: a message about what is good now goes. */
  type(name: SettingName, text: string): void {
    const { refused } = this.settings;
    this.settings.type(name, text);
    if (refused !== this.settings.refused) this.error &&= this.settings.standing(this.error);
  }

  /** A model of the lecture fills the form. Where it is the open one but for what a run may change on the way, that counts
   *  at once; else all of it waits for the fresh model. */
  async choosePreset(preset: PresetName): Promise<void> {
    for (const [name, text] of Object.entries(textsOfPreset(preset))) {
      this.type(name as SettingName, text);
    }
    if (this.plan.kind === 'goOn') await this.applyOptions();
  }

  /** Those that a run may change on the way, at once. */
  async applyOptions(): Promise<void> {
    try {
      const { open } = this;
      const options = this.settings.options(open?.info);
      this.acceptSettings(OPTION_NAMES);
      if (open?.trainsOn && this.usable) await open.setOptions(options);
    } catch (error) {
      this.fail(error);
    }
  }

  /** As many threads as were asked for, or as the machine gives, at once. */
  async applyThreads(): Promise<void> {
    try {
      const asked = this.settings.value('threads');
      this.acceptSettings(['threads']);
      const came = await this.api.setThreads(asked);
      this.threadsAsked = asked;
      for (const model of this.models) model.engineInfo = { ...model.engineInfo, ...came };
      this.settings.typed.threads = String(came.threads);
    } catch (error) {
      this.fail(error);
    }
  }

  /** What was changed and waits for a new model is taken back: Train goes on with the open one. */
  keepModel(): void {
    const { open } = this;
    if (!open) return;
    this.settings.takeBack(open.info, this.isStrict(open));
    this.acceptSettings([]);
  }

  // ── looking ────────────────────────────────────────────────────────────────────────────────

  readonly decode = (points: Float32Array): Promise<Uint8Array> =>
    this.current?.decode(points) ?? Promise.reject(failure('closed'));

  /** Draws from N(0, I), decoded by the model that is shown and kept as one set; null where that failed. */
  async sample(): Promise<TrayItem | null> {
    const model = this.current;
    const points = drawnPoints();
    const pixels = await model?.decode(points).catch(() => null); // whoever decodes says why it failed
    return model && pixels ? model.keep(points, pixels, 'samples') : null;
  }

  readonly look = (window: PlaneWindow, columns: number, rows: number): void =>
    this.show({ window, columns, rows });

  /** Something is being saved or fetched: when it fails, that is said like any other failure. */
  async saving(save: () => Promise<void>): Promise<void> {
    await save().catch((error: unknown) => this.fail(error));
  }
}
