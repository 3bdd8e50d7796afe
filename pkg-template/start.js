// Why the module did not start, or one of the package's two files did not come: in the shape of every other failure.
import { failure } from './failure.js';

/** A module of one SIMD instruction. */
const SIMD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** Browsers word it each in their own way; all name the policy. */
const OF_POLICY = /content security policy|\bCSP\b|unsafe-eval/i;

const BROWSERS = 'Chrome 91, Firefox 89, Safari 16.4 or newer, or Node 20 or newer';

/** Refuses where the module cannot run at all, before anything is fetched. */
export function checkPlatform() {
  if (typeof WebAssembly !== 'object')
    throw failure('no_wasm', '', 'other', `vae-lab needs WebAssembly, which is missing here: ${BROWSERS}.`);
  if (!WebAssembly.validate(SIMD))
    throw failure('no_simd', '', 'other', `vae-lab needs WebAssembly SIMD, which is missing here: ${BROWSERS}.`);
}

/** A file that could not be had: `what` it is, the `code`, and how it went. */
export function missingFile({ code, what }, address, reason, got, params = {}) {
  const way = "Import from 'vae-lab/inline', which needs no file.";
  return failure(code, '', reason, `The ${what} of vae-lab could not be fetched from ${address} (${got}). ${way}`, {
    address: `${address}`,
    ...params,
  });
}

export const MODULE = { code: 'wasm_missing', what: 'WebAssembly module' };
export const DIGITS = { code: 'no_digits', what: 'bundled digits' };

/** What a start was thrown out of with, as a failure with a code. What is none of these is a bug, and stays as it is. */
export function startFailure(thrown) {
  if (typeof thrown?.field === 'string') return thrown;
  const detail = `${thrown?.message ?? thrown}`;
  const named = (code, sentence) => Object.assign(failure(code, '', 'other', sentence, { detail }), { cause: thrown });
  if (OF_POLICY.test(detail))
    return named(
      'wasm_policy',
      "This page's content security policy forbids WebAssembly: it must allow 'wasm-unsafe-eval' in script-src.",
    );
  if (typeof thrown?.code === 'string' || /fetch|network|load failed/i.test(detail))
    return named('wasm_missing', `The WebAssembly module of vae-lab could not be read (${detail}).`);
  if (thrown instanceof WebAssembly.CompileError)
    return named('wasm_damaged', `The WebAssembly module of vae-lab is damaged, or another file (${detail}).`);
  if (thrown instanceof RangeError || /memory/i.test(detail))
    return named('no_start_memory', `There is no memory for vae-lab to start with (${detail}). Close other tabs or programs.`);
  return thrown;
}
