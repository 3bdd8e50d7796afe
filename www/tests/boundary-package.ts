// The package as it was built, in Node, and what the tests of the boundary give it.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModelSpec, PlaneWindow, RunConfig, Slice, TrainOptions } from '../../src/wasm/types';

export type Package = typeof import('../src/wasm/strict/vae_lab.js');
export type Lab = Package['Lab']['prototype'];
export type Images = Package['Images']['prototype'];

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export const bytesOf = (path: string) => new Uint8Array(readFileSync(at(path)));

export const OPTIONS: TrainOptions = { learningRate: 0.001, beta: 1, batchSize: 64 };
export const MODEL: ModelSpec = {
  family: 'vae',
  height: 8,
  width: 8,
  body: { kind: 'dense', hidden: [16], activation: 'relu' },
  latent: 2,
  likelihood: { kind: 'bernoulli' },
};
export const RUN: RunConfig = { model: MODEL, pixels: 'grey', seed: 7, options: OPTIONS };
export const LINEAR: ModelSpec = { ...MODEL, body: { kind: 'linear' } };
export const GAUSSIAN: ModelSpec = { ...MODEL, likelihood: { kind: 'gaussian', sd: 0.5 } };
export const WINDOW: PlaneWindow = { z1Min: -3, z1Max: 3, z2Min: -2, z2Max: 2 };
export const SLICE: Slice = { origin: [0, 0], u: [1, 0], v: [0, 1] };

/** Its functions, started. There is no skipping it: a build of the page without the package is none. */
export async function builtPackage(): Promise<Package> {
  const glue = '../src/wasm/strict/vae_lab.js';
  const module = '../src/wasm/strict/vae_lab_bg.wasm';
  if (!existsSync(at(glue)) || !existsSync(at(module))) {
    throw new Error(
      'there is no wasm package to hold against its description: run cargo xtask build-wasm',
    );
  }
  const wasm = (await import(/* @vite-ignore */ at(glue))) as Package;
  wasm.initSync({ module: bytesOf(module) });
  return wasm;
}

/** The bundled digits, marked as all held out: 128 beside the bits a pixel. */
export function heldOutDigits(wasm: Package): Images {
  const bytes = bytesOf('../../src/data/digits8x8.bin');
  bytes[6]! += 128;
  return wasm.Images.fromPacked(bytes, 'held-out digits');
}
