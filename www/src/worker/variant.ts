// Which build of the core runs here: what the processor may round (strict, relaxed) × one thread or many.
import { relaxedSimd, threads } from 'wasm-feature-detect';

export type VariantName = 'strict' | 'relaxed' | 'strict-threads' | 'relaxed-threads';

export interface Abilities {
  relaxedSimd: boolean;
  /** Shared memory between workers: the browser can, and the page is cross-origin isolated. */
  sharedMemory: boolean;
}

export async function abilities(): Promise<Abilities> {
  return {
    relaxedSimd: await relaxedSimd(),
    sharedMemory: self.crossOriginIsolated && (await threads()),
  };
}

/**
 * The variants that can run here, best first. `reproducible` keeps to strict arithmetic, whose bits are the same in
 * every browser and natively; the number of threads changes no bit.
 */
export function variantsFor(able: Abilities, reproducible: boolean): VariantName[] {
  const arithmetics =
    able.relaxedSimd && !reproducible ? (['relaxed', 'strict'] as const) : (['strict'] as const);
  return arithmetics.flatMap((arithmetic): VariantName[] =>
    able.sharedMemory ? [`${arithmetic}-threads`, arithmetic] : [arithmetic],
  );
}
