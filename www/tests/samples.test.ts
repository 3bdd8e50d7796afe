import { beforeEach, describe, expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import { captionText, noteText, spokenText } from '../src/page/kept';
import { drawnPoints, normals } from '../src/page/state/samples';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import { benchOf, type FakeWorker } from './fake-worker';

describe('normal variates', () => {
  const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
  /** Evenly spread pairs of random numbers, so that nothing is left to chance. */
  const SIDE = 256;
  const grid = Uint32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
    const pair = i >> 1;
    const cell = i % 2 === 0 ? Math.floor(pair / SIDE) : pair % SIDE;
    return ((cell + 0.5) / SIDE) * 2 ** 32;
  });

  it('have the moments of N(0, 1), both of a pair, and nothing in common', () => {
    const all = normals(grid);
    const products = all.map((x, i) => (i % 2 === 0 ? x * all[i + 1]! : 0));
    expect(mean(products)).toBeCloseTo(0, 3);
    for (const side of [0, 1]) {
      const x = all.filter((_, i) => i % 2 === side);
      expect(mean(x)).toBeCloseTo(0, 3);
      expect(mean(x.map((v) => v ** 2))).toBeCloseTo(1, 1);
      expect(mean(x.map((v) => v ** 3))).toBeCloseTo(0, 2);
      expect(x.filter((v) => Math.abs(v) < 1).length / x.length).toBeCloseTo(0.683, 2);
    }
  });

  it('are finite for every random number', () => {
    const corners = Uint32Array.of(0, 0, 0xffffffff, 0xffffffff, 0, 0xffffffff, 0xffffffff, 0);
    expect(normals(corners).every(Number.isFinite)).toBe(true);
  });

  it('are others each time', () => {
    expect([...drawnPoints()]).not.toEqual([...drawnPoints()]);
  });
});

describe('samples', () => {
  let workers: FakeWorker[];
  let bench: Workbench;
  beforeEach(async () => {
    workers = [];
    bench = benchOf(workers);
    await bench.openPretrained();
  });

  it('are twelve images of one set, in the tray and no pins', async () => {
    const set = await bench.sample();
    expect(set).toMatchObject({ id: 1, kind: 'samples', origin: { hasPrior: true } });
    expect(bench.tray.items).toEqual([set]);
    expect([set!.points.length, set!.pixels.length]).toEqual([24, 12 * 784]);
    const { key } = bench.current!;
    expect(bench.tray.pins(key)).toEqual([]);
    expect(bench.tray.paths(key)).toEqual([]);
    expect(bench.tray.samples(key)).toBe(set!.points);
  });

  it('say why they fail where there is no prior, and nothing where there is one', async () => {
    const set = (await bench.sample())!;
    expect(captionText(set, en)).toBe('12 samples, z ~ N(0, I)');
    expect(noteText(set, en)).toBeNull();
    const without = { ...set, origin: { ...set.origin, hasPrior: false } };
    expect(noteText(without, en)).toContain('no prior');
    expect(noteText({ ...without, kind: 'path' }, en)).toBeNull();
    expect(spokenText(without, 'autoencoder', en)).toMatch(/^Samples 1: 12 images.*no prior/);
  });

  it('that cannot be decoded are not kept, and it is said why', async () => {
    workers[0]!.api.decode.mockRejectedValueOnce(failure('no_memory'));
    expect(await bench.sample()).toBeNull();
    expect(bench.tray.items).toEqual([]);
    expect(bench.error?.code).toBe('no_memory');
  });
});
