import type { Lab, ModelSpec, TrainOptions, TrainStats } from './wasm/vae_lab.js';

export { Lab } from './wasm/vae_lab.js';
export type {
  Codes,
  Encoded,
  LabFailure,
  LabInfo,
  ModelSpec,
  PlaneWindow,
  RunConfig,
  Strip,
  Terms,
  TrainOptions,
  TrainStats,
} from './wasm/vae_lab.js';

/** Images of one size, to train on. A sixth of them is held out. */
export interface Images {
  /** Pixels; 1 to 255. */
  height: number;
  /** Pixels; 1 to 255. */
  width: number;
  /** (N, height, width) row-major, a byte a pixel: 0 is paper, 255 is full ink. */
  pixels: Uint8Array;
  /** The class of each image; 255 where unknown. They colour, they do not train. */
  labels?: Uint8Array;
}

/** Where the WebAssembly module comes from, when not from beside this file. Only the first lab's counts. */
export type WasmSource = URL | Request | Response | BufferSource | WebAssembly.Module;

export interface LabConfig {
  /** Default: the bundled 1,797 handwritten digits of 8×8 pixels. */
  data?: Images;
  /** Default: a VAE with hidden layers of 128 and 64, two latent dimensions, ReLU. The image size is the data's. */
  model?: Partial<Omit<ModelSpec, 'height' | 'width'>>;
  /** Default: learning rate 0.001, β 1, 64 images a step. */
  options?: Partial<TrainOptions>;
  /** The one source of all randomness, 0 to 2³² − 1; default 7. The same seed gives the same bits in every browser. */
  seed?: number;
  wasm?: WasmSource;
}

/**
 * A fresh model on its data, ready for `lab.train(steps)`.
 *
 * @throws `RangeError` when the images do not fit together; `LabFailure` when the model or an option lies out of bounds.
 */
export function createLab(config?: LabConfig): Promise<Lab>;

/**
 * A model from safetensors: those of `lab.saveWeights()`, or a PyTorch module's with the same names. It decodes, encodes
 * and draws; with data of its image size it also goes on training.
 *
 * @throws `LabFailure` when the weights or the data cannot be used.
 */
export function openLab(weights: Uint8Array, config?: Pick<LabConfig, 'data' | 'wasm'>): Promise<Lab>;

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
