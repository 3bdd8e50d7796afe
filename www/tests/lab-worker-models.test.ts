import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure, Frame, ModelId } from '../src/shared/types';
import { CONFIG, TERMS } from './fake-core';
import { Rig } from './worker-rig';

const VIEW = { window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 }, columns: 24, rows: 24 };
const STEPS_PER_EPOCH = 24;

let rig: Rig;
beforeEach(() => {
  rig = new Rig();
});

describe('two models', () => {
  it('train in turn, each on its share of the time, and their frames say whose they are', async () => {
    const [a, b] = [await rig.openDigits(), await rig.openDigits()];
    rig.labOf(b.model).nature.msPerStep = 2; // four times as heavy
    rig.whenAt(rig.labOf(a.model), 6000, () => void rig.worker.pause(a.model));
    rig.whenAt(rig.labOf(a.model), 6000, () => void rig.worker.pause(b.model));
    await Promise.all([
      rig.worker.start(a.model, 10_000, rig.keep),
      rig.worker.start(b.model, 10_000, rig.keep),
    ]);
    const trainingMs = (model: ModelId) =>
      rig.labOf(model).slices.reduce((sum, { tookMs }) => sum + tookMs, 0);
    const share = trainingMs(a.model) / (trainingMs(a.model) + trainingMs(b.model));
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    for (const { model } of [a, b]) {
      const own = rig.frames.filter((frame) => frame.model === model);
      expect(own.length).toBeGreaterThan(20);
      expect(own.map(({ stats }) => stats.step)).toEqual(
        own.map(({ stats }) => stats.step).sort((x, y) => x - y),
      );
    }
  });

  it('come to the end of their own epochs', async () => {
    const [a, b] = [await rig.openDigits(), await rig.openDigits()];
    const ends = await Promise.all([
      rig.worker.start(a.model, 10, rig.keep),
      rig.worker.start(b.model, 300, rig.keep),
    ]);
    expect(ends.map(({ step }) => step)).toEqual([10 * STEPS_PER_EPOCH, 300 * STEPS_PER_EPOCH]);
  });

  it('keep a click waiting for one slice at most', async () => {
    const [a, b] = [await rig.openDigits(), await rig.openDigits()];
    const waits = rig.watchWaits();
    await Promise.all([
      rig.worker.start(a.model, 100, rig.keep),
      rig.worker.start(b.model, 100, rig.keep),
    ]);
    expect(waits.longestMs).toBeLessThanOrEqual(12);
  });

  it('one that opens or closes does not disturb another that trains', async () => {
    const a = await rig.openDigits();
    rig.whenAt(rig.labOf(a.model), 500, () => {
      void rig.openDigits().then(({ model }) => rig.worker.close(model));
    });
    rig.whenAt(rig.labOf(a.model), 1000, () => {
      rig.worker.openWeights(Uint8Array.of(3)).catch(() => {});
    });
    const end = await rig.worker.start(a.model, 100, rig.keep);
    expect(end).toMatchObject({ reason: 'finished', step: 100 * STEPS_PER_EPOCH });
    expect(rig.core.labs).toHaveLength(3);
    expect(rig.core.labs.map((lab) => lab.freed)).toEqual([false, true, true]);
  });

  it('get the threads that were asked for, both', async () => {
    rig = new Rig(() => 'relaxed-threads');
    vi.stubGlobal('Worker', function refused() {
      throw new Error('no workers here');
    });
    const [a, b] = [await rig.openDigits(), await rig.openDigits()];
    rig.labOf(a.model).threads = rig.labOf(b.model).threads = 0;
    expect(await rig.worker.setThreads(3)).toEqual({
      threads: 1,
      threadsBecause: 'helpersFailed',
    });
    expect([rig.labOf(a.model).threads, rig.labOf(b.model).threads]).toEqual([1, 1]);
    vi.unstubAllGlobals();
  });
});

describe('a run', () => {
  it('goes at the tempo that it was started with, until it is given another', async () => {
    const [a, b] = [await rig.openDigits(), await rig.openDigits()];
    const keep = (frame: Frame) => {
      if (frame.model === a.model && frame.tempo === 'step') {
        void rig.worker.setTempo(a.model, 'full');
      }
      return rig.keep(frame);
    };
    await Promise.all([
      rig.worker.start(a.model, 20, keep, 'step'),
      rig.worker.start(b.model, 20, keep),
    ]);
    const tempos = (model: number) => [
      ...new Set(rig.frames.filter((frame) => frame.model === model).map(({ tempo }) => tempo)),
    ];
    expect(tempos(a.model)).toEqual(['step', 'full']);
    expect(tempos(b.model)).toEqual(['full']);
    expect(rig.frames.find(({ model }) => model === a.model)!.stats.step).toBe(1);
  });
});

