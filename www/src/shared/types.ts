// What crosses the seams: wasm package ⇄ worker ⇄ page. Structure as small typed values,
// bulk as typed arrays, failures as {code, message}. Every term is in nats per image.

export type ModelKind = 'vae' | 'ae';
export type Activation = 'relu' | 'tanh' | 'sigmoid';

export interface ModelSpec {
  kind: ModelKind;
  height: number;
  width: number;
  hidden: number[];
  latent: number;
  activation: Activation;
}

export interface TrainOptions {
  learningRate: number;
  beta: number;
  batchSize: number;
}

export interface RunConfig {
  model: ModelSpec;
  /** An unsigned 32-bit integer: every random stream of the run comes from it. */
  seed: number;
  options: TrainOptions;
}

export interface LabInfo {
  model: ModelSpec;
  seed: number;
  parameters: number;
  step: number;
  /** Fractional. */
  epoch: number;
  /** 0 without data. */
  stepsPerEpoch: number;
  trainImages: number;
  heldOutImages: number;
  hasData: boolean;
  options: TrainOptions;
}

/** The bound's terms at β = 1. For an autoencoder `klNats` is 0 and `negElboNats` is `reconNats`. */
export interface Terms {
  negElboNats: number;
  reconNats: number;
  klNats: number;
}

export interface TrainStats {
  step: number;
  /** Fractional: step / steps per epoch. */
  epoch: number;
  /** Means over the steps of the call, on the training batches. */
  terms: Terms;
}

/** Images (S·H·W ink values, 255 = full ink), what the model makes of them, and where it puts them. */
export interface Strip {
  source: 'heldOut' | 'prior';
  inputs: Uint8Array;
  reconstructions: Uint8Array;
  /** The class of each image; 255 = none. */
  labels: Uint8Array;
  mu: Float32Array;
  /** Empty for an autoencoder. */
  logvar: Float32Array;
  /** The draws for `prior`, the posterior means for `heldOut`. */
  z: Float32Array;
}

/** Posterior means of the whole set: training images first, then held-out ones. */
export interface Codes {
  z: Float32Array;
  labels: Uint8Array;
  trainCount: number;
}

export interface Encoded {
  mu: Float32Array;
  logvar: Float32Array;
}

/** A rectangle of the latent plane, in z. */
export interface PlaneWindow {
  z1Min: number;
  z1Max: number;
  z2Min: number;
  z2Max: number;
}

/** Decoded tiles, row-major, first row = top (largest z2), at the centres of the window's cells. */
export interface Manifold {
  tiles: Uint8Array;
  columns: number;
  rows: number;
  window: PlaneWindow;
}

export interface ManifoldView {
  window: PlaneWindow;
  columns: number;
  rows: number;
}

/** One point of the curves: both sets measured at the same step with the same fixed noise. */
export interface CurvePoint {
  step: number;
  training: Terms;
  heldOut: Terms;
}

/** What changed since the frame before; pieces that are not due are absent. */
export interface Frame {
  stats: TrainStats;
  stepsPerSecond: number;
  curve: CurvePoint[];
  manifold?: Manifold;
  strip?: Strip;
  codes?: Codes;
}

/** What computes: shown, so that a result can be had again. */
export interface EngineInfo {
  /** `strict` gives the same bits in every browser and natively. */
  arithmetic: 'strict' | 'relaxed';
  threads: number;
  /** 8 hex digits; equal hashes mean equal weights, bit for bit. */
  weightsHash: string;
}

/** Everything the page shows of a model at one step; `curve` and `codes` are null without data. */
export interface Snapshot {
  info: LabInfo;
  strip: Strip;
  codes: Codes | null;
  curve: CurvePoint | null;
  engine: EngineInfo;
}

/** How a run ended without a failure. */
export interface RunEnd {
  reason: 'paused' | 'finished';
  /** Steps done in the end. */
  step: number;
  /** Points that no frame carried. */
  curve: CurvePoint[];
}

export interface Failure {
  code: string;
  message: string;
}
