// The page's link to the worker that reads files: one for each set, which ends with it.
import { wrap } from 'comlink';
import { failure } from '../../shared/failure';
import type { ImportApi } from '../../shared/import-api';
import type { Failure } from '../../shared/types';

export interface ReaderLink {
  readonly api: ImportApi;
  /** Its memory is given back; what is asked for is answered no more. */
  end(): void;
}

export type StartReader = (onDied: (why: Failure) => void) => ReaderLink;

export const startReader: StartReader = (onDied) => {
  const worker = new Worker(new URL('../../worker/import-worker.ts', import.meta.url), {
    type: 'module',
    name: 'vae-lab-files',
  });
  worker.addEventListener('error', ({ message }) => {
    const reason = message ? 'stopped' : 'missing';
    onDied(failure('bad_file', { reason, params: { detail: message ?? '' } }));
  });
  return { api: wrap<ImportApi>(worker), end: () => worker.terminate() };
};