describe('closing', () => {
  it('while it trains ends the run, gives the memory back, and nothing uses it after', async () => {
    const { model } = await rig.openDigits();
    let sent = -1;
    rig.whenAt(rig.labOf(model), 700, () => {
      void rig.worker.close(model);
      sent = rig.frames.length;
    });
    const end = await rig.worker.start(model, 1000, rig.keep);
    expect(end.reason).toBe('paused');
    expect(rig.labOf(model).freed).toBe(true);
    expect(rig.frames).toHaveLength(sent);
  });

  it('at any moment of a run is no use of what was given back', async () => {
    for (let pass = 1; pass < 60; pass++) {
      rig = new Rig();
      const { model } = await rig.openDigits();
      await rig.worker.setView(model, VIEW);
      let passes = 0;
      rig.onPass = () => {
        if (++passes === pass) void rig.worker.close(model);
      };
      await expect(rig.worker.start(model, 1000, rig.keep)).resolves.toMatchObject({
        reason: 'paused',
      });
    }
  });

  it('supersedes the answers that are being made of it', async () => {
    const { model } = await rig.openDigits();
    const answers = [rig.worker.snapshot(model), rig.worker.manifold(model, VIEW)];
    const ends = answers.map((answer) => expect(answer).rejects.toMatchObject({ code: 'closed' }));
    await rig.worker.close(model);
    await Promise.all(ends);
    await expect(rig.worker.decode(model, new Float32Array(2))).rejects.toMatchObject({
      code: 'closed',
    });
    await expect(rig.worker.close(model)).resolves.toBeUndefined();
  });
});

describe('a divergence', () => {
  async function diverge(model: ModelId): Promise<Failure> {
    const lab = rig.labOf(model);
    lab.nature.divergesAt = 10_000;
    return rig.worker.start(model, 1000, rig.keep).then(
      () => expect.unreachable(),
      (failure: Failure) => failure,
    );
  }

  it('tells the step of the last good checkpoint, and goes back to it', async () => {
    const { model } = await rig.openDigits();
    const failure = await diverge(model);
    expect(failure).toMatchObject({ code: 'diverged', params: { step: 10_000 } });
    const { backTo } = failure.params;
    expect(backTo).toBeGreaterThan(0);
    expect(backTo).toBeLessThan(10_000);
    expect((await rig.worker.back(model)).step).toBe(backTo);
    expect(rig.labOf(1).freed).toBe(true);
    const end = await rig.worker.start(model, 1, rig.keep);
    expect(end.step).toBe((backTo as number) + STEPS_PER_EPOCH);
  });

  it('before anything was measured goes back to where the run began', async () => {
    const { model } = await rig.openDigits();
    rig.labOf(model).nature.divergesAt = 1;
    await expect(rig.worker.start(model, 1000, rig.keep)).rejects.toMatchObject({
      params: { backTo: 0 },
    });
  });

  it('goes back with the threads as they are now, and with options that were set since', async () => {
    const { model } = await rig.openDigits();
    await diverge(model);
    const options = { ...CONFIG.options, learningRate: 1e-4 };
    await rig.worker.setOptions(model, options);
    rig.labOf(1).threads = 1;
    const info = await rig.worker.back(model);
    expect(info.options).toEqual(options);
    expect(rig.core.labs[1]!.threads).toBe(1);
  });

  it('leaves the options that it came of behind', async () => {
    const { model } = await rig.openDigits();
    await rig.worker.step(model, 1); // a checkpoint with the first options
    await rig.worker.setOptions(model, { ...CONFIG.options, learningRate: 1 });
    rig.labOf(model).nature.divergesAt = 2;
    await expect(rig.worker.step(model, 1)).rejects.toMatchObject({ code: 'diverged' });
    expect((await rig.worker.back(model)).options).toEqual(CONFIG.options);
  });

  it('of a single step can be gone back from, too', async () => {
    const { model } = await rig.openDigits();
    rig.labOf(model).nature.divergesAt = 1;
    await expect(rig.worker.step(model, 1)).rejects.toMatchObject({
      code: 'diverged',
      params: { backTo: 0 },
    });
  });

  it('that was on its way when a state was measured is not gone back to', async () => {
    const { model } = await rig.openDigits();
    rig.labOf(model).nature.terms = (step) => ({ ...TERMS, negElboNats: step < 6000 ? 30 : step });
    const { params } = await diverge(model);
    expect(params['backTo']).toBeLessThan(6000);
  });

  it('supersedes the answers that are being made of what diverged', async () => {
    const { model } = await rig.openDigits();
    await diverge(model);
    const snapshot = rig.worker.snapshot(model);
    const superseded = expect(snapshot).rejects.toMatchObject({ code: 'closed' });
    await rig.worker.back(model);
    await superseded;
  });

  it('without anything to go back to is refused', async () => {
    const { model } = await rig.openDigits();
    await expect(rig.worker.back(model)).rejects.toMatchObject({ code: 'no_checkpoint' });
  });
});
