import { simd } from 'wasm-feature-detect';

/** The first thing that this browser lacks and the lab cannot do without. */
export async function missingFeature(): Promise<'no_wasm' | 'no_simd' | 'no_worker' | null> {
  if (typeof WebAssembly !== 'object') return 'no_wasm';
  if (!(await simd())) return 'no_simd';
  if (typeof Worker !== 'function') return 'no_worker';
  return null;
}
