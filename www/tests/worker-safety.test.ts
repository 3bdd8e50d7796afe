// What the worker hands to the page so that a run outlives the worker, and the sign of life.
import { beforeEach, describe, expect, it } from 'vitest';
import { CONFIG } from './fake-core';
import { Rig } from './worker-rig';

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});

const handed = () => rig.frames.flatMap(({ checkpoint }) => checkpoint ?? []);

describe('checkpoints', () => {
  it('come with the frames of a run, in order and seldom, as bytes of their own', async () => {
    const { model } = await rig.openDigits();
    const lab = rig.labOf(model);
    await rig.worker.start(model, 600, rig.keep);
    const steps = handed().map(({ step }) => step);
    expect(steps[0]).toBe(0);
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    const ranForMs = rig.core.clock.nowMs;
    expect(steps.length).toBeLessThanOrEqual(2 + ranForMs / 2_000);
    expect(lab.calls.filter(({ call }) => call === 'checkpoint').length).toBeGreaterThanOrEqual(
      steps.length,
    );
    expect((await rig.worker.back(model)).step).toBeGreaterThan(0); // the worker's own copy is still whole
  });

  it('are had at any step, and restored on the same images they go on from there', async () => {
    const { model } = await rig.openDigits(true);
    await rig.worker.step(model, 30);
    const { step, bytes } = await rig.worker.checkpoint(model);
    expect(step).toBe(30);
    const { images } = await rig.worker.openImages('digits8x8');
    const again = await rig.worker.restore(bytes, images, true);
    expect(again.info.step).toBe(30);
    expect(again.info.images?.name).toBe('digits8x8');
    expect((await rig.worker.snapshot(again.model)).engine.arithmetic).toBe('strict');
    expect((await rig.worker.step(again.model, 1)).step).toBe(31);
  });

  it('of a model that is closed cannot be had', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.close(model);
    await expect(rig.worker.checkpoint(model)).rejects.toMatchObject({ code: 'closed' });
  });

  it('are not taken under options that no step was done with, whenever these were set', async () => {
    const { model } = await rig.openDigits();
    const lab = rig.labOf(model);
    const setAt: number[] = [];
    let rate = 0.001;
    // Now in the midst of a measurement, now right after it.
    let passes = 0;
    rig.onPass = () => {
      if (!lab.calls.at(-1)?.call.startsWith('evaluate') || ++passes % 11 !== 0) return;
      setAt.push(lab.calls.length);
      rate *= 1.0001;
      void rig.worker.setOptions(model, { ...CONFIG.options, learningRate: rate });
    };
    await rig.worker.start(model, 4000, rig.keep);
    expect(setAt.length).toBeGreaterThan(20);
    const taken = lab.calls.flatMap(({ call }, at) => (call === 'checkpoint' && at > 2 ? at : []));
    expect(taken.length).toBeGreaterThan(5);
    for (const at of taken) {
      const lastSet = setAt.filter((set) => set <= at).at(-1) ?? 0;
      const between = lab.calls.slice(lastSet, at).map(({ call }) => call);
      expect(between).toContain('train');
    }
  });
});

describe('a sign of life', () => {
  it('is given while a model trains, and by an engine that failed, too', async () => {
    const { model } = await rig.openDigits();
    let answered = 0;
    rig.whenAt(rig.labOf(model), 100, () => void rig.worker.ping().then(() => (answered += 1)));
    await rig.worker.start(model, 20, rig.keep);
    expect(answered).toBe(1);
    rig.labOf(model).decode = () => {
      throw new Error('unreachable executed');
    };
    await expect(rig.worker.decode(model, new Float32Array(2))).rejects.toBeDefined();
    await expect(rig.worker.ping()).resolves.toBeUndefined();
  });
});
