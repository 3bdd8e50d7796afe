import type { Encoded, Images, Lab, ModelSpec, Pixels, Terms, TrainOptions, TrainStats } from './wasm/vae_lab.js';

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

/**
 * What `createLab`, `createImages` and `openLab` throw when the module does not start, or one of the package's files does
 * not come. In every other way like a `LabFailure`.
 */
export interface StartFailure extends Error {
  code: 'no_wasm' | 'no_simd' | 'wasm_policy' | 'wasm_missing' | 'wasm_damaged' | 'no_start_memory' | 'no_digits';
  field: '';
  /** Of a file that is missing: `status` (with `params.status`), `page` (a web page came instead), `network`, `file`. */
  reason: string;
  params: { address?: string; status?: number; detail?: string };
}

/** From and to what the core takes each number; all but `sd`, `learningRate` and `beta` are whole. */
export declare const BOUNDS: {
  /** Pixels of an image's height, and of its width. */
  readonly side: readonly [2, 64];
  /** Latent dimensions. */
  readonly latent: readonly [1, 32];
  /** How many hidden layers a dense body has. */
  readonly hiddenLayers: readonly [1, 4];
  /** Units of each. */
  readonly hiddenWidth: readonly [1, 2048];
  /** A fixed standard deviation of a pixel. */
  readonly sd: readonly [0.01, 10];
  /** Above 0. */
  readonly learningRate: readonly [0, 1];
  readonly beta: readonly [0, 100];
  readonly batchSize: readonly [1, 1024];
  /** Names of classes. */
  readonly classes: readonly [0, 100];
  readonly seed: readonly [0, 4294967295];
};

/**
 * Pixels, (N, height, width) row-major; their type says what the numbers mean: bytes of 0 (paper) to 255 (full ink), or
 * floats of 0 to 1. Everything else is refused with a sentence: floats outside of 0 to 1, other arrays, pictures of four
 * bytes a pixel (for those there is `fromImageData`).
 */
export type Ink = Uint8Array | Uint8ClampedArray | Float32Array | Float64Array;

/** Images of one size, to train on. A sixth of them is held out. */
export interface LabImages {
  /** Pixels; 2 to 64. */
  height: number;
  /** Pixels; 2 to 64. */
  width: number;
  pixels: Ink;
  /**
   * The class of each image, one for each: a whole number that is a place in `classes`; 65535 where unknown. They colour,
   * they do not train.
   */
  labels?: ArrayLike<number>;
  /** Names of the classes, at most 100; without them they are called by their numbers. */
  classes?: string[];
  /** What the set is called; the weights' card says it. */
  name?: string;
}

/** Where the WebAssembly module comes from, when not from where the package has it. Only the first lab's counts. */
export type WasmSource = URL | Request | Response | BufferSource | WebAssembly.Module;

export interface LabConfig {
  /** Default: the bundled 1,797 handwritten digits of 8×8 pixels. */
  data?: LabImages;
  /**
   * Default: a VAE with dense hidden layers of 128 and 64, relu, 2 latent dimensions, bernoulli. The image size is the
   * data's. Latent dimensions: 1 to 32; hidden layers: 1 to 4, each 1 to 2048 wide; a fixed `sd`: 0.01 to 10.
   */
  model?: Partial<Omit<ModelSpec, 'height' | 'width'>>;
  /** How grey levels become inputs; default grey: as they are. */
  pixels?: Pixels;
  /** Default: learning rate 0.001 (above 0, at most 1), β 1 (0 to 100), 64 images a step (1 to 1024). */
  options?: Partial<TrainOptions>;
  /** The one source of all randomness, 0 to 2³² − 1; default 7. The same seed gives the same bits in every browser. */
  seed?: number;
  wasm?: WasmSource;
}

/**
 * A fresh model on its data, ready for `lab.train(steps)`.
 *
 * @throws `LabFailure` when the images do not fit together, the model or an option lies out of bounds, or there is not the
 * memory for it; `StartFailure`.
 */
export function createLab(config?: LabConfig): Promise<Lab>;

/**
 * The same images for several labs: `Lab.open(config, images)`, `lab.attach(images)`, `Lab.restore(bytes, images)`. Their
 * own `Images.fromPixels` takes any numbers and cuts them to bytes without a word; this one checks.
 *
 * @throws `LabFailure` when the images do not fit together.
 */
export function createImages(data: LabImages, config?: Pick<LabConfig, 'wasm'>): Promise<Images>;

/**
 * A model from safetensors: those of `lab.saveWeights()`, or a PyTorch module's with the same names. It decodes, encodes
 * and draws; with data of its image size it also goes on training.
 *
 * @throws `LabFailure` when the weights or the data cannot be used.
 */
export function openLab(weights: Uint8Array | ArrayBuffer, config?: Pick<LabConfig, 'data' | 'wasm'>): Promise<Lab>;

/**
 * Images of the model's size (n·H·W) → posterior parameters. The lab's own `lab.encode` takes any numbers and cuts them to
 * bytes without a word; this one checks.
 *
 * @throws `LabFailure` when these are no pixels, or no whole number of images.
 */
export function encode(lab: Lab, pixels: Ink): Encoded;

/** What `fromImageData` reads: a browser's `ImageData`, or what a canvas library gives in its place. */
export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel. */
  data: Uint8ClampedArray | Uint8Array;
}

/**
 * Pictures of one size as images of ink, to be `data` or a part of it. `ink` says what the strokes are: `'dark'` on light
 * paper (the default, and what `lab.imageData` draws), or `'light'` on dark paper. What is transparent shows the paper.
 *
 * @throws `LabFailure` when the pictures are not of one size, or no pictures.
 */
export function fromImageData(
  pictures: Picture | Picture[],
  options?: { ink?: 'dark' | 'light' },
): { height: number; width: number; pixels: Uint8Array };

/** Mean terms in nats per image: over the held-out images, or over a fixed sample of the training images of as many. */
export function evaluate(lab: Lab, set?: 'heldOut' | 'training'): Terms;

/**
 * Trains in slices of about 8 ms and lets the page paint and answer between them.
 *
 * @returns the steps done: all of them, or fewer when `signal` aborted.
 * @throws `LabFailure` with code `bad_input` when `steps` is no whole number, and with `diverged` when the loss stops being
 * a finite number.
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
