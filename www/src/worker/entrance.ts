// Two cores instead of one: a small one to open with, a whole one to train with. The page opens in a viewer. As soon as
// anything is asked that a viewer cannot do, the whole core is started (the page asks for images when the first manifold is
// on the screen: begun before that, it would be in its way), and the models move there under their ids; whoever asks
// meanwhile waits, or is answered by the viewer.
import type { DataSetName, OwnSetName } from '../shared/data-sets';
import { endsEngine, failureFrom } from '../shared/failure';
import type { FrameSink, LabApi } from '../shared/lab-api';
import type {
  Checkpoint,
  Decoded,
  Failure,
  ImagesId,
  ImagesInfo,
  LabInfo,
  Look,
  Manifold,
  ManifoldView,
  ModelId,
  Opened,
  PlaneCodes,
  RunConfig,
  RunEnd,
  Snapshot,
  Tempo,
  Threads,
  TrainOptions,
  TrainStats,
  Watched,
} from '../shared/types';
import { closed } from './failure';
import { Guests } from './guests';
import type { LabWorker } from './lab-worker';
import { Turns } from './turns';
import type { Viewed } from './viewed';
import type { Viewer } from './viewer-package';

export interface EntranceParts {
  startViewer: () => Promise<Viewer>;
  /** The worker with the whole core, when that has started. */
  startWhole: (newId: () => ModelId) => Promise<LabWorker>;
  now: () => number;
  /** Lets the messages that wait be answered. */
  pass: () => Promise<void>;
}

export class Entrance implements LabApi {
  private readonly guests: Guests;
  private lastId: ModelId = 0;
  /** The whole core once it was asked for, until it does not come. */
  private asked: Promise<LabWorker> | null = null;
  /** The same when it is there. */
  private whole: LabWorker | null = null;
  /** A panic leaves a wasm instance in an unknown state: nothing is asked of it again. */
  private poison: Failure | null = null;

