import { releaseProxy, transfer, type ProxyMethods } from 'comlink';
import type { FrameSink, LabApi } from '../shared/lab-api';
import type {
  Codes,
  EngineInfo,
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
import { Crew } from './crew';
import { DIGITS_SIDE, digits } from './digits';
import { failureFrom, WorkerFailure } from './failure';
import { TrainLoop } from './loop';
import { manifoldInBands } from './manifold';
import { buffersOf } from './transfers';
import { yieldTurn } from './turn';
import { startInstance, type Instance, type Lab, type LabClass } from './wasm-package';

const BAND_MS = 6;
const STRIP_COUNT = 12;
const PLANE_DIMENSIONS = 2;
const MOST_THREADS = 8;
const now = () => performance.now();

/** As many as the machine has cores, but for one: the page draws on that. */
function threadsOfMachine(): number {
  const cores = navigator.hardwareConcurrency || 1;
  return Math.max(1, Math.min(cores - 1, MOST_THREADS));
}

/** A wasm instance with its helper threads. */
interface Host {
  instance: Instance;
  crew: Crew;
}

async function startHost(reproducible: boolean): Promise<Host> {
  const instance = await startInstance(reproducible);
  return { instance, crew: new Crew(instance) };
}

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
  private readonly fastest: Promise<Host> = startHost(false);
  private strict: Promise<Host> | null = null;
  private host: Host | null = null;
  private lab: Lab | null = null;
  private wantedThreads = threadsOfMachine();
  private threads = 1;
  private loop: TrainLoop | null = null;
  private view: ManifoldView | null = null;
  /** A panic leaves the wasm instance in an unknown state: nothing is asked of it again. */
  private poison: Failure | null = null;

  constructor() {
    // Whoever asks first hears of a failed load; until then it is nobody's unhandled rejection.
    this.fastest.catch(() => {});
  }

  openTrainable(config: RunConfig, reproducible: boolean): Promise<LabInfo> {
    const host = reproducible ? this.strictHost() : this.fastest;
    return this.open(host, async (labs) => labs.trainable(config, await digits()));
  }

  openWeights(bytes: Uint8Array): Promise<LabInfo> {
    return this.open(this.fastest, async (labs) => {
      const lab = drawable(labs.fromWeights(bytes));
      const { height, width } = lab.info().model;
      if (height !== DIGITS_SIDE || width !== DIGITS_SIDE) return lab;
      lab.free(); // an 8×8 model can go on training, on the digits
      return labs.fromWeights(bytes, await digits());
    });
  }

  readCodes(bytes: Uint8Array): Promise<Codes> {
    return this.guard(async () => handOver((await this.fastest).instance.labs.readCodes(bytes)));
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

  setThreads(threads: number): Promise<number> {
    return this.guard(async () => {
      this.wantedThreads = Math.min(Math.max(1, Math.trunc(threads)), MOST_THREADS);
      await this.enlist();
      return this.threads;
    });
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
      const engine = this.engine(lab);
      if (!info.hasData) return handOver({ info, strip, codes: null, curve: null, engine });
      await yieldTurn();
      if (!same()) throw superseded();
      const heldOut = lab.evaluate();
      const curve = { step: lab.info().step, heldOut, training: lab.evaluateTrain() };
      await yieldTurn();
      if (!same()) throw superseded();
      return handOver({ info: lab.info(), strip, codes: lab.codes(), curve, engine });
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
  private open(
    from: Promise<Host>,
    make: (labs: LabClass) => Lab | Promise<Lab>,
  ): Promise<LabInfo> {
    return this.guard(async () => {
      const host = await from;
      const lab = await make(host.instance.labs);
      this.loop?.stop();
      this.lab?.free();
      this.lab = lab;
      this.host = host;
      this.threads = 1;
      if (lab.info().hasData) await this.enlist();
      return lab.info();
    });
  }

  /** The strict build: the fastest one where no other arithmetic is to be had. */
  private strictHost(): Promise<Host> {
    this.strict ??= this.fastest.then((host) =>
      host.instance.variant.startsWith('strict') ? host : startHost(true),
    );
    return this.strict;
  }

  /** Calls the helper threads that are wanted, where there is shared memory to meet in. */
  private async enlist(): Promise<void> {
    const { host, lab } = this;
    if (!host || !lab) return;
    if (host.instance.variant.endsWith('-threads')) await host.crew.grow(this.wantedThreads - 1);
    if (this.lab === lab)
      this.threads = lab.setThreads(1 + host.crew.helpers(this.wantedThreads - 1));
  }

  private engine(lab: Lab): EngineInfo {
    const strict = this.host?.instance.variant.startsWith('strict');
    return {
      arithmetic: strict ? 'strict' : 'relaxed',
      threads: this.threads,
      weightsHash: lab.weightsHash(),
    };
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
