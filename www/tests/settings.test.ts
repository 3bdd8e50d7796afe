import { expect, it } from 'vitest';
import { hiddenFrom, numberFrom, Settings, wholeFrom } from '../src/page/state/settings.svelte';
import { placeNear } from '../src/page/controls/place';
import { selectionOf } from '../src/page/state/selection';

it('hidden sizes are read from what people write', () => {
  expect(hiddenFrom('128, 64')).toEqual([128, 64]);
  expect(hiddenFrom('512 256,128')).toEqual([512, 256, 128]);
  expect(hiddenFrom('')).toEqual([]);
  expect(hiddenFrom('128, many')).toBeNull();
  expect(hiddenFrom('12.5')).toBeNull();
});

it('numbers are finite and written out', () => {
  expect([' 1e-3 ', '0', '-2'].map(numberFrom)).toEqual([0.001, 0, -2]);
  expect(['', 'x', 'Infinity', '1,5'].map(numberFrom)).toEqual([null, null, null, null]);
  expect(['64', '6.5', '-1'].map(wholeFrom)).toEqual([64, null, null]);
});

it('a seed is an unsigned 32-bit integer', () => {
  const settings = new Settings();
  settings.seed = '4294967295';
  expect(settings.runConfig()?.seed).toBe(4294967295);
  settings.seed = '4294967296';
  expect(settings.runConfig()).toBeNull();
  expect(settings.unreadable('config')).toBe('seed');
});

it('a tip stays on the screen, below its word or above it', () => {
  const screen = { width: 390, height: 844 };
  const tip = { left: 0, top: 0, bottom: 0, width: 300, height: 80 };
  const word = { left: 350, top: 100, bottom: 116, width: 30, height: 16 };
  expect(placeNear(word, tip, screen)).toEqual({ xPx: 82, yPx: 122 });
  const low = { ...word, top: 800, bottom: 816 };
  expect(placeNear(low, tip, screen).yPx).toBe(714);
});

it('a selection is the mean and the spread of q(z|x), and a bare point without a variance', () => {
  const strip = {
    source: 'heldOut' as const,
    inputs: new Uint8Array(0),
    reconstructions: new Uint8Array(0),
    labels: Uint8Array.of(7, 255),
    mu: Float32Array.of(1, 2, 3, 4),
    logvar: Float32Array.of(0, 0, Math.log(4), Math.log(0.25)),
    z: new Float32Array(4),
  };
  expect(selectionOf(strip, 0)).toEqual({ mu: [1, 2], sigma: [1, 1] });
  const second = selectionOf(strip, 1)!;
  expect(second.sigma![0]).toBeCloseTo(2);
  expect(second.sigma![1]).toBeCloseTo(0.5);
  expect(selectionOf({ ...strip, logvar: new Float32Array(0) }, 0)?.sigma).toBeNull();
  expect(selectionOf(strip, 2)).toBeNull();
  expect(selectionOf(null, 0)).toBeNull();
});
