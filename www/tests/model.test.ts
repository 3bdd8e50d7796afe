import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../src/page/state/engine';
import { ModelState } from '../src/page/state/model.svelte';
import { Tray } from '../src/page/state/tray.svelte';
import type { Workbench } from '../src/page/state/workbench.svelte';
import { failure } from '../src/shared/failure';
import type { Failure } from '../src/shared/types';
import { CONFIG } from './fake-core';
import { benchOf, frame, STEPS_PER_EPOCH, type FakeWorker } from './fake-worker';

let workers: FakeWorker[];
let bench: Workbench;
const worker = () => workers.at(-1)!;
const model = () => bench.current!;
/** The worker's side of the model that is shown. */
const fake = () => worker().last;

const diverged = (params: Failure['params']) =>
  failure('diverged', { params, message: 'The loss became NaN at step 812.' });

beforeEach(() => {
  workers = [];
  bench = benchOf(workers);
});

describe('a run', () => {
  beforeEach(() => bench.train());

  it('moves the numbers and the curve with each frame', async () => {
    await fake().sink!(frame(240));
    expect(model().step).toBe(240);
    expect(model().epoch).toBe(10);
    expect(model().lastPoint?.step).toBe(240);
    expect(model().progress).toBeCloseTo(10 / 500);
  });

  it('drops the frames that a newer model has overtaken', async () => {
    const oldSink = fake().sink!;
    await bench.reset();
    await oldSink(frame(999));
    expect(model().step).toBe(0);
    expect(bench.phase).toBe('idle');
  });

  it('pauses, and Train goes on from there', async () => {
    await fake().sink!(frame(100));
    fake().step = 100;
    await bench.pause();
    expect(bench.phase).toBe('paused');
    await bench.train();
    expect(worker().api.openFresh).toHaveBeenCalledTimes(1);
    const from = 100 / STEPS_PER_EPOCH;
    expect(model().span).toEqual({ from, until: from + 500 });
  });

  it('tells the step it stopped at together with the pause, whatever the frames told', async () => {
    await fake().sink!(frame(100));
    fake().step = 106;
    let stepAtPause: number | null = null;
    worker().api.snapshot.mockImplementationOnce(() => {
      stepAtPause = bench.phase === 'paused' ? model().step : null;
      return Promise.reject(failure('closed'));
    });
    await bench.pause();
    expect(stepAtPause).toBe(106);
  });

  it('is finished when its epochs are done, with the points that no frame carried', async () => {
    fake().step = 12_000;
    fake().end('finished', frame(11_990).curve);
    await vi.waitFor(() => expect(model().lastPoint?.step).toBe(12_000));
    expect(bench.phase).toBe('finished');
    expect(model().progress).toBe(1);
    expect(model().curve.map((point) => point.step)).toContain(11_990);
  });

  it('pauses for a single step', async () => {
    await bench.stepOnce();
    expect(worker().api.pause).toHaveBeenCalled();
    expect(worker().api.step).toHaveBeenCalledWith(1, 1);
    expect(bench.phase).toBe('paused');
    expect(model().step).toBe(1);
  });

  it('counts epochs as the core does, whatever becomes of the batch size', async () => {
    await fake().sink!(frame(240));
    bench.settings.typed.batchSize = '16';
    await bench.applyOptions();
    expect(model().info.stepsPerEpoch).toBe(94);
    const stats = { step: 240 + 94, epoch: 11, terms: {} };
    await fake().sink!({ ...frame(334), stats });
    expect(model().epoch).toBe(11);
    expect(model().progress).toBeCloseTo(11 / 500);
  });
});

describe('a divergence', () => {
  const fall = async (params: Failure['params']) => {
    await bench.train();
    await fake().sink!(frame(400));
    await fake().sink!(frame(700));
    fake().failRun!(diverged(params));
    await vi.waitFor(() => expect(bench.phase).toBe('diverged'));
  };

  it('says so; Reset makes a new model', async () => {
    await fall({ step: 812 });
    expect(bench.error?.params).toEqual({ step: 812 });
    expect(model().backTo).toBeNull();
    await bench.reset();
    expect(bench.error).toBeNull();
    expect(bench.phase).toBe('idle');
  });

  it('goes back to the step of its checkpoint, and Train goes on from there', async () => {
    await fall({ step: 812, backTo: 480 });
    expect(model().backTo).toBe(480);
    const before = model();
    await bench.back();
    expect(model()).toBe(before);
    expect(bench.phase).toBe('paused');
    expect(bench.error).toBeNull();
    expect(model().backTo).toBeNull();
    expect(model().step).toBe(480);
    await bench.train();
    expect(bench.phase).toBe('training');
    expect(worker().api.openFresh).toHaveBeenCalledTimes(1);
    expect(model().span).toEqual({ from: 20, until: 520 });
  });

  it('loses the points of the curve that came after that step', async () => {
    await fall({ step: 812, backTo: 480 });
    expect(model().lastPoint?.step).toBe(700);
    await bench.back();
    expect(model().curve.map(({ step }) => step)).toEqual([0, 400, 480]);
  });

  it('of a single step is one, too', async () => {
    await bench.reset();
    worker().api.step.mockRejectedValueOnce(diverged({ step: 1, backTo: 0 }));
    await bench.stepOnce();
    expect(bench.phase).toBe('diverged');
    expect(model().backTo).toBe(0);
    expect(bench.error?.code).toBe('diverged');
  });

  it('Train without going back makes a new model', async () => {
    await fall({ step: 812, backTo: 480 });
    await bench.train();
    expect(worker().api.openFresh).toHaveBeenCalledTimes(2);
    expect(bench.phase).toBe('training');
  });
});

