import { failure, failureFrom } from '../shared/failure';
import type { Failure } from '../shared/types';

/** A failure that the worker names itself, thrown like any other. */
export class WorkerFailure extends Error implements Failure {
  readonly code: string;
  readonly field: string;
  readonly reason: string;
  readonly params: Failure['params'];

  constructor(code: string, parts: Partial<Failure> = {}) {
    const { field, reason, params, message } = failure(code, parts);
    super(message);
    [this.code, this.field, this.reason, this.params] = [code, field, reason, params];
  }
}

/** The model is closed, or became so (or another took its place) while the answer was made. */
export function closed(): WorkerFailure {
  return new WorkerFailure('closed', { message: 'this model is not open any more' });
}

/** A divergence, with the step that one can go back to. */
export function withWayBack(thrown: unknown, step: number | null): unknown {
  const { code, params, ...rest } = failureFrom(thrown);
  if (code !== 'diverged' || step === null) return thrown;
  return new WorkerFailure(code, { ...rest, params: { ...params, backTo: step } });
}
