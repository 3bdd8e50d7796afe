import type { Failure } from './types';

/** A failure that is named where it is noticed. */
export function failure(code: string, parts: Partial<Failure> = {}): Failure {
  return { field: '', reason: '', params: {}, message: '', ...parts, code };
}

/** Failures after which an engine answers nothing more, and whether another one may do better: what a policy or an old
 *  browser forbids, it forbids to the next one too. */
const ENDS_ENGINE: Readonly<Record<string, boolean>> = {
  fatal: true,
  no_start_memory: true,
  wasm_missing: true,
  wasm_damaged: true,
  wasm_policy: false,
  worker_missing: true,
  worker_policy: false,
  worker_old: false,
};

export function endsEngine(failure: Failure): boolean {
  return isOfEngine(failure) && !failure.spared;
}

/** It is about the engine, and not about what was asked of it. */
export function isOfEngine({ code }: Failure): boolean {
  return code in ENDS_ENGINE;
}

export function restartHelps({ code }: Failure): boolean {
  return ENDS_ENGINE[code] ?? false;
}

/** Whatever was thrown, as a plain object that crosses between threads whole (an Error would lose its code). What
 *  nobody gave a code is a bug, and fatal. */
export function failureFrom(thrown: unknown): Failure {
  const { code, field, reason, params, message, spared } = (thrown ?? {}) as Partial<Failure>;
  const said = typeof message === 'string' ? message : String(thrown);
  if (typeof code !== 'string')
    return failure('fatal', { message: said, params: { detail: said } });
  return failure(code, {
    message: said,
    ...(field && { field }),
    ...(reason && { reason }),
    ...(params && { params }),
    ...(spared && { spared }),
  });
}
