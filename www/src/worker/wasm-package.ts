import type {
  Codes,
  Encoded,
  LabInfo,
  PlaneWindow,
  RunConfig,
  Strip,
  Terms,
  TrainOptions,
  TrainStats,
} from '../shared/types';
import { abilities, variantsFor, type VariantName } from './variant';

/** The class that the wasm package exports, as the worker uses it. */
export interface Lab {
  free(): void;
  info(): LabInfo;
  train(steps: number): TrainStats;
  setOptions(options: TrainOptions): void;
  /** Asks for so many threads; answers how many it will be. */
  setThreads(threads: number): number;
  evaluate(): Terms;
  evaluateTrain(): Terms;
  decode(z: Float32Array): Uint8Array;
  manifold(window: PlaneWindow, columns: number, rows: number): Uint8Array;
  strip(count: number): Strip;
  codes(): Codes;
  encode(pixels: Uint8Array): Encoded;
  saveWeights(): Uint8Array;
  weightsHash(): string;
}

export interface LabClass {
  /** `dataset`: a packed set of images. */
  trainable(config: RunConfig, dataset: Uint8Array): Lab;
  /** With a packed set of its size of images the model can go on training. */
  fromWeights(bytes: Uint8Array, dataset?: Uint8Array): Lab;
  readCodes(bytes: Uint8Array): Codes;
}

export interface WasmPackage {
  default(options: {
    module_or_path: WebAssembly.Module | string;
    memory?: WebAssembly.Memory;
  }): Promise<{ memory: WebAssembly.Memory }>;
  Lab: LabClass;
  /** A helper's life; returns only when training is abandoned. */
  helpTraining(index: number): void;
  /** A thread of this memory failed: whoever waits for it stops instead of waiting for ever. */
  abandonTraining(): void;
}

// The package's own types say the same, or this does not compile.
type Generated = typeof import('../wasm/strict/vae_lab.js');
const agreed = (generated: Generated): WasmPackage => generated;
void agreed;

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
  readonly labs: LabClass;
  readonly abandonTraining: () => void;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Starts the best variant that was built and can run here. */
export async function startInstance(reproducible: boolean): Promise<Instance> {
  const able = variantsFor(await abilities(), reproducible);
  const variant = able.find((name) => `../wasm/${name}/vae_lab.js` in glue);
  const address = variant && modules[`../wasm/${variant}/vae_lab_bg.wasm`];
  if (!address) throw new Error('this build of the page holds no wasm package');
  const [wasm, module] = await Promise.all([glueOf(variant), compile(address)]);
  const { memory } = await wasm.default({ module_or_path: module });
  const { Lab: labs, abandonTraining } = wasm;
  return { variant, labs, abandonTraining, module, memory };
}

/** Compiles while it arrives, where the host names the type; else afterwards. */
async function compile(address: string): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the module could not be loaded (${response.status})`);
  if (response.headers.get('Content-Type')?.startsWith('application/wasm'))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
