// Models come and go here: one after another, each in the place of the one before, whose run is kept.
import {
  dataSetFor,
  heldOutSetFor,
  dataSets,
  isOwn,
  type DataSetName,
  type OwnSetName,
  type Trainable,
} from '../../shared/data-sets';
import { endsEngine, failure, failureFrom, isOfEngine } from '../../shared/failure';
import type { Failure, ImagesId, ManifoldView, Opened } from '../../shared/types';
import { FIRST_SET } from './data';
import type { Engine } from './engine';
import type { KeptRun } from './kept-run';
import { Link, type LinkParts } from './link.svelte';
import { ModelState } from './model.svelte';
import type { Source } from './model-parts';
import { newScale, type NewScale } from './new-scale';
import type { Pretrained } from './pretrained';
import { OwnSets } from './own-sets.svelte';
import { Settings } from './settings.svelte';
import type { SettingName } from './settings-table';
import { Tray } from './tray.svelte';

export interface OpenerParts extends Pick<LinkParts, 'startEngine' | 'clock'> {
  pretrained: Pretrained;
  nextFrame(): Promise<void>;
}

/** Failures that asking once more may mend. */
const RETRY_CODES = new Set(['no_pretrained', 'damaged_pretrained', 'no_codes', 'no_digits']);
/** What is asked for before the plane has said what it shows. */
const FIRST_VIEW: ManifoldView = {
  window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 },
  columns: 24,
  rows: 24,
};

type Again = () => Promise<void>;

export class Opener {
  models = $state.raw<readonly ModelState[]>([]);
  /** The model that is shown; null until the first is there. */
  current = $state.raw<ModelState | null>(null);
  error = $state.raw<Failure | null>(null);
  /** Does again what failed, where that may help. */
  retry = $state.raw<Again | null>(null);
  /** The run that a newer model took the place of. */
  aside = $state.raw<KeptRun | null>(null);
  /** Why the figures of the model that is shown do not stand beside those of the one before, if they do not. */
  rescaled = $state.raw<NewScale | null>(null);
  /** What is on its way from the net, to be opened when it is there. */
  coming = $state.raw<Source | null>(null);
  readonly settings = new Settings();
  readonly tray = new Tray();
  readonly own = new OwnSets();

