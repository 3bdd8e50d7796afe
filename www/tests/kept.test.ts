import { expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import {
  codeAt,
  codeText,
  imageAt,
  imagesIn,
  originOf,
  originText,
  type Kept,
} from '../src/page/kept';
import { LINEAR, MODEL } from './boundary-package';

/** Two images of 2×2 pixels along a path, of a model with Z = 5. */
const PATH: Kept = {
  id: 1,
  kind: 'path',
  z: Float32Array.of(1, 2, 3, 4, 5, -1, -2, -3, -4, -5),
  points: Float32Array.of(0, 0, 1, 1),
  pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  shape: { height: 2, width: 2 },
  origin: originOf(MODEL, 7, true),
};

it('an image is kept with its whole code, whatever the number of latent dimensions', () => {
  expect(imagesIn(PATH)).toBe(2);
  expect([...codeAt(PATH, 0)]).toEqual([1, 2, 3, 4, 5]);
  expect([...codeAt(PATH, 1)]).toEqual([-1, -2, -3, -4, -5]);
  expect([...imageAt(PATH, 1)]).toEqual([5, 6, 7, 8]);
});

it('a code is written out while it is short, and begun when it is long', () => {
  expect(codeText([0.5])).toBe('0.50');
  expect(codeText(Float32Array.of(-1.204, 0.5))).toBe('−1.20, 0.50');
  expect(codeText(codeAt(PATH, 1))).toBe('−1.00, −2.00, −3.00, −4.00, …');
});

it('what is kept says which model it is of, and at which step', () => {
  expect(originText(originOf(MODEL, 1234, true), en)).toBe('VAE 64-16-2, step 1,234');
  expect(originText(originOf({ ...LINEAR, family: 'ae', latent: 8 }, null, false), en)).toBe(
    'autoencoder 64-8',
  );
  const body = { kind: 'conv' as const, channels: [16, 32] };
  expect(originText(originOf({ ...MODEL, body }, 5, true), en)).toBe('VAE conv 64-16-32-2, step 5');
});
