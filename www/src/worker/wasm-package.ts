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

/** The class that the wasm package exports, as the worker uses it. */
export interface Lab {
  free(): void;
  info(): LabInfo;
  train(steps: number): TrainStats;
  setOptions(options: TrainOptions): void;
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

interface WasmPackage {
  default(options: { module_or_path: string }): Promise<unknown>;
  Lab: LabClass;
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

export async function loadLabClass(): Promise<LabClass> {
  const load = glue['../wasm/strict/vae_lab.js'];
  const module = modules['../wasm/strict/vae_lab_bg.wasm'];
  if (!load || !module) throw new Error('this build of the page holds no wasm package');
  const wasm = await load();
  await wasm.default({ module_or_path: module });
  return wasm.Lab;
}
