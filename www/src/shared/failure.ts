import type { Failure } from './types';

/** A failure that is named where it is noticed. */
export function failure(code: string, parts: Partial<Failure> = {}): Failure {
  return { field: '', reason: '', params: {}, message: '', ...parts, code };
}

/** Whatever was thrown, as a plain object that crosses between threads whole (an Error would lose its code). What
 *  nobody gave a code is a bug, and fatal. */
export function failureFrom(thrown: unknown): Failure {
  const { code, field, reason, params, message } = (thrown ?? {}) as Partial<Failure>;
  const said = typeof message === 'string' ? message : String(thrown);
  if (typeof code !== 'string')
    return failure('fatal', { message: said, params: { detail: said } });
  return failure(code, {
    message: said,
    ...(field && { field }),
    ...(reason && { reason }),
    ...(params && { params }),
  });
}
