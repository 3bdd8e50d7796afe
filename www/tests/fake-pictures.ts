// What a fake worker sends of its models.
import type { Frame, Watched } from '../src/shared/types';
import { TERMS } from './fake-core';

export const STEPS_PER_EPOCH = 24;
/** Dimensions of the fake models' latent space, of which the page shows a plane: whole codes are longer than points. */
export const LATENT = 3;

/** Where the images of its strip are among all. */
export const STRIP_PLACES = [1500, 1510];

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
