import { releaseProxy, transfer, type ProxyMethods } from 'comlink';
import type { FrameSink, LabApi } from '../shared/lab-api';
import type {
  Codes,
  Failure,
  Frame,
  LabInfo,
  Manifold,
  ManifoldView,
  RunConfig,
  RunEnd,
  Snapshot,
  TrainOptions,
  TrainStats,
} from '../shared/types';
import { DIGITS_SIDE, digits } from './digits';
import { failureFrom, WorkerFailure } from './failure';
import { TrainLoop } from './loop';
import { manifoldInBands } from './manifold';
import { buffersOf } from './transfers';
import { yieldTurn } from './turn';
import { loadLabClass, type Lab, type LabClass } from './wasm-package';

const BAND_MS = 6;
const STRIP_COUNT = 12;
const PLANE_DIMENSIONS = 2;
const now = () => performance.now();

function handOver<T>(value: T): T {
  return transfer(value, buffersOf(value));
}

/** The page shows a plane: what it cannot draw is refused before the model that is open goes. */
function drawable(lab: Lab): Lab {
  const { latent } = lab.info().model;
  if (latent === PLANE_DIMENSIONS) return lab;
  lab.free();
  throw new WorkerFailure('not_a_plane', String(latent));
}

/** Another model was opened while this answer was being made. */
function superseded(): WorkerFailure {
  return new WorkerFailure('superseded', 'another model was opened meanwhile');
}

/** The one owner of the wasm instance: what it answers is what the page can ask. */
export class LabWorker implements LabApi {
  private readonly labClass: Promise<LabClass> = loadLabClass();
  private lab: Lab | null = null;
  private loop: TrainLoop | null = null;
  private view: ManifoldView | null = null;
  /** A panic leaves the wasm instance in an unknown state: nothing is asked of it again. */
  private poison: Failure | null = null;

  constructor() {
    // Whoever asks first hears of a failed load; until then it is nobody's unhandled rejection.
    this.labClass.catch(() => {});
  }

  openTrainable(config: RunConfig): Promise<LabInfo> {
    return this.open(async (labs) => labs.trainable(config, await digits()));
  }

  openWeights(bytes: Uint8Array): Promise<LabInfo> {
    return this.open(async (labs) => {
      const lab = drawable(labs.fromWeights(bytes));
      const { height, width } = lab.info().model;
      if (height !== DIGITS_SIDE || width !== DIGITS_SIDE) return lab;
      lab.free(); // an 8×8 model can go on training, on the digits
      return labs.fromWeights(bytes, await digits());
    });
  }

  readCodes(bytes: Uint8Array): Promise<Codes> {
    return this.guard(async () => handOver((await this.labClass).readCodes(bytes)));
  }

  start(untilStep: number, onFrame: FrameSink): Promise<RunEnd> {
    return this.guard(async () => {
      const lab = this.opened();
      this.loop?.stop();
      const loop = new TrainLoop(lab, {
        now,
        yieldTurn,
        onFrame: (frame: Frame) => onFrame(handOver(frame)),
        view: () => this.view,
        stripCount: STRIP_COUNT,
      });
      this.loop = loop;
      try {
        return await loop.run(lab.info().step, untilStep);
      } finally {
        if (this.loop === loop) this.loop = null;
        (onFrame as Partial<ProxyMethods>)[releaseProxy]?.();
      }
    });
  }

  pause(): Promise<void> {
    return this.guard(() => this.loop?.stop());
  }

  step(steps: number): Promise<TrainStats> {
    return this.guard(() => this.opened().train(steps));
  }

  setOptions(options: TrainOptions): Promise<void> {
    return this.guard(() => this.opened().setOptions(options));
  }

  setView(view: ManifoldView): Promise<void> {
    return this.guard(() => {
      this.view = view;
      this.loop?.viewChanged();
    });
  }

  snapshot(): Promise<Snapshot> {
    return this.guard(async () => {
      const lab = this.opened();
      const same = () => this.lab === lab;
      const info = lab.info();
      const strip = lab.strip(STRIP_COUNT);
      if (!info.hasData) return handOver({ info, strip, codes: null, curve: null });
      await yieldTurn();
      if (!same()) throw superseded();
      const heldOut = lab.evaluate();
      const curve = { step: lab.info().step, heldOut, training: lab.evaluateTrain() };
      await yieldTurn();
      if (!same()) throw superseded();
      return handOver({ info: lab.info(), strip, codes: lab.codes(), curve });
    });
  }

  manifold(view: ManifoldView): Promise<Manifold> {
    return this.guard(async () => {
      const lab = this.opened();
      const goOn = () => this.lab === lab;
      const manifold = await manifoldInBands(lab, view, BAND_MS, now, yieldTurn, goOn);
      if (!manifold) throw superseded();
      return handOver(manifold);
    });
  }

  decode(z: Float32Array): Promise<Uint8Array> {
    return this.guard(() => handOver(this.opened().decode(z)));
  }

  saveWeights(): Promise<Uint8Array> {
    return this.guard(() => handOver(this.opened().saveWeights()));
  }

  /** The old model stays open when the new one cannot be made. */
  private open(make: (labs: LabClass) => Lab | Promise<Lab>): Promise<LabInfo> {
    return this.guard(async () => {
      const lab = await make(await this.labClass);
      this.loop?.stop();
      this.lab?.free();
      this.lab = lab;
      return lab.info();
    });
  }

  private opened(): Lab {
    if (!this.lab) throw new WorkerFailure('not_open', 'no model is open');
    return this.lab;
  }

  private async guard<T>(answer: () => T | Promise<T>): Promise<T> {
    if (this.poison) throw this.poison;
    try {
      return await answer();
    } catch (error) {
      const failure = failureFrom(error);
      if (failure.code === 'fatal') this.poison = failure;
      throw failure;
    }
  }
}
