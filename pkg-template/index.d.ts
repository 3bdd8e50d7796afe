import type { Lab, ModelSpec, Pixels, Terms, TrainOptions, TrainStats } from './wasm/vae_lab.js';

export { Images, Lab, surpriseSeed } from './wasm/vae_lab.js';
export type {
  Body,
  Codes,
  Encoded,
  ImagesInfo,
  LabFailure,
  LabInfo,
  Likelihood,
  ModelSpec,
  Pixels,
  PlaneWindow,
  RunConfig,
  Slice,
  Strip,
  StripPicture,
  Term,
  TermSums,
  Terms,
  TrainOptions,
  TrainStats,
} from './wasm/vae_lab.js';

/** Images of one size, to train on. A sixth of them is held out. */
export interface LabImages {
  /** Pixels; 2 to 64. */
  height: number;
  /** Pixels; 2 to 64. */
  width: number;
  /** (N, height, width) row-major, a byte a pixel: 0 is paper, 255 is full ink. */
  pixels: Uint8Array;
  /** The class of each image: a place in `classes`; 65535 where unknown. They colour, they do not train. */
  labels?: ArrayLike<number>;
  /** Names of the classes, at most 100; without them they are called by their numbers. */
  classes?: string[];
  /** What the set is called; the weights' card says it. */
  name?: string;
}

/** Where the WebAssembly module comes from, when not from beside this file. Only the first lab's counts. */
export type WasmSource = URL | Request | Response | BufferSource | WebAssembly.Module;

export interface LabConfig {
  /** Default: the bundled 1,797 handwritten digits of 8×8 pixels. */
  data?: LabImages;
  /** Default: a VAE with dense hidden layers of 128 and 64, ReLU, two latent dimensions, Bernoulli. The image size is the data's. */
  model?: Partial<Omit<ModelSpec, 'height' | 'width'>>;
  /** How grey levels become inputs; default as they are. */
  pixels?: Pixels;
  /** Default: learning rate 0.001, β 1, 64 images a step. */
  options?: Partial<TrainOptions>;
  /** The one source of all randomness, 0 to 2³² − 1; default 7. The same seed gives the same bits in every browser. */
  seed?: number;
  wasm?: WasmSource;
}

/**
 * A fresh model on its data, ready for `lab.train(steps)`.
 *
 * @throws `LabFailure` when the images do not fit together, or the model or an option lies out of bounds.
 */
export function createLab(config?: LabConfig): Promise<Lab>;

/**
 * A model from safetensors: those of `lab.saveWeights()`, or a PyTorch module's with the same names. It decodes, encodes
 * and draws; with data of its image size it also goes on training.
 *
 * @throws `LabFailure` when the weights or the data cannot be used.
 */
export function openLab(weights: Uint8Array, config?: Pick<LabConfig, 'data' | 'wasm'>): Promise<Lab>;

/** Mean terms in nats per image: over the held-out images, or over a fixed sample of the training images of as many. */
export function evaluate(lab: Lab, set?: 'heldOut' | 'training'): Terms;

/**
 * Trains in slices of about 8 ms and lets the page paint and answer between them.
 *
 * @returns the steps done: all of them, or fewer when `signal` aborted.
 * @throws `LabFailure` with code `diverged` when the loss stops being a finite number.
 */
export function trainInSlices(
  lab: Lab,
  steps: number,
  hooks?: {
    /** After each slice, with the means over its steps. */
    onSlice?: (stats: TrainStats) => void;
    signal?: AbortSignal;
  },
): Promise<number>;
