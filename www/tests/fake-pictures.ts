// What a fake worker sends of its models.
import { dataSets, isOwn, type DataSetName, type OwnSetName } from '../src/shared/data-sets';
import type { Frame, LabInfo, RunConfig, Watched } from '../src/shared/types';
import { TERM_LIST, TERMS } from './fake-core';

export const STEPS_PER_EPOCH = 24;
/** Dimensions of the fake models' latent space, of which the page shows a plane: whole codes are longer than points. */
export const LATENT = 3;

/** Where the images of its strip are among all. */
export const STRIP_PLACES = [1500, 1510];

/** A fresh model on a set, or one without images. */
export function infoOn(config: RunConfig, set: DataSetName | OwnSetName | null): LabInfo {
  const { height, width } = config.model;
  const classes = [...'0123456789'];
  const trainable = set !== null && (isOwn(set) || dataSets[set].preset !== null);
  return {
    ...config,
    parameters: 1,
    step: 0,
    epoch: 0,
    stepsPerEpoch: trainable ? STEPS_PER_EPOCH : 0,
    trainImages: trainable ? 1500 : 0,
    heldOutImages: set === null ? 0 : trainable ? 297 : 300,
    images: set && { name: set, count: trainable ? 1797 : 300, height, width, classes },
    hasPrior: true,
    hasEncoder: true,
    hasSpread: true,
    terms: TERM_LIST,
  };
}

export const watched = (place: number, step: number): Watched => ({
  place,
  label: place % 10,
  inputs: new Uint8Array(64),
  reconstructions: new Uint8Array(64),
  mu: Float32Array.of(place, step, 0),
  logvar: new Float32Array(LATENT),
  points: Float32Array.of(place, step),
  terms: TERMS,
});

export const frame = (step: number, model = 1): Frame => ({
  model,
  tempo: 'full',
  stats: { step, epoch: step / STEPS_PER_EPOCH, terms: TERMS },
  stepsPerSecond: 3000,
  curve: [{ step, heldOut: TERMS, training: TERMS }],
});
