import type {
  LabInfo,
  Look,
  PlaneWindow,
  RunConfig,
  Strip,
  StripPicture,
  Terms,
  TermSums,
  TrainOptions,
  TrainStats,
} from '../src/shared/types';
import type { Images, Instance, Lab } from '../src/worker/wasm-package';

export const TERMS: Terms = { negElboNats: 30, reconNats: 27, klNats: 3 };
export const TERM_LIST: LabInfo['terms'] = [
  { id: 'negElboNats', unit: 'nats', role: 'sum', sign: 1 },
  { id: 'reconNats', unit: 'nats', role: 'part', sign: 1 },
  { id: 'klNats', unit: 'nats', role: 'part', sign: 1 },
];
export const CONFIG: RunConfig = {
  model: {
    family: 'vae',
    height: 8,
    width: 8,
    body: { kind: 'dense', hidden: [128, 64], activation: 'relu' },
    latent: 2,
    likelihood: { kind: 'bernoulli' },
  },
  pixels: 'grey',
  seed: 7,
  options: { learningRate: 0.001, beta: 1, batchSize: 64 },
};

/** A clock that moves only when something is computed. */
export class Clock {
  nowMs = 0;
  readonly now = () => this.nowMs;
}

export class FakeImages implements Images {
  freed = false;
  constructor(
    readonly name: string,
    readonly trainImages = 1500,
    readonly heldOutImages = 297,
  ) {}
  free() {
    this.freed = true;
  }
  info() {
    const count = this.trainImages + this.heldOutImages;
    return { name: this.name, count, height: 8, width: 8, classes: [...'0123456789'] };
  }
}

/** What a lab's answers cost, and what it answers. */
export interface Nature {
  msPerStep: number;
  msPerImage: number;
  msPerRow: number;
  divergesAt: number;
  /** What is measured, by step. */
  terms: (step: number) => Terms;
}

/** A lab whose every answer takes a known time on a clock of its own. It counts its epochs by the batches it draws, as
 *  the core does, and bears no use after it was given back. */
export class FakeLab implements Lab {
  step = 0;
  freed = false;
  options: TrainOptions;
  threads = 1;
  readonly slices: { steps: number; tookMs: number }[] = [];
  /** What was computed, and at which step. */
  readonly calls: { call: string; step: number }[] = [];
  readonly nature: Nature = {
    msPerStep: 0.5,
    msPerImage: 0.008,
    msPerRow: 0.5,
    divergesAt: Infinity,
    terms: () => TERMS,
  };
  private epochs = 0;
  private drawn = 0;

  constructor(
    private readonly clock: Clock,
    public images: FakeImages | null,
    readonly config: RunConfig = CONFIG,
  ) {
    this.options = config.options;
  }

  free() {
    this.alive();
    this.freed = true;
  }

  info(): LabInfo {
    this.alive();
    const { images } = this;
    const trainImages = images?.trainImages ?? 0;
    return {
      model: this.config.model,
      pixels: this.config.pixels,
      seed: this.config.seed,
      parameters: 1,
      step: this.step,
      epoch: this.epochs + (trainImages ? this.drawn / trainImages : 0),
      stepsPerEpoch: Math.ceil(trainImages / this.options.batchSize),
      trainImages,
      heldOutImages: images?.heldOutImages ?? 0,
      images: images && images.info(),
      options: this.options,
      hasPrior: true,
      hasEncoder: true,
      hasSpread: true,
      terms: TERM_LIST,
    };
  }

  leftOut(): string[] {
    return [];
  }

  attach(images: Images) {
    this.images = images as FakeImages;
  }

  /** Which lab it was, and where it stood. */
  checkpoint() {
    this.trainable();
    this.note('checkpoint');
    return new TextEncoder().encode(JSON.stringify([this.step, this.epochs, this.drawn]));
  }

  restored(checkpoint: Uint8Array): this {
    const state = JSON.parse(new TextDecoder().decode(checkpoint)) as [number, number, number];
    [this.step, this.epochs, this.drawn] = state;
    return this;
  }

  train(steps: number): TrainStats {
    this.alive();
    this.trainable();
    const tookMs = steps * this.nature.msPerStep;
    this.clock.nowMs += tookMs;
    this.slices.push({ steps, tookMs });
    this.note('train');
    const count = this.images!.trainImages;
    for (let n = 0; n < steps; n++) {
      if (this.drawn === count) [this.epochs, this.drawn] = [this.epochs + 1, 0];
      this.drawn = Math.min(count, this.drawn + this.options.batchSize);
      this.step += 1;
      if (this.step < this.nature.divergesAt) continue;
      throw Object.assign(new Error('NaN'), { code: 'diverged', params: { step: this.step } });
    }
    return { step: this.step, epoch: this.info().epoch, terms: TERMS };
  }