describe('what was decoded', () => {
  it('is kept with its point and its whole code', async () => {
    await bench.openPretrained();
    const points = Float32Array.of(0.5, -1);
    model().keep(points, await bench.decode(points), 'point');
    expect(bench.tray.items[0]).toMatchObject({
      id: 1,
      points,
      z: Float32Array.of(0.5, -1, 0),
      shape: { height: 28, width: 28 },
      origin: { family: 'vae', sizes: [784, 128, 64, 2], step: 46_900 },
    });
    expect(bench.tray.pins(model().key)).toEqual([{ id: 1, point: [0.5, -1] }]);
  });

  it('stays in the tray but leaves the plane when another model opens', async () => {
    await bench.openPretrained();
    model().keep(Float32Array.of(0.5, -1), new Uint8Array(784), 'point');
    await bench.reset();
    expect(bench.tray.items).toHaveLength(1);
    expect(bench.tray.pins(model().key)).toEqual([]);
  });

  it('of a path is one item and no pin', async () => {
    await bench.openPretrained();
    const points = Float32Array.of(0, 0, 1, 1, 2, 2);
    model().keep(points, await bench.decode(points), 'path');
    expect(bench.tray.items[0]!.z).toHaveLength(9);
    expect(bench.tray.pins(model().key)).toEqual([]);
  });

  it('by a model that was replaced meanwhile is of no use', async () => {
    await bench.openPretrained();
    let answer = () => {};
    const decode = worker().api.decode.getMockImplementation()!;
    worker().api.decode.mockImplementationOnce(async (...asked) => {
      const decoded = await decode(...asked);
      await new Promise<void>((resolve) => (answer = resolve));
      return decoded;
    });
    const decoded = bench.decode(new Float32Array(2));
    const superseded = expect(decoded).rejects.toMatchObject({ code: 'closed' });
    await bench.reset();
    answer();
    await superseded;
    expect(bench.error).toBeNull();
  });
});

describe('two models side by side', () => {
  let engine: Engine;
  let failures: Failure[];
  const open = async () => {
    const opened = await engine.api.openFresh(CONFIG, 0, false);
    const view = { window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 }, columns: 2, rows: 2 };
    return ModelState.of(opened, { kind: 'set', name: 'digits8x8' }, view, {
      engine,
      tray: new Tray(),
      nextFrame: () => Promise.resolve(),
      failed: (known) => failures.push(known),
    });
  };

  beforeEach(() => {
    engine = worker().engine(() => {});
    failures = [];
  });

  it('train, are measured and pause each for itself', async () => {
    const [a, b] = [await open(), await open()];
    a.train(10);
    b.train(20);
    await worker().models[0]!.sink!(frame(24, 1));
    await worker().models[1]!.sink!(frame(240, 2));
    expect([a.step, b.step]).toEqual([24, 240]);
    expect([a.progress, b.progress]).toEqual([0.1, 0.5]);
    await a.pause();
    expect([a.phase, b.phase]).toEqual(['paused', 'training']);
    expect(failures).toEqual([]);
  });

  it('one that closes while it trains takes nothing from the other', async () => {
    const [a, b] = [await open(), await open()];
    a.train(10);
    b.train(10);
    a.close();
    await worker().models[0]!.sink!(frame(48, 1));
    await worker().models[1]!.sink!(frame(48, 2));
    expect([a.step, b.step]).toEqual([0, 48]);
    expect(worker().models.map(({ closed }) => closed)).toEqual([true, false]);
    expect(failures).toEqual([]);
  });

  it('one diverges alone', async () => {
    const [a, b] = [await open(), await open()];
    a.train(10);
    b.train(10);
    worker().models[0]!.failRun!(diverged({ step: 30, backTo: 20 }));
    await vi.waitFor(() => expect(a.phase).toBe('diverged'));
    expect(b.phase).toBe('training');
    expect([a.backTo, b.backTo]).toEqual([20, null]);
    expect(failures.map(({ code }) => code)).toEqual(['diverged']);
  });

  it('have keys of their own', async () => {
    const [a, b] = [await open(), await open()];
    expect(a.key).not.toBe(b.key);
  });
});