  /** Nothing is there yet. */
  protected opening = $state(true);
  protected readonly link: Link;
  private view = FIRST_VIEW;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly parts: OpenerParts) {
    const { startEngine, clock } = parts;
    this.link = new Link({
      startEngine,
      clock,
      failed: (known) => this.fail(known),
      back: () => {
        if (this.error?.code === 'silent') this.dismissError();
      },
    });
  }

  dismissError(): void {
    this.error = null;
    this.retry = null;
  }

  tryAgain(): Promise<void> {
    const { retry } = this;
    this.dismissError();
    return retry?.() ?? Promise.resolve();
  }

  /** The model that is shown, unless its engine ended and only its picture is left. */
  get open(): ModelState | null {
    return this.current && this.models.includes(this.current) ? this.current : null;
  }

  // ── turns ──────────────────────────────────────────────────────────────────────────────────

  /** One action after another: each sees the state that the one before left. What waited for an engine ends with it. */
  protected inTurn(action: () => Promise<void>, again?: Again): Promise<void> {
    const { engine } = this.link;
    const turn = this.queue.then(() =>
      engine === this.link.engine
        ? this.attempt(action, again ?? (() => this.inTurn(action)))
        : undefined,
    );
    this.queue = turn;
    return turn;
  }

  protected async attempt(action: () => Promise<void>, again: Again): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.fail(error, again);
    }
  }

  protected fail(error: unknown, again: Again | null = null): void {
    const known = failureFrom(error);
    if (known.code === 'closed') return;
    const { link } = this;
    if (endsEngine(known)) link.giveUp();
    else if (link.dead || (link.silent && known.code !== 'silent')) return; // the graver one stands
    if (!this.coming) this.opening = false;
    this.settings.refuse(known);
    this.error = this.settings.standing(known);
    this.retry = RETRY_CODES.has(known.code) ? again : null;
  }

  /** These count as they are: a message about them goes. */
  protected acceptSettings(names: readonly SettingName[]): void {
    this.settings.accept(names);
    this.error &&= this.settings.standing(this.error);
  }

  // ── the engine ─────────────────────────────────────────────────────────────────────────────

  protected get api(): Engine['api'] {
    return this.link.engine.api;
  }

  protected imagesOf(name: DataSetName | OwnSetName): Promise<ImagesId> {
    return isOwn(name) ? this.link.imagesIn(this.own.get(name)) : this.link.imagesOf(name);
  }

  /** Somebody waits for them, and perhaps for the core: that is shown, unless a run goes on meanwhile. */
  protected imagesToTrain(name: Trainable): Promise<ImagesId> {
    const asked = () => this.imagesOf(name);
    return this.current?.phase === 'training' ? asked() : this.link.opening(asked);
  }

  protected isStrict({ engineInfo }: ModelState): boolean {
    return engineInfo.arithmetic === 'strict';
  }

  /** The engine ended: of its models only the picture is left. */
  protected forgetEngine(): void {
    for (const model of this.models) model.endedWithEngine();
    this.models = [];
    this.queue = Promise.resolve();
    this.opening = true;
    this.dismissError();
  }

  protected show(view: ManifoldView): void {
    this.view = view;
    this.current?.look(view);
  }

  // ── opening ────────────────────────────────────────────────────────────────────────────────

  protected async openFresh(set: Trainable): Promise<ModelState> {
    const texts = this.settings.textsFor(set, this.current?.info.images?.name);
    const config = this.settings.runConfig(isOwn(set) ? this.own.get(set) : dataSets[set], texts);
    const reproducible = this.settings.value('reproducible');
    const images = await this.imagesToTrain(set);
    const model = await this.replace({ kind: 'set', name: set }, ({ api }) =>
      api.openFresh(config, images, reproducible),
    );
    this.settings.begin(set, texts);
    return model;
  }

  /** Weights are read once: where images of their size are known, the model gets those and can go on training. */
  protected async openWeights(source: Source, bytes: Uint8Array): Promise<ModelState> {
    const model = await this.replace(source, async ({ api, moved }) => {
      const opened = await api.openWeights(moved(bytes)).catch((error: unknown) => {
        throw source.kind === 'pretrained' ? damaged(error) : error;
      });
      // The pretrained model is here to look at; a large set is fetched when Train or Step asks for it.
      const name = source.kind === 'pretrained' ? null : dataSetFor(opened.info.model);
      if (name !== FIRST_SET) return opened;
      try {
        return await api.attach(opened.model, await this.imagesOf(name));
      } catch (error) {
        void api.close(opened.model);
        throw error;
      }
    });
    this.settings.show(model.info);
    return model;
  }

  /** What is told of the shipped model, and where its training images are on its plane. */
  protected async placeCard(anew: boolean): Promise<void> {
    const { open } = this;
    if (!open) return;
    const { pretrained } = this.parts;
    const place = async () => {
      const card = pretrained.card(anew).then((told) => (open.card = told));
      const codes = pretrained.codes(anew).then((bytes) => open.placeCodes(bytes));
      await Promise.all([card, codes]);
    };
    const placed = () =>
      place().catch((error: unknown) => {
        if (this.open === open) throw ofTheShipped(failureFrom(error), 'no_codes');
      });
    await this.attempt(placed, () => this.placeCard(true));
    await this.placeImages(open);
  }

  /** Real images to look at with a model that came without any: of its size, and held out of what is trained on here. */
  protected async placeImages(open: ModelState): Promise<void> {
    const set = heldOutSetFor(open.info.model);
    const wanted = () => this.open === open && !open.trainsOn;
    if (!set || !wanted()) {
      open.awaitsImages = false;
      return;
    }
    const images = await this.imagesOf(set).catch((error: unknown) => {
      open.awaitsImages = false;
      if (wanted()) this.fail(error, () => this.placeImages(open));
    });
    if (images === undefined) return;
    await this.inTurn(async () => {
      if (wanted()) await open.attach(images);
    });
  }

  /** A run goes on where it was kept. */
  protected async openKept(run: KeptRun): Promise<ModelState> {
    const { model: kept } = run;
    try {
      const images = await this.imagesOf(kept.images);
      const model = await this.replace(
        kept.source,
        async ({ api, moved }) => {
          const bytes = moved(kept.checkpoint.bytes.slice());
          const opened = await api.restore(bytes, images, kept.strict);
          return { ...opened, info: await api.setOptions(opened.model, kept.options) };
        },
        run,
      );
      this.settings.recall(run.settings);
      return model;
    } catch (error) {
      this.aside = run; // it is not lost
      throw error;
    }
  }

  protected keptOf(open: ModelState): KeptRun | null {
    const model = open.kept();
    return model && { model, settings: this.settings.memory() };
  }

  /** Opens a model in the place of the one that is shown, which goes when the new one is there; its picture stays until
   *  all of the new one is there, too. */
  private async replace(
    source: Source,
    ask: (engine: Engine) => Promise<Opened>,
    kept: KeptRun | null = null,
  ): Promise<ModelState> {
    const { engine } = this.link;
    const { current: old, open, view, tray, parts } = this;
    const opened = await this.link.opening(() => ask(engine));
    let aside: KeptRun | null = null;
    if (open?.trained) {
      await open.pause();
      aside = this.keptOf(open);
    }
    old?.close();
    const about = {
      engine,
      tray,
      nextFrame: () => parts.nextFrame(),
      failed: (known: Failure) => this.fail(known),
    };
    const model = await ModelState.of(opened, source, view, about, kept?.model ?? null);
    this.models = [...this.models.filter((each) => each !== old), model];
    this.current = model;
    this.rescaled = old && newScale(old.info, model.info);
    if (this.view !== view) model.look(this.view); // it moved meanwhile
    if (aside || kept === this.aside) this.aside = aside;
    this.own
      .keepOnly([model.trainsOn, this.aside?.model.images])
      .map((name) => this.link.letGo(name));
    this.opening = false;
    this.coming = null;
    this.dismissError();
    return model;
  }
}

/** The shipped file itself is no good: that is named, not what its reader stumbled over. */
function damaged(error: unknown): Failure {
  return ofTheShipped(failureFrom(error), 'damaged_pretrained');
}

function ofTheShipped(known: Failure, code: string): Failure {
  if (isOfEngine(known) || known.code === 'closed' || known.code === code) return known;
  return failure(code, { params: { detail: known.message } });
}
