import type {
  Baselines,
  Codes,
  ImagesInfo,
  LabInfo,
  Look,
  OneThread,
  PlaneWindow,
  RunConfig,
  Slice,
  Strip,
  StripPicture,
  TermSums,
  TrainOptions,
  TrainStats,
} from '../shared/types';
import { WorkerFailure } from './failure';
import { sharedMemory } from './memory';
import { compiled, inTime, missing } from './module';
import { abilities, variantsFor, type VariantName } from './variant';

// The classes that the wasm package exports, as far as the worker uses them. Signatures are properties, not methods:
// the compiler compares what a property takes, and lets a method take less than it is given.

/** A set of images; models that are opened on it share it. */
export interface Images {
  readonly free: () => void;
  readonly info: () => ImagesInfo;
}

export interface ImagesClass {
  readonly fromPacked: (bytes: Uint8Array, name: string) => Images;
}

export interface Lab {
  readonly free: () => void;
  readonly info: () => LabInfo;
  /** Names of the tensors that its file held beside the model's. */
  readonly leftOut: () => string[];
  /** From now on it trains on these images. */
  readonly attach: (images: Images) => void;
  readonly checkpoint: () => Uint8Array;
  readonly train: (steps: number) => TrainStats;
  readonly setOptions: (options: TrainOptions) => void;
  /** Asks for so many threads; answers how many it will be. */
  readonly setThreads: (threads: number) => number;
  readonly evaluate: (set: 'heldOut' | 'training', start: number, end: number) => TermSums;
  readonly baselines: () => Baselines;
  readonly decode: (z: Float32Array) => Uint8Array;
  readonly manifold: (window: PlaneWindow, columns: number, rows: number) => Uint8Array;
  readonly slice: () => Slice;
  readonly zFromPlane: (points: Float32Array) => Float32Array;
  readonly planeFromZ: (z: Float32Array) => Float32Array;
  readonly points: (start: number, end: number) => Float32Array;
  readonly labels: () => Uint16Array;
  readonly strip: (count: number) => Strip;
  readonly stripPicture: (count: number) => StripPicture;
  /** The image at a place in the order of `points`. */
  readonly look: (place: number) => Look;
  readonly saveWeights: () => Uint8Array;
  readonly weightsHash: () => string;
}

export interface LabClass {
  readonly open: (config: RunConfig, images: Images) => Lab;
  readonly fromWeights: (bytes: Uint8Array) => Lab;
  readonly restore: (bytes: Uint8Array, images: Images) => Lab;
  readonly readCodes: (bytes: Uint8Array) => Codes;
}

export interface Threads {
  /** A helper's life; returns only when training is abandoned. */
  readonly helpTraining: (index: number) => void;
  /** A thread of this memory failed: whoever waits for it stops instead of waiting for ever. */
  readonly abandonTraining: () => void;
}

export interface WasmPackage extends Threads {
  readonly default: (options: {
    module_or_path: WebAssembly.Module | string;
    memory?: WebAssembly.Memory | undefined;
  }) => Promise<{ memory: WebAssembly.Memory }>;
  readonly Lab: LabClass;
  readonly Images: ImagesClass;
  /** Throws `no_memory` where so many bytes cannot be handed in. */
  readonly makeRoom: (bytes: number) => void;
}

// The package's own description says the same of each of these, in what it takes and in what it gives, or this does
// not compile: `false` is the signature that differs.
type Generated = typeof import('../wasm/strict/vae_lab.js');
type GeneratedLab = Generated['Lab']['prototype'];
type GeneratedImages = Generated['Images']['prototype'];

/** The package's classes are the worker's; where it also takes a list of numbers, the worker gives a typed array. */
type Ours<T> = T extends GeneratedLab ? Lab : T extends GeneratedImages ? Images : Lists<T>;
type Lists<T> = T extends number[] ? never : T;
type Signature<F> = F extends (...given: infer Given) => infer Answer
  ? (...given: { [Place in keyof Given]: Ours<Given[Place]> }) => Ours<Answer>
  : never;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Agreement<Used, Package> = {
  [Name in keyof Used]: Name extends keyof Package
    ? Same<Used[Name], Signature<Package[Name]>>
    : false;
};
type Agreed<T extends Record<keyof T, true>> = T;
export type Checked = [
  Agreed<Agreement<Lab, GeneratedLab>>,
  Agreed<Agreement<LabClass, Generated['Lab']>>,
  Agreed<Agreement<Images, GeneratedImages>>,
  Agreed<Agreement<ImagesClass, Generated['Images']>>,
  Agreed<Agreement<Threads, Generated>>,
  Agreed<Agreement<Pick<WasmPackage, 'makeRoom'>, Generated>>,
];

