// What the worker answers. The page holds it through Comlink, so every call there is a promise;
// a failed call rejects with a plain `Failure`.
import type {
  Codes,
  Frame,
  LabInfo,
  Manifold,
  ManifoldView,
  RunConfig,
  RunEnd,
  Snapshot,
  TrainOptions,
  TrainStats,
} from './types';

/** Called with each frame; the next one is built only after the promise resolves (back-pressure). */
export type FrameSink = (frame: Frame) => Promise<void>;

export interface LabApi {
  /**
   * Opens a fresh model on the bundled 8×8 digits. A running loop ends and its frames are dropped. `reproducible`
   * keeps to strict arithmetic.
   */
  openTrainable(config: RunConfig, reproducible: boolean): Promise<LabInfo>;
  /** Opens a model with two latent dimensions from safetensors; the bytes are transferred. */
  openWeights(bytes: Uint8Array): Promise<LabInfo>;
  /** Reads a file of codes (tensors `codes` and `labels`); no model is needed. */
  readCodes(bytes: Uint8Array): Promise<Codes>;

  /** Trains until `untilStep`, `pause()` or a failure, which rejects. */
  start(untilStep: number, onFrame: FrameSink): Promise<RunEnd>;
  pause(): Promise<void>;
  /** Trains exactly `steps` steps. */
  step(steps: number): Promise<TrainStats>;
  setOptions(options: TrainOptions): Promise<void>;
  /** Trains on up to so many threads from now on; answers how many came. */
  setThreads(threads: number): Promise<number>;
  /** The view whose manifold the frames of a running loop carry. */
  setView(view: ManifoldView): Promise<void>;

  /** The whole picture at the present step, for when nothing runs. */
  snapshot(): Promise<Snapshot>;
  manifold(view: ManifoldView): Promise<Manifold>;
  /** z: n·Z → n·H·W ink values. */
  decode(z: Float32Array): Promise<Uint8Array>;

  saveWeights(): Promise<Uint8Array>;
}