  setOptions(options: TrainOptions) {
    this.alive();
    this.options = options;
  }
  setThreads(threads: number) {
    this.alive();
    return (this.threads = threads);
  }
  evaluate(set: 'heldOut' | 'training', start: number, end: number): TermSums {
    const images = end - start;
    const sums = Object.entries(this.nature.terms(this.step)).map(([id, mean]) => [
      id,
      mean * images,
    ]);
    return this.spend(`evaluate ${set}`, images * this.nature.msPerImage, {
      images,
      sums: Object.fromEntries(sums) as Terms,
    });
  }
  decode(z: Float32Array) {
    return this.spend('decode', 0.1, new Uint8Array((z.length / 2) * 64));
  }
  manifold(_window: PlaneWindow, columns: number, rows: number) {
    return this.spend('manifold', this.nature.msPerRow * rows, new Uint8Array(columns * rows));
  }
  slice() {
    return { origin: [0, 0], u: [1, 0], v: [0, 1] };
  }
  zFromPlane(points: Float32Array) {
    return points.slice();
  }
  planeFromZ(z: Float32Array) {
    return z.slice();
  }
  points(start: number, end: number) {
    const points = Float32Array.from({ length: 2 * (end - start) }, (_, n) => 2 * start + n);
    return this.spend('points', (end - start) * this.nature.msPerImage, points);
  }
  labels() {
    if (!this.images) throw Object.assign(new Error('no images'), { code: 'no_data' });
    return new Uint16Array(this.images.info().count);
  }
  baselines() {
    return { halfNats: 44.4, meanImageNats: 36.9 };
  }
  strip(count: number): Strip {
    const source = this.images ? 'heldOut' : 'prior';
    const [inputs, labels] = [new Uint8Array(64 * count), new Uint16Array(count)];
    return { source, inputs, labels, places: new Uint32Array(this.images ? count : 0) };
  }
  stripPicture(count: number): StripPicture {
    return this.spend('strip', 1, {
      reconstructions: new Uint8Array(64 * count),
      mu: new Float32Array(2 * count),
      logvar: new Float32Array(2 * count),
      points: new Float32Array(2 * count),
    });
  }
  look(place: number): Look {
    const count = this.images?.info().count ?? 0;
    if (place >= count) throw Object.assign(new Error('no such image'), { code: 'bad_input' });
    return this.spend('look', 0.2, {
      inputs: new Uint8Array(64).fill(place % 256),
      label: place % 10,
      terms: this.nature.terms(this.step),
      reconstructions: new Uint8Array(64),
      mu: Float32Array.of(place, this.step),
      logvar: new Float32Array(2),
      points: Float32Array.of(place, this.step),
    });
  }
  saveWeights() {
    return new Uint8Array(8);
  }
  weightsHash() {
    this.note('weightsHash');
    return '01234567';
  }

  private spend<T>(call: string, ms: number, answer: T): T {
    this.alive();
    this.clock.nowMs += ms;
    this.note(call);
    return answer;
  }

  private note(call: string): void {
    this.calls.push({ call, step: this.step });
  }

  /** As the core has it: images that are all held out are not trained on. */
  private trainable(): void {
    if (this.images?.trainImages !== 0) return;
    const parts = { code: 'no_training', field: 'images', reason: 'held_out' };
    throw Object.assign(new Error('held out'), parts);
  }

  private alive(): void {
    if (this.freed) throw new Error('null pointer passed to rust');
  }
}

/** A wasm package of such labs. */
export class FakeCore {
  readonly clock = new Clock();
  readonly labs: FakeLab[] = [];
  readonly opened: FakeImages[] = [];
  /** How often its helpers were let go. */
  abandoned = 0;
  /** Of the sets that are opened from now on. */
  sizes: [train: number, heldOut: number] = [1500, 297];

  private make(images: FakeImages | null, config?: RunConfig): FakeLab {
    const lab = new FakeLab(this.clock, images, config);
    this.labs.push(lab);
    return lab;
  }

  instance(variant: Instance['variant']): Instance {
    return {
      oneThread: null,
      variant,
      labs: {
        open: (config, images) => this.make(images as FakeImages, config),
        // The weights of a fake model are its number of latent dimensions and its side.
        fromWeights: ([latent = 2, side = 28]) => {
          const model = { ...CONFIG.model, latent, height: side, width: side };
          return this.make(null, { ...CONFIG, model });
        },
        restore: (bytes, images) => this.make(images as FakeImages).restored(bytes),
        readCodes: () => ({
          z: Float32Array.of(1, 2),
          labels: Uint16Array.of(3),
          classes: [...'0123456789'],
        }),
      },
      images: {
        fromPacked: (_, name) => {
          const images = new FakeImages(name, ...this.sizes);
          this.opened.push(images);
          return images;
        },
      },
      abandonTraining: () => {
        this.abandoned += 1;
      },
      module: {} as WebAssembly.Module,
      memory: {} as WebAssembly.Memory,
    };
  }
}
