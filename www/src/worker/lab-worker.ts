import type { DataSetName, OwnSetName } from '../shared/data-sets';
import { failureFrom } from '../shared/failure';
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
import { drawable } from './drawable';
import { closed } from './failure';
import { Hosts, threadsOf, whyNotMore, type Host } from './hosts';
import type { CallHelper } from './helpers';
import { ImageShelf } from './image-shelf';
import { Model } from './model';
import { Turns } from './turns';
import type { WorkerTime } from './viewed';
import type { Images, Instance, Lab, LabClass } from './wasm-package';

const MOST_THREADS = 8;

/** What the worker has of the machine and the net. */
export interface WorkerParts {
  startInstance: (reproducible: boolean) => Promise<Instance>;
  callHelper: CallHelper;
  fetchPacked: (name: DataSetName) => Promise<Uint8Array>;
  now: () => number;
  /** Lets the messages that wait be answered. */
  pass: () => Promise<void>;
  cores: number;
  /** The id of a model to come: no other has it, wherever it was opened. */
  newId: () => ModelId;
}

/** The owner of the wasm instances and of all models: what it answers is what the page can ask. */
export class LabWorker implements LabApi {
  private readonly hosts: Hosts;
  private readonly shelf: ImageShelf;
  private readonly time: WorkerTime;
  private readonly models = new Map<ModelId, Model>();
  private readonly newId: () => ModelId;
  private here: Host | null = null;
  private wantedThreads: number;
  /** A panic leaves a wasm instance in an unknown state: nothing is asked of it again. */
  private poison: Failure | null = null;

  constructor(parts: WorkerParts) {
    this.hosts = new Hosts(parts.startInstance, parts.callHelper);
    this.newId = parts.newId;
    this.shelf = new ImageShelf(parts.fetchPacked);
    this.time = { now: parts.now, turns: new Turns(parts.now, parts.pass) };
    // As many as the machine has cores, but for one: the page draws on that.
    this.wantedThreads = Math.max(1, Math.min(parts.cores - 1, MOST_THREADS));
  }

  /** When the fastest instance has started; rejects with why it does not. */
  async ready(): Promise<void> {
    this.here = await this.hosts.fastest;
  }

