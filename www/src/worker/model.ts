import { releaseProxy, type ProxyMethods } from 'comlink';
import type { FrameSink } from '../shared/lab-api';
import type {
  Checkpoint,
  EngineInfo,
  LabInfo,
  Look,
  ManifoldView,
  ModelId,
  Opened,
  RunEnd,
  Snapshot,
  Tempo,
  TrainOptions,
  TrainStats,
  Watched,
} from '../shared/types';
import { Checkpoints } from './checkpoints';
import { closed, WorkerFailure, withWayBack } from './failure';
import { isStrict, threadsOf, whyNotMore, type Host } from './hosts';
import { TrainLoop } from './loop';
import { slicedCurvePoint, slicedPoints } from './sliced';
import { handedOver } from './transfers';
import { STRIP_COUNT, Viewed, type WorkerTime } from './viewed';
import type { Images, Lab } from './wasm-package';

/** One open model: its lab, its run, and what it goes back to. */
export class Model extends Viewed<Lab> {
  private loop: TrainLoop | null = null;
  /** The place of the image that frames and snapshots carry. */
  private watchedPlace: number | null = null;
  private threads = 1;
  private checkpoints: Checkpoints;
  /** The options that the run diverged with. */
  private fatal: TrainOptions | null = null;

  constructor(
    id: ModelId,
    readonly host: Host,
    lab: Lab,
    private images: Images | null,
    time: WorkerTime,
  ) {
    super(id, lab, host.instance.labs, time);
    this.checkpoints = this.newCheckpoints();
  }

  override close(): void {
    this.pause();
    super.close();
  }

  override opened(): Opened {
    const [lab, told] = [this.lab(), this.told()];
    if (!told.info.images) return handedOver(told);
    return handedOver({ ...told, labels: lab.labels(), baselines: lab.baselines() });
  }

  attach(images: Images): void {
    this.pause();
    this.lab().attach(images);
    this.images = images;
    this.watchedPlace = null;
    this.checkpoints = this.newCheckpoints();
  }

  /** Trains on as many threads as come of those that are wanted. */
  async enlist(wanted: number): Promise<void> {
    const came = await threadsOf(this.host, wanted);
    if (this.open) this.threads = this.open.setThreads(came);
  }

  start(epochs: number, onFrame: FrameSink, tempo: Tempo = 'full'): Promise<RunEnd> {
    this.pause();
    const lab = this.lab();
    return this.time.turns.seated(async (turn) => {
      const loop = new TrainLoop(lab, {
        model: this.id,
        now: this.time.now,
        turn,
        tempo,
        onFrame: (frame) => onFrame(handedOver(frame)),
        view: () => this.view,
        watched: () => this.watched(),
        checkpoints: this.checkpoints,
        stripCount: STRIP_COUNT,
      });
      this.loop = loop;
      try {
        return await loop.run(epochs);
      } catch (thrown) {
        throw this.failed(thrown);
      } finally {
        if (this.loop === loop) this.loop = null;
        (onFrame as Partial<ProxyMethods>)[releaseProxy]?.();
      }
    });
  }

  pause(): void {
    this.loop?.stop();
  }

  setTempo(tempo: Tempo): void {
    this.loop?.setTempo(tempo);
  }

  step(steps: number): TrainStats {
    const lab = this.lab();
    this.checkpoints.keepIfDue();
    try {
      return lab.train(steps);
    } catch (thrown) {
      throw this.failed(thrown);
    }
  }

  private failed(thrown: unknown): unknown {
    this.fatal = this.open?.info().options ?? null;
    return withWayBack(thrown, this.checkpoints.kept?.step ?? null);
  }

  /**
   * To the last checkpoint, with the threads as they are now, and with the options that were set since the run diverged:
   * those that it diverged with give way to the checkpoint's.
   */
  back(): LabInfo {
    const { kept } = this.checkpoints;
    const before = this.lab();
    if (!kept || !this.images) {
      throw new WorkerFailure('no_checkpoint', { message: 'there is no step to go back to' });
    }
    this.pause();
    const { options } = before.info();
    const lab = this.host.instance.labs.restore(kept.bytes, this.images);
    if (!this.fatal || !sameOptions(options, this.fatal)) lab.setOptions(options);
    lab.setThreads(this.threads);
    before.free();
    this.open = lab;
    this.checkpoints.wentBack();
    return lab.info();
  }

  checkpoint(): Checkpoint {
    return handedOver(this.taken());
  }

  setOptions(options: TrainOptions): LabInfo {
    const lab = this.lab();
    const { beta } = lab.info().options;
    lab.setOptions(options);
    this.checkpoints.optionsChanged();
    if (options.beta !== beta) this.checkpoints.forgetBest();
    this.loop?.optionsChanged();
    return lab.info();
  }

  override setView(view: ManifoldView): void {
    super.setView(view);
    this.loop?.viewChanged();
  }

  override snapshot(): Promise<Snapshot> {
    const lab = this.lab();
    return this.paced(async (pace) => {
      const strip = lab.stripPicture(STRIP_COUNT);
      const watched = this.watched();
      const engine = this.engine(lab);
      await pace.turn();
      if (!pace.goOn()) throw closed();
      const info = lab.info();
      const seen = { info, strip, watched, engine };
      if (!info.images) return handedOver({ ...seen, points: null, curve: null });
      const curve = await slicedCurvePoint(lab, info, pace);
      if (!curve) throw closed();
      this.checkpoints.measured(curve.heldOut, info.terms);
      await pace.turn();
      if (!pace.goOn()) throw closed();
      const points = await slicedPoints(lab, info.trainImages + info.heldOutImages, pace);
      if (!points) throw closed();
      return handedOver({ ...seen, points, curve });
    });
  }

  /** Of a place where no image is nothing changes. */
  watch(place: number | null): Watched | null {
    const before = this.watchedPlace;
    this.watchedPlace = place;
    try {
      const seen = this.watched();
      return seen && handedOver(seen);
    } catch (thrown) {
      this.watchedPlace = before;
      throw thrown;
    }
  }

  lookAt(place: number): Look {
    return handedOver(this.lab().look(place));
  }

  saveWeights(): Uint8Array {
    return handedOver(this.lab().saveWeights());
  }

  private watched(): Watched | null {
    const place = this.watchedPlace;
    return place === null ? null : { place, ...this.lab().look(place) };
  }

  private engine(lab: Lab): EngineInfo {
    const strict = isStrict(this.host);
    return {
      arithmetic: strict ? 'strict' : 'relaxed',
      threads: this.threads,
      threadsBecause: whyNotMore(this.host),
      weightsHash: strict ? lab.weightsHash() : null,
    };
  }

  private newCheckpoints(): Checkpoints {
    return new Checkpoints(this.time.now, () => this.taken());
  }

  private taken(): Checkpoint {
    const lab = this.lab();
    return { step: lab.info().step, bytes: lab.checkpoint() };
  }
}

function sameOptions(a: TrainOptions, b: TrainOptions): boolean {
  return a.learningRate === b.learningRate && a.beta === b.beta && a.batchSize === b.batchSize;
}