// The variants that were built, by folder name: the glue, and the address of the module itself.
const glue = import.meta.glob<WasmPackage>('../wasm/*/vae_lab.js');
const modules = import.meta.glob<string>('../wasm/*/vae_lab_bg.wasm', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The functions of a variant, not started. */
export async function glueOf(variant: VariantName): Promise<WasmPackage> {
  const load = glue[`../wasm/${variant}/vae_lab.js`];
  if (!load) throw new Error(`this build of the page holds no wasm package ${variant}`);
  return load();
}

/** A running instance: what another thread needs to join it. */
export interface Instance {
  readonly variant: VariantName;
  /** Why it has no threads; null where it has. */
  readonly oneThread: OneThread | null;
  readonly labs: LabClass;
  readonly images: ImagesClass;
  readonly abandonTraining: () => void;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Starts the best variant that was built and can run here: one without threads where the browser gives them no memory. */
export async function startInstance(reproducible: boolean): Promise<Instance> {
  const able = await abilities();
  let { oneThread } = able;
  for (const variant of variantsFor(able, reproducible)) {
    if (!(`../wasm/${variant}/vae_lab.js` in glue)) continue;
    if (!variant.endsWith('-threads')) return { ...(await started(variant)), oneThread };
    const memory = sharedMemory();
    if (memory) {
      try {
        return { ...(await started(variant, memory)), oneThread: null };
      } catch (thrown) {
        if (!isOfMemory(thrown)) throw thrown;
      }
    }
    oneThread = 'memoryRefused';
  }
  throw new Error('this build of the page holds no wasm package');
}

async function started(variant: VariantName, given?: WebAssembly.Memory) {
  const address = modules[`../wasm/${variant}/vae_lab_bg.wasm`];
  if (!address) throw new Error(`this build of the page holds no wasm module ${variant}`);
  const [wasm, module] = await Promise.all([
    inTime(glueOf(variant)).catch((thrown: unknown) => {
      throw thrown instanceof WorkerFailure
        ? thrown
        : missing('network', { detail: String(thrown) });
    }),
    compiled(address),
  ]);
  try {
    const { memory } = await wasm.default({ module_or_path: module, memory: given });
    const { abandonTraining } = wasm;
    return { variant, ...roomy(wasm), abandonTraining, module, memory };
  } catch (thrown) {
    if (!isOfMemory(thrown)) throw thrown;
    throw new WorkerFailure('no_start_memory', { params: { detail: String(thrown) } });
  }
}

/** The classes, with room made for a file before it is handed in. */
function roomy({ Lab, Images, makeRoom }: WasmPackage): { labs: LabClass; images: ImagesClass } {
  const after = <Rest extends unknown[], T>(take: (bytes: Uint8Array, ...rest: Rest) => T) => {
    return (bytes: Uint8Array, ...rest: Rest): T => {
      makeRoom(bytes.length);
      return take(bytes, ...rest);
    };
  };
  return {
    labs: {
      open: (config, images) => Lab.open(config, images),
      fromWeights: after((bytes) => Lab.fromWeights(bytes)),
      restore: after((bytes, images) => Lab.restore(bytes, images)),
      readCodes: after((bytes) => Lab.readCodes(bytes)),
    },
    images: { fromPacked: after((bytes, name) => Images.fromPacked(bytes, name)) },
  };
}

/** The browser gave no memory, or would not let it grow; each words it in its own way, none has a code for it. */
function isOfMemory(thrown: unknown): boolean {
  if (thrown instanceof WorkerFailure) return thrown.code === 'no_start_memory';
  return thrown instanceof RangeError || /memory/i.test(String(thrown));
}
