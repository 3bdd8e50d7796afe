/** What a person may write of a model; see `ModelSpec` in the Rust documentation for the bounds. */
export interface ModelSpec {
  kind: "vae" | "ae";
  /** Image height in pixels. */
  height: number;
  /** Image width in pixels. */
  width: number;
  /** Widths of the encoder's hidden layers; the decoder mirrors them. */
  hidden: number[];
  /** Latent dimensions. */
  latent: number;
  activation: "relu" | "tanh" | "sigmoid";
}
/** What may change while training. */
export interface TrainOptions {
  learningRate: number;
  /** Weight of the KL term; 1 gives the ELBO. */
  beta: number;
  /** Images a step. */
  batchSize: number;
}
export interface RunConfig {
  model: ModelSpec;
  /** Unsigned, 32 bits. */
  seed: number;
  options: TrainOptions;
}
export interface LabInfo {
  model: ModelSpec;
  seed: number;
  parameters: number;
  step: number;
  epoch: number;
  /** 0 without data. */
  stepsPerEpoch: number;
  trainImages: number;
  heldOutImages: number;
  hasData: boolean;
  options: TrainOptions;
}
/** Nats per image, at β = 1. For a plain autoencoder `klNats` is 0 and the sum is the reconstruction alone. */
export interface Terms {
  negElboNats: number;
  reconNats: number;
  klNats: number;
}
export interface TrainStats {
  step: number;
  /** Epochs done, the present one in part. */
  epoch: number;
  /** Means over the images of those steps. */
  terms: Terms;
}
/** A few images and what the model makes of them; pixels 0..255, 255 is full ink. */
export interface Strip {
  source: "heldOut" | "prior";
  inputs: Uint8Array;
  reconstructions: Uint8Array;
  /** 255 where unknown. */
  labels: Uint8Array;
  mu: Float32Array;
  /** Empty for a plain autoencoder. */
  logvar: Float32Array;
  /** What the inputs were made of (`prior`), else the same as `mu`. */
  z: Float32Array;
}
export interface Codes {
  /** (N, Z): training images first, then the held-out ones. */
  z: Float32Array;
  labels: Uint8Array;
  trainCount: number;
}
export interface Encoded {
  mu: Float32Array;
  /** Empty for a plain autoencoder. */
  logvar: Float32Array;
}
/** A rectangle of the latent plane, in units of z. */
export interface PlaneWindow {
  z1Min: number;
  z1Max: number;
  z2Min: number;
  z2Max: number;
}
/** What every method throws: an `Error` with a stable code. */
export interface LabFailure extends Error {
  code: "bad_spec" | "bad_option" | "bad_data" | "bad_weights" | "bad_input" | "no_data" | "diverged";
}
