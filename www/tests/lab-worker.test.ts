import { beforeEach, describe, expect, it } from 'vitest';
import { WorkerFailure } from '../src/worker/failure';
import { CONFIG, TERMS } from './fake-core';
import { Rig } from './worker-rig';

const VIEW = { window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 }, columns: 24, rows: 24 };

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});

describe('images', () => {
  it('are rig.fetched and opened once, and shared by every model on them', async () => {
    const first = await rig.openDigits();
    const second = await rig.openDigits();
    expect(second.model).not.toBe(first.model);
    expect(rig.fetched).toEqual(['digits8x8']);
    expect(rig.core.opened).toHaveLength(1);
    expect(rig.labOf(1).images).toBe(rig.labOf(2).images);
  });

  it('keep the name of their set', async () => {
    const { info } = await rig.worker.openImages('digits8x8');
    expect(info.name).toBe('digits8x8');
  });

  it('are opened once more for another instance, from the same bytes', async () => {
    await rig.openDigits();
    await rig.openDigits(true);
    await rig.openDigits(true);
    expect(rig.fetched).toHaveLength(1);
    expect(rig.core.opened).toHaveLength(2);
  });

  it('that could not be rig.fetched are asked for again', async () => {
    const { fetchPacked } = rig;
    rig.fetchPacked = () => Promise.reject(new WorkerFailure('no_digits'));
    await expect(rig.openDigits()).rejects.toMatchObject({ code: 'no_digits' });
    rig.fetchPacked = fetchPacked;
    await expect(rig.openDigits()).resolves.toMatchObject({ model: 1 });
  });
});

describe('weights', () => {
  it('are read once: training them attaches images to the model that is open', async () => {
    const { model, info } = await rig.worker.openWeights(Uint8Array.of(2, 8));
    expect(info.images).toBeNull();
    const { images } = await rig.worker.openImages('digits8x8');
    const attached = await rig.worker.attach(model, images);
    expect(attached.model).toBe(model);
    expect(attached.info.images?.name).toBe('digits8x8');
    expect(attached.labels).toHaveLength(1797);
    await rig.worker.start(model, 1, rig.keep);
    expect(rig.core.labs).toHaveLength(1);
    expect(rig.labOf(model).step).toBe(24);
  });

  it('that are no plane are refused and given back', async () => {
    await expect(rig.worker.openWeights(Uint8Array.of(3))).rejects.toMatchObject({
      code: 'not_a_plane',
      params: { value: 3 },
    });
    expect(rig.core.labs[0]!.freed).toBe(true);
  });

  it('of another size than any images do not fit, and stay open', async () => {
    const { model } = await rig.worker.openWeights(Uint8Array.of(2, 28));
    await rig.worker.snapshot(model);
    expect(rig.labOf(model).freed).toBe(false);
  });
});

describe('a picture', () => {
  it('has what stays as it is when the model opens, and only what moves in frames', async () => {
    const opened = await rig.openDigits();
    expect(opened.strip.inputs).toHaveLength(12 * 64);
    expect(opened.labels).toHaveLength(1797);
    await rig.worker.start(opened.model, 20, rig.keep);
    const strip = rig.frames.find((frame) => frame.strip)!.strip!;
    expect(Object.keys(strip).sort()).toEqual(['logvar', 'mu', 'points', 'reconstructions']);
    expect(rig.frames.find((frame) => frame.points)!.points).toHaveLength(2 * 1797);
  });

  it('of an idle model is all of it', async () => {
    const { model } = await rig.openDigits();
    const snapshot = await rig.worker.snapshot(model);
    expect(snapshot.points).toHaveLength(2 * 1797);
    expect(snapshot.curve).toMatchObject({ step: 0, heldOut: TERMS });
    const { model: bare } = await rig.worker.openWeights(Uint8Array.of(2, 28));
    expect(await rig.worker.snapshot(bare)).toMatchObject({ points: null, curve: null });
  });

  it('shows the hash of the weights only where arithmetic is strict', async () => {
    const { model } = await rig.openDigits();
    expect((await rig.worker.snapshot(model)).engine).toMatchObject({
      arithmetic: 'relaxed',
      weightsHash: null,
    });
    expect(rig.labOf(model).calls.map(({ call }) => call)).not.toContain('weightsHash');
    const strict = await rig.openDigits(true);
    expect((await rig.worker.snapshot(strict.model)).engine).toMatchObject({
      arithmetic: 'strict',
      weightsHash: '01234567',
    });
  });

  it('decodes a point of the plane, and says which z that was', async () => {
    const { model } = await rig.openDigits();
    const { z, pixels } = await rig.worker.decode(model, Float32Array.of(1, -2));
    expect([...z]).toEqual([1, -2]);
    expect(pixels).toHaveLength(64);
  });

  it('of 100,000 images keeps a click waiting for one slice at most', async () => {
    rig.core.sizes = [100_000, 20_000];
    const { model } = await rig.openDigits();
    const waits = rig.watchWaits();
    await Promise.all([rig.worker.snapshot(model), rig.worker.manifold(model, VIEW)]);
    expect(waits.passes).toBeGreaterThan(100);
    expect(waits.longestMs).toBeLessThanOrEqual(8);
  });
});

describe('settings', () => {
  it('of a running model move the end of its run: epochs are counted by the core', async () => {
    const { model } = await rig.openDigits();
    rig.whenAt(rig.labOf(model), 240, () => {
      void rig.worker.setOptions(model, { ...CONFIG.options, batchSize: 16 });
    });
    const end = await rig.worker.start(model, 100, rig.keep);
    expect(end.epoch).toBeGreaterThanOrEqual(100 - 1e-9);
    expect(end.epoch).toBeLessThan(100 + 16 / 1500);
    expect(end.step).toBeGreaterThan(50 * 94);
  });

  it('answer with what the model runs with now', async () => {
    const { model } = await rig.openDigits();
    const info = await rig.worker.setOptions(model, { ...CONFIG.options, batchSize: 150 });
    expect(info).toMatchObject({ stepsPerEpoch: 10, options: { batchSize: 150 } });
  });
});

it('a panic is fatal: helpers are let go, and nothing is asked of the package any more', async () => {
  const { model } = await rig.openDigits();
  rig.labOf(model).decode = () => {
    throw new Error('unreachable executed');
  };
  const fatal = { code: 'fatal', params: { detail: 'unreachable executed' } };
  await expect(rig.worker.decode(model, new Float32Array(2))).rejects.toMatchObject(fatal);
  expect(rig.core.abandoned).toBe(1);
  await expect(rig.worker.snapshot(model)).rejects.toMatchObject(fatal);
});
