import type { Failure } from '../shared/types';

/** A failure that the worker names itself. Plain objects cross to the page whole; an Error would lose its code. */
export class WorkerFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The wasm package throws Errors with a code for a person's mistakes; anything else is a bug and fatal. */
export function failureFrom(error: unknown): Failure {
  if (error instanceof Error) {
    const { code } = error as { code?: unknown };
    return { code: typeof code === 'string' ? code : 'fatal', message: error.message };
  }
  return { code: 'fatal', message: String(error) };
}
