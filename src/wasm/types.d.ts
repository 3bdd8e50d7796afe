/** What holds μ (and log σ²) of an image, or the code alone. */
export type Family = "ae" | "vae";
/** `gelu` is the one by tanh: PyTorch's `GELU(approximate="tanh")`. */
export type Activation = "relu" | "leakyRelu" | "gelu" | "tanh" | "sigmoid";
/** How weights start: as PyTorch's do, or uniform as He et al. 2015 or Glorot & Bengio 2010 have them, biases 0. */
export type Init = "pytorch" | "he" | "glorot";
/** What the encoder is made of, and the decoder mirrored. */
export type Body =
  | { kind: "linear" }
  | {
      kind: "dense";
      /** Widths of the encoder's hidden layers, from image to latent; one at least. */
      hidden: number[];
      activation: Activation;
    }
  | {
      kind: "conv";
      /** Channels of the encoder's convolutions, each of which halves the image, from image to latent; one at least. */
      channels: number[];
    };
/** p(x|z): what the decoder's output means. */
export type Likelihood =
  | { kind: "bernoulli" }
  | {
      kind: "gaussian";
      /** Standard deviation of a pixel, in units where ink is 1; or one learned for all pixels. */
      sd: number | "learned";
    };
/** How grey levels become the model's inputs: as they are, black from one half on, or black with that probability. */
export type Pixels = "grey" | "threshold" | "drawn";
/** What a person may write of a model; see `ModelSpec` in the Rust documentation for the bounds. */
export interface ModelSpec {
  family: Family;
  /** Image height in pixels. */
  height: number;
  /** Image width in pixels. */
  width: number;
  body: Body;
  /** Latent dimensions, Z. */
  latent: number;
  likelihood: Likelihood;
  /** Left out, and of a model that starts so: `pytorch`. */
  init?: Init;
}
/** What may change while training. */
export interface TrainOptions {
  learningRate: number;
  /** Weight of the KL term; 1 gives the ELBO. */
  beta: number;
  /** Images a step. */
  batchSize: number;
  /** Steps in which the weight of the KL term rises to beta; left out where there are none. */
  warmupSteps?: number;
  /** Nats of KL that each latent dimension has for nothing, as a mean over the batch; left out where there are none. */
  freeBits?: number;
  /** Samples of z an image: more than one make it the importance-weighted bound; left out where it is one. */
  samples?: number;
}
export interface RunConfig {
  model: ModelSpec;
  pixels: Pixels;
  /** Unsigned, 32 bits. */
  seed: number;
  options: TrainOptions;
}
/** A figure that the model is measured by, by id; in nats per image, at β = 1. */
export type TermId = "negElboNats" | "reconNats" | "klNats";
export interface Term {
  id: TermId;
  unit: "nats";
  /** `sum`: of the other terms, with their signs. */
  role: "sum" | "part";
  /** How a part enters the sum. */
  sign: 1 | -1;
}
/** A value for each term the model has, and no other key. */
export type Terms = Partial<Record<TermId, number>>;
/** Terms added up over images, so that ranges can be added. */
export interface TermSums {
  images: number;
  sums: Terms;
}
/** The scale of a data set: minus the log-likelihood of its held-out images, in nats per image, when every image gets the
 *  same decoder output. */
