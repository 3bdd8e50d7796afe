// What the worker answers. It keeps models and sets of images by id. The page holds it through Comlink, so every call
// there is a promise; a failed call rejects with a plain `Failure`. A model that is closed, or becomes so while an
// answer is made, fails with code `closed`.
import type { DataSetName, OwnSetName } from './data-sets';
import type {
  Checkpoint,
  Decoded,
  Frame,
  ImagesId,
  ImagesInfo,
  LabInfo,
  Look,
  Manifold,
  ManifoldView,
  ModelId,
  Opened,
  PlaneCodes,
  RunConfig,
  RunEnd,
  Snapshot,
  Tempo,
  Threads,
  TrainOptions,
  TrainStats,
  Watched,
} from './types';

/** Called with each frame; the next one is built only after the promise resolves (back-pressure). */
export type FrameSink = (frame: Frame) => Promise<void>;

export interface LabApi {
  /** A sign of life, between two slices of whatever is being done. */
  ping(): Promise<void>;

  /** A set of images, fetched and opened once, for as many models as there will be. */
  openImages(name: DataSetName): Promise<{ images: ImagesId; info: ImagesInfo }>;
  /** The same of images that a visitor brought, packed. */
  openOwn(name: OwnSetName, packed: Uint8Array): Promise<{ images: ImagesId; info: ImagesInfo }>;
  /** No model is opened on these images any more; those that are open keep them. */
  closeImages(images: ImagesId): Promise<void>;

  /** A fresh model on these images. `reproducible` keeps to strict arithmetic. */
  openFresh(config: RunConfig, images: ImagesId, reproducible: boolean): Promise<Opened>;
  /** A model with two latent dimensions from safetensors, to look at; the bytes are transferred. */
  openWeights(bytes: Uint8Array): Promise<Opened>;
  /** The model that `checkpoint` was asked of, on the same images; the bytes are transferred. */
  restore(bytes: Uint8Array, images: ImagesId, reproducible: boolean): Promise<Opened>;
  /** From now on the model trains on these images. */
  attach(model: ModelId, images: ImagesId): Promise<Opened>;
  /** A run of it ends, its memory is given back. */
  close(model: ModelId): Promise<void>;

  /** Trains for so many epochs, until `pause()` or a failure, which rejects. Models that train take turns. */
  start(model: ModelId, epochs: number, onFrame: FrameSink, tempo?: Tempo): Promise<RunEnd>;
  /** How fast the run goes from now on, if one is under way. */
  setTempo(model: ModelId, tempo: Tempo): Promise<void>;
  pause(model: ModelId): Promise<void>;
  /** Trains exactly `steps` steps. */
  step(model: ModelId, steps: number): Promise<TrainStats>;
  /** Back to the last checkpoint before a divergence: its step is in the failure, as `params.backTo`. */
  back(model: ModelId): Promise<LabInfo>;
  /** Everything at the present step, for `restore`. */
  checkpoint(model: ModelId): Promise<Checkpoint>;
  setOptions(model: ModelId, options: TrainOptions): Promise<LabInfo>;
  /** All models train on up to so many threads from now on; answers how many came, and why not more. */
  setThreads(threads: number): Promise<Threads>;
  /** The view whose manifold the frames of a run carry. */
  setView(model: ModelId, view: ManifoldView): Promise<void>;

  /** The whole picture at the present step, for when nothing runs. */
  snapshot(model: ModelId): Promise<Snapshot>;
  manifold(model: ModelId, view: ManifoldView): Promise<Manifold>;
  /** From now on frames and snapshots carry this image, by its place in the order of `points`; null: none. */
  watch(model: ModelId, place: number | null): Promise<Watched | null>;
  /** One image once, and what the model makes of it. */
  lookAt(model: ModelId, place: number): Promise<Look>;
  /** Points of the plane (n·2) and what they decode to. */
  decode(model: ModelId, points: Float32Array): Promise<Decoded>;
  /** Reads a file of codes and places them on the model's plane. */
  readCodes(model: ModelId, bytes: Uint8Array): Promise<PlaneCodes>;

  saveWeights(model: ModelId): Promise<Uint8Array>;
}
