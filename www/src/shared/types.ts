// What the worker and the page say to each other. What crosses between the wasm package and the worker is described
// in one file beside the boundary, and is the same here. Every term is in nats per image.
import type {
  Baselines,
  LabInfo,
  Look,
  PlaneWindow,
  Slice,
  Strip,
  StripPicture,
  Terms,
  TrainStats,
} from '../../../src/wasm/types';

export type * from '../../../src/wasm/types';

/** A model that the worker keeps open. */
export type ModelId = number;
/** A set of images that the worker keeps open, shared by the models that are attached to it. */
export type ImagesId = number;

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

/** Points of the plane, decoded. */
export interface Decoded {
  /** (n, Z): the codes at these points. */
  z: Float32Array;
  /** (n, H, W) ink values. */
  pixels: Uint8Array;
}

/** Codes on the plane. */
export interface PlaneCodes {
  /** (N, 2) */
  points: Float32Array;
  /** (N) places in `classes`, 65535 where unknown; empty where there are no labels at all. */
  labels: Uint16Array;
  classes: readonly string[];
}

/** One point of the curves: both sets measured at the same step with the same fixed noise. */
export interface CurvePoint {
  step: number;
  training: Terms;
  heldOut: Terms;
}

/** What a model is, and what of it stays as it is while it trains: told when it opens or gets other images. */
export interface Opened {
  model: ModelId;
  info: LabInfo;
  /** Names of the tensors that its file held and the model did not need. */
  leftOut: string[];
  /** The plane of its latent space that is shown. */
  slice: Slice;
  strip: Strip;
  /** (N) classes of all images, in the order of `points`; empty where there are none. */
  labels: Uint16Array;
  /** What its images would cost a model that knows nothing of them; null without images. */
  baselines: Baselines | null;
}

/** How fast a run goes: a step a picture, slowly, faster and faster until it is at full speed, or at full speed. */
export type Tempo = 'step' | 'slow' | 'rising' | 'full';

/** Everything that a run goes on from, bit for bit, but for its images. */
export interface Checkpoint {
  step: number;
  bytes: Uint8Array;
}

/** An image of the set, by its place in the order of `points`, as the model sees it now. */
export interface Watched extends Look {
  place: number;
}

/** What changed since the frame before; pieces that are not due are absent. */
export interface Frame {
  model: ModelId;
  tempo: Tempo;
  stats: TrainStats;
  stepsPerSecond: number;
  curve: CurvePoint[];
  manifold?: Manifold;
  strip?: StripPicture;
  /** The image that is watched, at the strip's step. */
  watched?: Watched;
  /** (N, 2): the images' places on the plane, training images first. */
  points?: Float32Array;
  /** The one that was kept since: what the page restores when the worker is lost. */
  checkpoint?: Checkpoint;
}

/** Why there is one thread: the host does not isolate the page, the browser has no shared memory, or it refuses this page
 *  some; or helper threads did not come, and there are fewer than were asked for. */
export type OneThread = 'notIsolated' | 'noSharedMemory' | 'memoryRefused' | 'helpersFailed';

/** How many threads train, and what is in the way of more. */
export interface Threads {
  threads: number;
  threadsBecause: OneThread | null;
}

/** What computes: shown, so that a result can be had again. */
export interface EngineInfo extends Threads {
  /** `strict` gives the same bits in every browser and natively. */
  arithmetic: 'strict' | 'relaxed';
  /** 8 hex digits; equal hashes mean equal weights, bit for bit. Null where arithmetic is relaxed, as it says little, and
   *  of a model in the viewer. */
  weightsHash: string | null;
}

/** Everything the page shows of a model at one step; `points` and `curve` are null without images. */
export interface Snapshot {
  info: LabInfo;
  strip: StripPicture;
  /** The image that is watched; null where none is. */
  watched: Watched | null;
  points: Float32Array | null;
  curve: CurvePoint | null;
  engine: EngineInfo;
}

/** How a run ended without a failure. */
export interface RunEnd {
  reason: 'paused' | 'finished';
  /** Steps and epochs done in the end. */
  step: number;
  epoch: number;
  /** Points that no frame carried. */
  curve: CurvePoint[];
}

/** What went wrong, by name: the sentence is made in the page's language. */
export interface Failure {
  code: string;
  /** The field it is about, as these types call it; empty where it is about none. */
  field: string;
  /** What is wrong with the field: `range`, `missing`, `type`, … */
  reason: string;
  /** What the sentence tells: bounds, a step, an address. */
  params: Record<string, number | string>;
  /** In English, for want of a better one. */
  message: string;
  /** The engine goes on with what is open, although this is what ends one that begins. */
  spared?: boolean;
}
