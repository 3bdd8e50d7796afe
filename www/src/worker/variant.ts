// Which build of the core runs here: what the processor may round (strict, relaxed) × one thread or many.
import { relaxedSimd, threads } from 'wasm-feature-detect';
import type { OneThread } from '../shared/types';

export type VariantName = 'strict' | 'relaxed' | 'strict-threads' | 'relaxed-threads';

export interface Abilities {
  relaxedSimd: boolean;
  /** Why there is no memory that workers share; null where there can be. */
  oneThread: OneThread | null;
}

/** A module whose memory is shared, and nothing else: valid where WebAssembly has threads, whatever this page may use. */
const SHARED = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1);

export async function abilities(): Promise<Abilities> {
  return { relaxedSimd: await relaxedSimd(), oneThread: await whyOneThread() };
}

/** What is in the way of threads: the browser, which has none, or the host, which does not isolate the page. */
async function whyOneThread(): Promise<OneThread | null> {
  if (typeof crossOriginIsolated === 'undefined' || !WebAssembly.validate(SHARED))
    return 'noSharedMemory';
  if (!crossOriginIsolated) return 'notIsolated';
  return (await threads()) ? null : 'noSharedMemory';
}

/**
 * The variants that can run here, best first. `reproducible` keeps to strict arithmetic, whose bits are the same in
 * every browser and natively; the number of threads changes no bit.
 */
export function variantsFor(able: Abilities, reproducible: boolean): VariantName[] {
  const arithmetics =
    able.relaxedSimd && !reproducible ? (['relaxed', 'strict'] as const) : (['strict'] as const);
  return arithmetics.flatMap((arithmetic): VariantName[] =>
    able.oneThread ? [arithmetic] : [`${arithmetic}-threads`, arithmetic],
  );
}
