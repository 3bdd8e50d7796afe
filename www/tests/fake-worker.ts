import { vi } from 'vitest';
import type { Engine } from '../src/page/state/engine';
import type { Clock } from '../src/page/state/heartbeat';
import type { Pretrained } from '../src/page/state/pretrained';
import { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import type {
  Failure,
  Frame,
  ImagesId,
  LabInfo,
  ManifoldView,
  ModelId,
  Opened,
  RunConfig,
  RunEnd,
  Tempo,
  TrainOptions,
} from '../src/shared/types';
import type { DataSetName, OwnSetName } from '../src/shared/data-sets';
import { CONFIG, TERMS } from './fake-core';
import { infoOn, LATENT, STEPS_PER_EPOCH, STRIP_PLACES, watched } from './fake-pictures';

export { frame, LATENT, STEPS_PER_EPOCH, STRIP_PLACES, watched } from './fake-pictures';

/** One model of the fake worker: it trains only when the test says so. */
export class FakeModel {
  step = 0;
  watched: number | null = null;
  closed = false;
  sink: ((frame: Frame) => Promise<void>) | null = null;
  endRun: ((end: RunEnd) => void) | null = null;
  failRun: ((failure: Failure) => void) | null = null;

  constructor(
    readonly id: ModelId,
    public info: LabInfo,
  ) {}

  /** The run ends where the model stands. */
  end(reason: RunEnd['reason'], curve: RunEnd['curve'] = []): void {
    this.endRun?.({ reason, ...this.stands(), curve });
  }

  stands() {
    return { step: this.step, epoch: this.step / STEPS_PER_EPOCH };
  }
}

/** A worker that answers at once. */
export class FakeWorker {
  readonly models: FakeModel[] = [];
  died: ((failure: Failure) => void) | null = null;
  ended = false;
  /** What `setOptions` and `openImages` are refused with. */
  refuseOptions: Failure | null = null;
  offline = false;
  /** What weights that it opens were made with, where it matters. */
  weights: { hidden: number[]; seed: number; beta: number } | null = null;
  /** What its checkpoints are of. */
  restoring: RunConfig | null = null;

  /** The model that was opened last. */
  get last(): FakeModel {
    return this.models.at(-1)!;
  }

  /** Sets of images that it has opened, by id. */
  readonly sets: (DataSetName | OwnSetName)[] = [];

  private open(config: RunConfig, set: DataSetName | OwnSetName | null): FakeModel {
    const model = new FakeModel(this.models.length + 1, infoOn(config, set));
    return this.models[this.models.push(model) - 1]!;
  }

  private opened({ id, info }: FakeModel): Opened {
    return {
      model: id,
      info,
      leftOut: [],
      baselines: info.images ? { halfNats: 44.4, meanImageNats: 36.9 } : null,
      slice: { origin: [0, 0, 0], u: [1, 0, 0], v: [0, 1, 0] },
      strip: {
        source: info.images ? 'heldOut' : 'prior',
        inputs: new Uint8Array(0),
        labels: new Uint16Array(2),
        places: Uint32Array.from(info.images ? STRIP_PLACES : []),
      },
      labels: new Uint16Array(info.trainImages + info.heldOutImages),
    };
  }

  private model(id: ModelId): FakeModel {
    const model = this.models[id - 1];
    if (!model || model.closed) throw failure('closed');
    return model;
  }

  /** It answers no sign of life any more. */
  mute = false;
  private lateAnswers: (() => void)[] = [];

  /** It was only busy: what was asked meanwhile is answered. */
  unmute(): void {
    this.mute = false;
    for (const answer of this.lateAnswers.splice(0)) answer();
  }

  readonly api = {
    ping: vi.fn((): Promise<void> =>
      this.mute ? new Promise((resolve) => this.lateAnswers.push(resolve)) : Promise.resolve(),
    ),
    /** The step, as four bytes. */
    checkpoint: vi.fn(async (id: ModelId) => {
      const { step } = this.model(id);
      return { step, bytes: new Uint8Array(Uint32Array.of(step).buffer) };
    }),
    restore: vi.fn(async (bytes: Uint8Array, images: ImagesId, _reproducible: boolean) => {
      const model = this.open(this.restoring ?? CONFIG, this.sets[images] ?? 'digits8x8');
      [model.step = 0] = new Uint32Array(bytes.slice().buffer);
      return this.opened({ ...model, info: { ...model.info, ...model.stands() } } as FakeModel);
    }),
    openImages: vi.fn(async (name: DataSetName) => {
      if (this.offline) throw failure('no_digits');
      return {
        images: this.sets.push(name) - 1,
        info: { name, count: 1797, height: 8, width: 8, classes: [] },
      };
    }),
    openOwn: vi.fn(async (name: OwnSetName, packed: Uint8Array) => ({
      images: this.sets.push(name) - 1,
      info: { name, count: packed.length, height: 28, width: 28, classes: [] },
    })),
    closeImages: vi.fn(async (_images: ImagesId) => {}),
    openFresh: vi.fn(async (config: RunConfig, images: ImagesId) => {
      const { body } = config.model;
      if (body.kind === 'dense' && body.hidden.some((size) => size > 1024)) {
        throw failure('bad_spec', { field: 'hidden', reason: 'range' });
      }
      return this.opened(this.open(config, this.sets[images] ?? 'digits8x8'));
    }),
    /** The first byte: nothing of weights (0), 28×28 ones, or 8×8 or 20×20 ones (8, 20). */
    openWeights: vi.fn(async (bytes: Uint8Array) => {
      if (bytes[0] === 0) throw failure('bad_weights', { message: 'not safetensors' });
      const side = bytes[0] === 8 || bytes[0] === 20 ? bytes[0] : 28;
      const { hidden = [128, 64], seed = CONFIG.seed, beta = 1 } = this.weights ?? {};
      const body = { kind: 'dense' as const, hidden, activation: 'relu' as const };
      const model = { ...CONFIG.model, body, height: side, width: side };
      const options = { ...CONFIG.options, beta };
      return this.opened(this.open({ ...CONFIG, model, seed, options }, null));
    }),
    attach: vi.fn(async (id: ModelId, images: ImagesId) => {
      const model = this.model(id);
      const { info } = this.open(model.info, this.sets[images] ?? 'digits8x8');
      this.models.pop();
      model.info = info;
      return this.opened(model);
    }),
    close: vi.fn(async (id: ModelId) => {
      const model = this.models[id - 1]!;
      model.closed = true;
      model.end('paused');
    }),
    start: vi.fn(
      (id: ModelId, _epochs: number, sink: (frame: Frame) => Promise<void>, _tempo?: Tempo) =>
        new Promise<RunEnd>((resolve, reject) => {
          const model = this.model(id);
          model.sink = sink;
          model.endRun = resolve;
          model.failRun = reject;
        }),
    ),
    setTempo: vi.fn(async (id: ModelId, _tempo: Tempo) => void this.model(id)),
    pause: vi.fn(async (id: ModelId) => this.model(id).end('paused')),
    step: vi.fn(async (id: ModelId, steps: number) => {
      const model = this.model(id);
      model.step += steps;
      return { ...model.stands(), terms: TERMS };
    }),
    back: vi.fn(async (id: ModelId) => {
      const model = this.model(id);
      model.step = 480;
      return { ...model.info, ...model.stands() };
    }),
    setOptions: vi.fn(async (id: ModelId, options: TrainOptions) => {
      if (this.refuseOptions) throw this.refuseOptions;
      const model = this.model(id);
      const stepsPerEpoch = Math.ceil(1500 / options.batchSize);
      model.info = { ...model.info, options, stepsPerEpoch };
      return { ...model.info, ...model.stands() };
    }),
    setThreads: vi.fn(async (threads: number) => ({
      threads: Math.min(threads, 2),
      threadsBecause: null,
    })),
    setView: vi.fn(async (id: ModelId, _view: ManifoldView) => void this.model(id)),
    snapshot: vi.fn(async (id: ModelId) => {
      const model = this.model(id);
      const { images } = model.info;
      return {
        info: { ...model.info, ...model.stands() },
        strip: {
          reconstructions: new Uint8Array(0),
          mu: Float32Array.of(1, 2, 3, 4, 5, 6),
          logvar: new Float32Array(6),
          points: Float32Array.of(1, 2, 4, 5),
        },
        watched: model.watched === null ? null : watched(model.watched, model.step),
        points: images && new Float32Array(2 * images.count),
        curve: images ? { step: model.step, heldOut: TERMS, training: TERMS } : null,
        engine: {
          arithmetic: 'relaxed' as const,
          threads: 1,
          threadsBecause: null,
          weightsHash: null,
        },
      };
    }),
    watch: vi.fn(async (id: ModelId, place: number | null) => {
      const model = this.model(id);
      model.watched = place;
      return place === null ? null : watched(place, model.step);
    }),
    lookAt: vi.fn(async (id: ModelId, place: number) => watched(place, this.model(id).step)),
    manifold: vi.fn(async (id: ModelId, view: ManifoldView) => {
      this.model(id);
      return { ...view, tiles: new Uint8Array(view.columns * view.rows) };
    }),
    decode: vi.fn(async (id: ModelId, points: Float32Array) => {
      const { height, width } = this.model(id).info.model;
      const count = points.length / 2;
      const z = new Float32Array(count * LATENT);
      for (let n = 0; n < count; n++) z.set(points.subarray(2 * n, 2 * n + 2), n * LATENT);
      return { z, pixels: new Uint8Array(count * height * width) };
    }),
    readCodes: vi.fn(async () => ({
      points: new Float32Array(2),
      labels: new Uint16Array(1),
      classes: ['zero'],
    })),
    saveWeights: vi.fn(async () => new Uint8Array(8)),
  };

  engine(onDied: (failure: Failure) => void): Engine {
    this.died = onDied;
    return {
      api: this.api as unknown as Engine['api'],
      moved: (bytes) => bytes,
      sink: (onFrame) => onFrame,
      end: () => (this.ended = true),
    };
  }
}

/** A clock that goes on when the test says so. */
export class FakeClock implements Clock {
  seen = true;
  private nowMs = 0;
  private readonly timers = new Set<{ ms: number; act: () => void }>();
  readonly now = () => this.nowMs;
  readonly visible = () => this.seen;
  readonly every = (ms: number, act: () => void) => {
    const timer = { ms, act };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  /** So many beats, with whatever is answered in between. */
  async beats(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await this.passes(1_000);
  }

  /** One beat, so long after the last. */
  async passes(ms: number): Promise<void> {
    this.nowMs += ms;
    for (const { act } of this.timers) act();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface Surroundings {
  clock?: FakeClock;
  pretrained?: Partial<Pretrained>;
  /** What the page does when it has nothing else to do. */
  idle?: (() => void)[];
}

/** A page's state on fake workers: the one in use is the last. */
export function benchOf(
  workers: FakeWorker[],
  { clock = new FakeClock(), pretrained = {}, idle = [] }: Surroundings = {},
): Workbench {
  return new Workbench({
    clock,
    whenIdle: (act) => idle.push(act),
    startEngine: (onDied) => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker.engine(onDied);
    },
    pretrained: {
      weights: async () => new Uint8Array([28]),
      codes: async () => new Uint8Array([1]),
      card: async () => ({ seed: 7, steps: 46_900, epochs: 100, heldOutNegElboNats: 137.9 }),
      ...pretrained,
    },
    nextFrame: () => Promise.resolve(),
  });
}
