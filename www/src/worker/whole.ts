// What the worker fetches when a viewer is not enough: everything that opens models on images, and trains.
import type { ModelId } from '../shared/types';
import { helpersOfPage } from './helpers';
import { fetchPacked } from './image-shelf';
import { LabWorker, type WorkerParts } from './lab-worker';
import { startInstance } from './wasm-package';

const callHelper = helpersOfPage(self);

/** The worker with the best build of the core, started. */
export async function startWhole(
  newId: () => ModelId,
  time: Pick<WorkerParts, 'now' | 'pass'>,
): Promise<LabWorker> {
  const cores = navigator.hardwareConcurrency || 1;
  const whole = new LabWorker({ startInstance, callHelper, fetchPacked, cores, newId, ...time });
  await whole.ready();
  return whole;
}
