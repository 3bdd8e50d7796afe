import { describe, expect, it } from 'vitest';
import { selectedCode, selectedPlace } from '../src/page/state/selection';

const picture = {
  reconstructions: new Uint8Array(0),
  mu: Float32Array.of(1, 2, 3, 4, 5, 6),
  logvar: Float32Array.of(0, 0, 0, Math.log(4), Math.log(9), Math.log(16)),
  points: Float32Array.of(1, 2, 7, 8),
};
const axes = { origin: [0, 0, 0], u: [1, 0, 0], v: [0, 1, 0] };

describe('a selected image', () => {
  it('is the mean and the spread of q(z|x), whole', () => {
    expect(selectedCode(picture, 1)).toEqual({
      mu: Float32Array.of(4, 5, 6),
      sigma: Float32Array.of(2, 3, 4),
    });
  });

  it('is a bare point where the encoder gives no spread', () => {
    const bare = { ...picture, logvar: new Float32Array(0) };
    expect(selectedCode(bare, 0)?.sigma).toBeNull();
    expect(selectedPlace(bare, 0, axes)).toEqual({ point: [1, 2], sigma: null });
  });

  it('is nothing where nothing is selected, or that image is not there', () => {
    expect(selectedCode(picture, null)).toBeNull();
    expect(selectedCode(picture, 2)).toBeNull();
    expect(selectedCode(null, 0)).toBeNull();
    expect(selectedPlace(picture, 2, axes)).toBeNull();
  });

  it('lies on the plane where the core says, with the spread along its axes', () => {
    expect(selectedPlace(picture, 1, axes)).toEqual({ point: [7, 8], sigma: [2, 3] });
  });

  it('has the spread of all dimensions that an axis goes through', () => {
    const half = Math.SQRT1_2;
    const oblique = { origin: [0, 0, 0], u: [half, half, 0], v: [0, 0, 2] };
    const { sigma } = selectedPlace(picture, 1, oblique)!;
    expect(sigma![0]).toBeCloseTo(Math.sqrt((4 + 9) / 2), 6);
    expect(sigma![1]).toBeCloseTo(2, 6); // z₃ = 2·v: a unit of v is two of z₃
  });
});