  constructor(private readonly parts: EntranceParts) {
    const time = { now: parts.now, turns: new Turns(parts.now, parts.pass) };
    this.guests = new Guests(parts.startViewer, time);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  // ── in either ──────────────────────────────────────────────────────────────────────────────

  openWeights(bytes: Uint8Array): Promise<Opened> {
    return this.guard(async () => {
      const viewer = await this.viewerOrNone();
      if (!viewer) return (await this.core()).openWeights(bytes);
      return this.guests.add(viewer, ++this.lastId, bytes).opened();
    });
  }

  close(model: ModelId): Promise<void> {
    return this.guard(async () => {
      if (this.guests.get(model)) this.guests.close(model);
      else await this.whole?.close(model);
    });
  }

  setView(model: ModelId, view: ManifoldView): Promise<void> {
    return this.look(
      model,
      (viewed) => viewed.setView(view),
      (whole) => whole.setView(model, view),
    );
  }

  snapshot(model: ModelId): Promise<Snapshot> {
    return this.look(
      model,
      (viewed) => viewed.snapshot(),
      (whole) => whole.snapshot(model),
    );
  }

  manifold(model: ModelId, view: ManifoldView): Promise<Manifold> {
    return this.look(
      model,
      (viewed) => viewed.manifold(view),
      (whole) => whole.manifold(model, view),
    );
  }

  watch(model: ModelId, place: number | null): Promise<Watched | null> {
    const there = (whole: LabWorker) => whole.watch(model, place);
    return place === null ? this.look(model, () => null, there) : this.there(model, there);
  }

  decode(model: ModelId, points: Float32Array): Promise<Decoded> {
    return this.look(
      model,
      (viewed) => viewed.decode(points),
      (whole) => whole.decode(model, points),
    );
  }

  readCodes(model: ModelId, bytes: Uint8Array): Promise<PlaneCodes> {
    return this.look(
      model,
      (viewed) => viewed.readCodes(bytes),
      (whole) => whole.readCodes(model, bytes),
    );
  }

  // ── in the whole core ──────────────────────────────────────────────────────────────────────

  openImages(name: DataSetName): Promise<{ images: ImagesId; info: ImagesInfo }> {
    return this.guard(async () => (await this.core()).openImages(name));
  }

  openOwn(name: OwnSetName, packed: Uint8Array): Promise<{ images: ImagesId; info: ImagesInfo }> {
    return this.guard(async () => (await this.core()).openOwn(name, packed));
  }

  closeImages(images: ImagesId): Promise<void> {
    return this.guard(() => this.whole?.closeImages(images));
  }

  openFresh(config: RunConfig, images: ImagesId, reproducible: boolean): Promise<Opened> {
    return this.guard(async () => (await this.core()).openFresh(config, images, reproducible));
  }

  restore(bytes: Uint8Array, images: ImagesId, reproducible: boolean): Promise<Opened> {
    return this.guard(async () => (await this.core()).restore(bytes, images, reproducible));
  }

  setThreads(threads: number): Promise<Threads> {
    return this.guard(async () => (await this.core()).setThreads(threads));
  }

  attach(model: ModelId, images: ImagesId): Promise<Opened> {
    return this.there(model, (whole) => whole.attach(model, images));
  }

  start(model: ModelId, epochs: number, onFrame: FrameSink, tempo?: Tempo): Promise<RunEnd> {
    return this.there(model, (whole) => whole.start(model, epochs, onFrame, tempo));
  }

  setTempo(model: ModelId, tempo: Tempo): Promise<void> {
    return this.toRun(model, (whole) => whole.setTempo(model, tempo));
  }

  pause(model: ModelId): Promise<void> {
    return this.toRun(model, (whole) => whole.pause(model));
  }

  step(model: ModelId, steps: number): Promise<TrainStats> {
    return this.there(model, (whole) => whole.step(model, steps));
  }

  back(model: ModelId): Promise<LabInfo> {
    return this.there(model, (whole) => whole.back(model));
  }

  checkpoint(model: ModelId): Promise<Checkpoint> {
    return this.there(model, (whole) => whole.checkpoint(model));
  }

  setOptions(model: ModelId, options: TrainOptions): Promise<LabInfo> {
    return this.there(model, (whole) => whole.setOptions(model, options));
  }

  lookAt(model: ModelId, place: number): Promise<Look> {
    return this.there(model, (whole) => whole.lookAt(model, place));
  }

  saveWeights(model: ModelId): Promise<Uint8Array> {
    return this.there(model, (whole) => whole.saveWeights(model));
  }

  // ── inside ─────────────────────────────────────────────────────────────────────────────────

  /** Where the model is. */
  private look<T>(
    model: ModelId,
    here: (viewed: Viewed) => T | Promise<T>,
    there: (whole: LabWorker) => Promise<T>,
  ): Promise<T> {
    return this.guard(() => {
      const viewed = this.guests.get(model);
      if (viewed) return here(viewed);
      if (!this.whole) throw closed();
      return there(this.whole);
    });
  }

  /** Nothing where the whole core is there, or comes and the viewer does not. */
  private async viewerOrNone(): Promise<Viewer | null> {
    if (this.whole) return null;
    try {
      const viewer = await this.guests.viewer;
      return this.whole ? null : viewer;
    } catch (thrown) {
      if (!this.asked) throw thrown;
      return null;
    }
  }

  /** In the whole core, when the model is there. */
  private there<T>(model: ModelId, ask: (whole: LabWorker) => Promise<T>): Promise<T> {
    return this.guard(async () => {
      if (!this.whole && !this.guests.get(model)) throw closed();
      const whole = await this.core();
      // One that did not fit may fit now; else it is said why not.
      this.guests.move(model, whole);
      return ask(whole);
    });
  }

  /** A run may be waiting for the core: what is said to it waits behind that. Of a run that is not to come there is nothing
   *  to say. */
  private toRun(model: ModelId, say: (whole: LabWorker) => Promise<void>): Promise<void> {
    return this.guard(async () => {
      const known = this.guests.get(model) !== undefined;
      const whole = this.whole ?? (await this.asked?.catch(() => null));
      if (this.guests.get(model)) return;
      if (whole) return say(whole);
      if (!known) throw closed();
    });
  }

  /** The whole core with the models. When it does not come, the next call asks again. */
  private core(): Promise<LabWorker> {
    this.asked ??= this.brought().catch(async (thrown: unknown) => {
      this.asked = null;
      const known = failureFrom(thrown);
      const spared = endsEngine(known) && known.code !== 'fatal';
      // What is open in the viewer stays open.
      throw spared && (await this.guests.viewerLives()) ? { ...known, spared } : known;
    });
    return this.asked;
  }

  private async brought(): Promise<LabWorker> {
    const whole = await this.parts.startWhole(() => ++this.lastId);
    this.guests.moveAll(whole);
    this.whole = whole;
    return whole;
  }

  private async guard<T>(answer: () => T | Promise<T>): Promise<T> {
    if (this.poison) throw this.poison;
    try {
      return await answer();
    } catch (thrown) {
      const failure = failureFrom(thrown);
      if (failure.code === 'fatal') this.poison = failure;
      throw failure;
    }
  }
}