  /** A model that was opened elsewhere lives here from now on, under its id. Only when it is ready. */
  adopt(id: ModelId, weights: Uint8Array, view: ManifoldView | null): void {
    const { here } = this;
    if (!here) throw new Error('a model was moved to a core that had not started');
    const model = new Model(id, here, here.instance.labs.fromWeights(weights), null, this.time);
    if (view) model.setView(view);
    this.models.set(id, model);
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  openImages(name: DataSetName): Promise<{ images: ImagesId; info: ImagesInfo }> {
    return this.guard(async () => this.shown(await this.shelf.id(name)));
  }

  openOwn(name: OwnSetName, packed: Uint8Array): Promise<{ images: ImagesId; info: ImagesInfo }> {
    return this.guard(() => this.shown(this.shelf.keep(name, packed)));
  }

  closeImages(images: ImagesId): Promise<void> {
    return this.guard(() => this.shelf.drop(images));
  }

  openFresh(config: RunConfig, images: ImagesId, reproducible: boolean): Promise<Opened> {
    return this.onImages(images, reproducible, (labs, shared) => labs.open(config, shared));
  }

  restore(bytes: Uint8Array, images: ImagesId, reproducible: boolean): Promise<Opened> {
    return this.onImages(images, reproducible, (labs, shared) => labs.restore(bytes, shared));
  }

  openWeights(bytes: Uint8Array): Promise<Opened> {
    return this.guard(async () => {
      const host = await this.hosts.fastest;
      return this.add(host, drawable(host.instance.labs.fromWeights(bytes)), null);
    });
  }

  attach(model: ModelId, images: ImagesId): Promise<Opened> {
    return this.guard(async () => {
      const attached = this.model(model);
      attached.attach(this.shelf.images(images, attached.host));
      await attached.enlist(this.wantedThreads);
      return attached.opened();
    });
  }

  close(model: ModelId): Promise<void> {
    return this.guard(() => {
      this.models.get(model)?.close();
      this.models.delete(model);
    });
  }

  start(model: ModelId, epochs: number, onFrame: FrameSink, tempo?: Tempo): Promise<RunEnd> {
    return this.guard(() => this.model(model).start(epochs, onFrame, tempo));
  }

  setTempo(model: ModelId, tempo: Tempo): Promise<void> {
    return this.guard(() => this.model(model).setTempo(tempo));
  }

  pause(model: ModelId): Promise<void> {
    return this.guard(() => this.model(model).pause());
  }

  step(model: ModelId, steps: number): Promise<TrainStats> {
    return this.guard(() => this.model(model).step(steps));
  }

  back(model: ModelId): Promise<LabInfo> {
    return this.guard(() => this.model(model).back());
  }

  checkpoint(model: ModelId): Promise<Checkpoint> {
    return this.guard(() => this.model(model).checkpoint());
  }

  setOptions(model: ModelId, options: TrainOptions): Promise<LabInfo> {
    return this.guard(() => this.model(model).setOptions(options));
  }

  setThreads(threads: number): Promise<Threads> {
    return this.guard(async () => {
      const wanted = Math.min(Math.max(1, Math.trunc(threads)), MOST_THREADS);
      this.wantedThreads = wanted;
      const host = await this.hosts.fastest;
      const came = await threadsOf(host, wanted);
      await Promise.all([...this.models.values()].map((model) => model.enlist(wanted)));
      return { threads: came, threadsBecause: whyNotMore(host) };
    });
  }

  setView(model: ModelId, view: ManifoldView): Promise<void> {
    return this.guard(() => this.model(model).setView(view));
  }

  snapshot(model: ModelId): Promise<Snapshot> {
    return this.guard(() => this.model(model).snapshot());
  }

  manifold(model: ModelId, view: ManifoldView): Promise<Manifold> {
    return this.guard(() => this.model(model).manifold(view));
  }

  watch(model: ModelId, place: number | null): Promise<Watched | null> {
    return this.guard(() => this.model(model).watch(place));
  }

  lookAt(model: ModelId, place: number): Promise<Look> {
    return this.guard(() => this.model(model).lookAt(place));
  }

  decode(model: ModelId, points: Float32Array): Promise<Decoded> {
    return this.guard(() => this.model(model).decode(points));
  }

  readCodes(model: ModelId, bytes: Uint8Array): Promise<PlaneCodes> {
    return this.guard(() => this.model(model).readCodes(bytes));
  }

  saveWeights(model: ModelId): Promise<Uint8Array> {
    return this.guard(() => this.model(model).saveWeights());
  }

  private async shown(images: ImagesId): Promise<{ images: ImagesId; info: ImagesInfo }> {
    return { images, info: this.shelf.images(images, await this.hosts.fastest).info() };
  }

  private onImages(
    images: ImagesId,
    reproducible: boolean,
    open: (labs: LabClass, images: Images) => Lab,
  ): Promise<Opened> {
    return this.guard(async () => {
      const host = await (reproducible ? this.hosts.strict() : this.hosts.fastest);
      const shared = this.shelf.images(images, host);
      return this.add(host, open(host.instance.labs, shared), shared);
    });
  }

  private async add(host: Host, lab: Lab, images: Images | null): Promise<Opened> {
    const model = new Model(this.newId(), host, lab, images, this.time);
    this.models.set(model.id, model);
    if (images) await model.enlist(this.wantedThreads);
    return model.opened();
  }

  private model(id: ModelId): Model {
    const model = this.models.get(id);
    if (!model) throw closed();
    return model;
  }

  private async guard<T>(answer: () => T | Promise<T>): Promise<T> {
    if (this.poison) throw this.poison;
    try {
      return await answer();
    } catch (thrown) {
      const failure = failureFrom(thrown);
      if (failure.code === 'fatal') {
        this.poison = failure;
        this.hosts.abandon();
      }
      throw failure;
    }
  }
}