export interface Baselines {
  /** Every pixel at one half. */
  halfNats: number;
  /** Every pixel at its mean over the training images. */
  meanImageNats: number;
}
export interface ImagesInfo {
  /** Of the data set; empty where it has none. */
  name: string;
  count: number;
  height: number;
  width: number;
  /** Names of the classes, at most 100; none where the images have no labels. */
  classes: string[];
}
export interface LabInfo {
  model: ModelSpec;
  pixels: Pixels;
  seed: number;
  parameters: number;
  step: number;
  /** Epochs done, the present one in part: by the batches that were drawn, whatever their sizes. */
  epoch: number;
  /** At the present batch size; 0 without images to train on. */
  stepsPerEpoch: number;
  /** 0 where every image is held out, to be looked at: then `train` throws `no_training`. */
  trainImages: number;
  heldOutImages: number;
  /** The images the model is attached to; null where there are none. */
  images: ImagesInfo | null;
  options: TrainOptions;
  /** Random draws of z mean something. */
  hasPrior: boolean;
  hasEncoder: boolean;
  /** The encoder gives a spread, not a point alone. */
  hasSpread: boolean;
  /** What is measured of it, in the order to show it. */
  terms: Term[];
}
export interface TrainStats {
  step: number;
  /** Epochs done, the present one in part. */
  epoch: number;
  /** Means over the images of those steps. */
  terms: Terms;
}
/** A few images to look at: they cross once. Pixels 0..255, 255 is full ink. */
export interface Strip {
  source: "heldOut" | "prior";
  /** (N, H, W) */
  inputs: Uint8Array;
  /** Places in the list of classes; `NO_LABEL` (65535) where unknown. */
  labels: Uint16Array;
  /** Places in the order of `points`; none of draws. */
  places: Uint32Array;
}
/** What the model makes of a strip's images at this step. */
export interface StripPicture {
  /** (N, H, W) */
  reconstructions: Uint8Array;
  /** (N, Z): mean of q(z|x), or the code. */
  mu: Float32Array;
  /** (N, Z); empty where the model has no spread. */
  logvar: Float32Array;
  /** (N, 2): μ on the plane. */
  points: Float32Array;
}
/** One image of the set, and what the model makes of it at this step: a strip's picture of one. */
export interface Look extends StripPicture {
  /** (1, H, W) */
  inputs: Uint8Array;
  /** A place in the list of classes; 65535 where unknown. */
  label: number;
  /** At one fixed ε: of a held-out image, what it adds to the sums of its set. */
  terms: Terms;
}
/** Codes from a file beside weights that ship without images. */
export interface Codes {
  /** (N, Z) */
  z: Float32Array;
  /** Places in `classes`; 65535 where unknown. */
  labels: Uint16Array;
  classes: string[];
}
export interface Encoded {
  /** (N, Z) */
  mu: Float32Array;
  /** (N, Z); empty where the model has no spread. */
  logvar: Float32Array;
}
/** A rectangle of the latent plane, in units of z. */
export interface PlaneWindow {
  z1Min: number;
  z1Max: number;
  z2Min: number;
  z2Max: number;
}
/** A plane through the latent space: z = origin + a·u + b·v. */
export interface Slice {
  /** (Z) */
  origin: number[];
  u: number[];
  v: number[];
}
/** What may be decided of how other people's files are read; what is left out is decided by what they hold, and said. */
export interface ImportChoices {
  /** Pixels a side, 8 to 64. */
  side?: number;
  /** How a picture that is no square becomes one. */
  fit?: "crop" | "pad";
  /** Dark is ink. */
  invert?: boolean;
  /** Rows are columns. */
  transpose?: boolean;
  /** Which values are no ink and full ink, two of them. */
  meaning?: number[];
  /** Without classes, where false. */
  labels?: boolean;
  /** The table's column that holds them, by name or number, from 1. */
  column?: string;
  /** Height and width of images that come as rows of numbers. */
  shape?: number[];
  /** Rows and columns of a picture that holds a grid of images; 1, 1 leaves it whole. */
  grid?: number[];
  /** Of more images than this, so many are drawn. */
  atMost?: number;
  /** Of that draw. */
  seed?: number;
}
/** What was found in other people's files, and what it was taken to mean. */
export interface ImportPreview {
  /** What the set may be called. */
  name: string;
  formats: string[];
  /** Images there were, before `atMost`. */
  found: number;
  images: number;
  height: number;
  width: number;
  /** As read, height and width: the smallest and the largest of each. */
  sides: number[][];
  /** Colours were made grey. */
  colour: boolean;
  classes: { name: string; images: number }[];
  /** Where they come from; empty where there are none. */
  labelsFrom: string;
  /** To train on, and held out; null where the files are not in two parts, and a split is to be drawn. */
  parts: number[] | null;
  /** The least and the greatest value as read. */
  values: number[];
  /** Which of them were taken as no ink and full ink. */
  meaning: number[];
  /** The share of images whose edges are light. */
  lightEdges: number;
  /** Whether rows seem to be columns. */
  transposed: "no" | "likely" | "certain";
  /** Of the images that are not as wide as high, the share that is wider. */
  wider: number;
  /** Images that an earlier one equals. */
  duplicates: number;
  /** Images of one value. */
  constant: number;
  /** Files that were left out, and why, to go behind the path. */
  skipped: { path: string; code: string; why: string }[];
  /** Beyond those that are named. */
  skippedMore: number;
  /** What the images take. */
  bytes: number;
  /** Pixels a side that all were brought to; null: they are as they were. */
  side: number | null;
  fit: "crop" | "pad";
  invert: boolean;
  transpose: boolean;
  /** What else was decided, in sentences. */
  notes: string[];
  /** (H, W): each pixel's mean over all images, 0 paper and 255 ink. */
  mean: Uint8Array;
}
/** What every method throws: an `Error` whose message is the English sentence; with its parts, to say it in another language. */
export interface LabFailure extends Error {
  code: "bad_spec" | "bad_option" | "bad_data" | "bad_weights" | "bad_input" | "bad_file" | "no_data" | "no_training" | "no_memory" | "diverged";
  /** The field it is about, as it is called in these types (`learningRate`, `latent`, …); empty where it is about none. */
  field: string;
  /**
   * What is wrong, as a name: `range`, `missing`, `unknown`, `type`, `other`, …; of a file that is no weights, what it is:
   * `picture`, `pytorch`, `zip`, …
   */
  reason: string;
  /** The sentence's parameters: `min`, `max`, `value`, `step`, `detail`, … */
  params: Record<string, number | string>;
}
