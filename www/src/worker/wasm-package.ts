import type {
  Baselines,
  ImagesInfo,
  Look,
  OneThread,
  RunConfig,
  TermSums,
  TrainOptions,
  TrainStats,
} from '../shared/types';
import type { Agreed, Agreement } from './agreement';
import { isOfMemory, sharedMemory, startingMemory } from './memory';
import { asMissing, compiled, inTime } from './module';
import { abilities, variantsFor, type VariantName } from './variant';
import type { ViewerLab, ViewerLabs } from './viewer-package';

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

export interface Lab extends ViewerLab {
  /** From now on it trains on these images. */
  readonly attach: (images: Images) => void;
  readonly checkpoint: () => Uint8Array;
  readonly train: (steps: number) => TrainStats;
  readonly setOptions: (options: TrainOptions) => void;
  /** Asks for so many threads; answers how many it will be. */
  readonly setThreads: (threads: number) => number;
  readonly evaluate: (set: 'heldOut' | 'training', start: number, end: number) => TermSums;
  readonly baselines: () => Baselines;
  readonly points: (start: number, end: number) => Float32Array;
  readonly labels: () => Uint16Array;
  /** The image at a place in the order of `points`. */
  readonly look: (place: number) => Look;
  readonly saveWeights: () => Uint8Array;
  readonly weightsHash: () => string;
}

export interface LabClass extends ViewerLabs<Lab> {
  readonly open: (config: RunConfig, images: Images) => Lab;
  readonly restore: (bytes: Uint8Array, images: Images) => Lab;
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

type Generated = typeof import('../wasm/strict/vae_lab.js');
type GeneratedLab = Generated['Lab']['prototype'];
type GeneratedImages = Generated['Images']['prototype'];

interface WholeClasses {
  lab: [GeneratedLab, Lab];
  images: [GeneratedImages, Images];
}
export type Checked = [
  Agreed<Agreement<Lab, GeneratedLab, WholeClasses>>,
  Agreed<Agreement<LabClass, Generated['Lab'], WholeClasses>>,
  Agreed<Agreement<Images, GeneratedImages, WholeClasses>>,
  Agreed<Agreement<ImagesClass, Generated['Images'], WholeClasses>>,
  Agreed<Agreement<Threads, Generated, WholeClasses>>,
  Agreed<Agreement<Pick<WasmPackage, 'makeRoom'>, Generated, WholeClasses>>,
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
    inTime(glueOf(variant)).catch(asMissing),
    compiled(address),
  ]);
  const { memory } = await startingMemory(() =>
    wasm.default({ module_or_path: module, memory: given }),
  );
  const { abandonTraining } = wasm;
  return { variant, ...roomy(wasm), abandonTraining, module, memory };
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
